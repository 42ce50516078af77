"""Who thinks of dying, and wants no person and no number: small true things to get through, never a dead end."""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions import referral
from bot.actions.life import dark, lines_to_live, may_die
from bot.actions.memory import Memory
from bot.actions.moments import read_moment
from bot.actions.refusals import is_refused
from bot.actions.signs import plain, signs_in
from bot.actions.turn import Turn

FILE = Path(__file__).parent / "data" / "night.yml"
LINES = 3


def answer(turn: Turn) -> bool:
    """Answer what somebody who thinks of dying asks for; return whether anything was said."""
    memory = turn.memory
    if not (dark(memory) and may_die(memory)):
        return False
    asked = _asked(memory.whole)
    if "to_write" in asked:
        _show_where_to_write(turn)
        return True
    step = "put_away" in read_moment(memory.whole).told
    if step:
        turn.say("utter_step_taken")
    if "images" in asked:
        turn.say("what_comes_back")
    elif "passes" in asked:
        turn.say("will_it_pass")
    elif "through" in asked:
        turn.say("through_the_night")
    return step or bool(asked)


def _asked(text: str) -> frozenset[str]:
    words = plain(text)
    found = {name for name, pattern in _patterns().items() if pattern.search(words)}
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


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    listed: dict[str, list[str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return {name: re.compile(rf"\b(?:{'|'.join(phrases)})") for name, phrases in listed.items()}
