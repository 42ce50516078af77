"""An office that is closed is no answer to who needs one now: when it opens, and who answers until then."""

from collections.abc import Sequence

from bot.actions import referral
from bot.actions.asked import asked_words
from bot.actions.turn import Turn


def say_who_answers_now(turn: Turn, shown: Sequence[referral.Resource], *, unknown: bool = False) -> None:
    """Where nobody of those shown answers now, say when one opens and name the line that answers at this hour.

    `unknown`: hours that nobody knows count as closed, as where they were asked for.
    """
    memory = turn.memory
    states = [each["opening"]["state"] for each in shown]
    closed = [each for each in shown if each["opening"]["state"] == "closed"]
    pressing = memory.level != "none" or "this_hour" in asked_words(memory.text)
    if memory.buys or not pressing or "open" in states or not (closed or (unknown and shown)):
        return
    lines = referral.answers_now(memory, exclude=[each["slug"] for each in shown])
    if not lines:
        return
    known = {"name": closed[0]["name"], "opening": closed[0]["opening"]["text"]} if closed and not unknown else {}
    turn.say("list_closed_now", line=lines[0]["name"], how=_how(lines[0], written=memory.written_only), **known)


def _how(line: referral.Resource, *, written: bool) -> str:
    """Return the number of a line, the one to text for who cannot phone."""
    phones = sorted(line["phones"], key=lambda phone: (phone["type"] == "sms") != written)
    return str(phones[0]["display"] if phones else line["website"])
