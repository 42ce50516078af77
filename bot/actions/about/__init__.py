"""Questions about the organisations that were shown, or that a message names, answered from their records."""

from bot.actions.about.answering import answer, answer_in_danger, is_asked

__all__ = ["answer", "answer_in_danger", "is_asked"]
