"""Who thinks of dying, and wants no person and no number: small true things to get through, never a dead end."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.actions import referral
from bot.actions.life import dark, lines_to_live, may_die
from bot.actions.memory import Memory
from bot.actions.moments import read_moment
from bot.actions.refusals import is_refused
from bot.actions.signs import phrases_of, plain, signs_in
from bot.actions.turn import Turn

FILE = Path(__file__).parent / "data" / "night.yml"
LINES = 3
BESIDE = ("means", "ear")
"""Words that are no request by themselves: what could kill, and the wish to be listened to."""


def answer(turn: Turn) -> bool:
    """Answer what somebody who thinks of dying asks for; return whether anything was said."""
    memory = turn.memory
    if not (dark(memory) and may_die(memory)):
        return False
    asked = _asked(memory.whole)
    if "to_write" in asked:
        _show_where_to_write(turn)
        return True
    step = _put_away(memory)
    if step:
        turn.say("utter_step_taken")
        if asks_ear(memory.whole):
            turn.say("presence_listens")
    if "images" in asked:
        turn.say("what_comes_back")
    elif "passes" in asked:
        turn.say("will_it_pass")
    elif "through" in asked:
        turn.say("through_the_night")
    return step or bool(asked)


def _put_away(memory: Memory) -> bool:
    """Whether the message says that what could kill is out of reach; "les" and "them" name what was told before."""
    told = read_moment(memory.whole).told
    named = phrases_of(FILE)["means"]
    means = any("means_pills" in signs_in(text) or named.search(plain(text)) for text in memory.written)
    return "put_away" in told or ("put_them" in told and means)


def asks_ear(text: str) -> bool:
    """Whether a message asks to be listened to."""
    return bool(phrases_of(FILE)["ear"].search(plain(text)))


def _asked(text: str) -> frozenset[str]:
    words = plain(text)
    found = {name for name, pattern in phrases_of(FILE).items() if name not in BESIDE and pattern.search(words)}
    return frozenset(found | ({"to_write"} if "asks_to_write" in signs_in(text) else set()))


def _show_where_to_write(turn: Turn) -> None:
    """Show who answers in writing, shown or refused before: it is asked for now."""
    memory = turn.memory
    lines = [line for line in lines_to_live(memory) if referral.answers_in_writing(line)][:LINES]
    turn.memory = replace(memory, avoids=_without_refusal_of(lines, memory), written_only=True)
    turn.show(lines, "write_to_someone", kind="safety")
    turn.memory = memory


def _without_refusal_of(lines: list[dict[str, Any]], memory: Memory) -> tuple[str, ...]:
    return tuple(
        name
        for name in memory.avoids
        if not any(is_refused(each["slug"], each["kind"], each["audiences"], [name]) for each in lines)
    )
