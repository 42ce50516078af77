"""Connecting a counsellor, at once, however the wish was said."""

from bot.actions import referral
from bot.actions.turn import Turn


def connect(turn: Turn) -> None:
    """Tell the counsellors and give lines that answer meanwhile; say so when they were told already."""
    memory = turn.memory
    if memory.waiting:
        turn.show(referral.find(memory, need="human_agent", limit=1), "utter_already_alerted")
        return
    turn.alert("utter_connecting", asked=True)
    turn.show(referral.find(memory, need="human_agent"), "utter_results_anywhere")


def is_plainly_wanted(turn: Turn) -> bool:
    """Whether the newest message asks for a counsellor in words that can mean nobody else."""
    return turn.memory.wishes.plain and not turn.memory.declines_human
