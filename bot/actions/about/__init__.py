"""Questions about the organisations that were shown, or that a message names, answered from their records."""

from bot.actions.about.answering import answer

__all__ = ["answer"]
