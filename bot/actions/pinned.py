"""What is asked in so many words has its own answer: the signs to look for, what to say to somebody, which hospital.

Such questions are few, plain and frequent, and the readers of meaning, taught by whole subjects, told them badly apart
(`data/pinned.yml`).
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions import facts, referral
from bot.actions.memory import Memory
from bot.actions.signs import plain
from bot.actions.turn import Turn

FILE = Path(__file__).parent / "data" / "pinned.yml"
AT_ONCE = 2
"""Entries answered in one turn."""
SHOWN = 2
"""Services shown beside one."""

Entry = Mapping[str, Any]


def answer(turn: Turn) -> bool:
    """Answer what the newest message asks in so many words and was not answered yet; return whether any was."""
    found = asked_in(turn.memory)
    for entry in found:
        _say(turn, entry)
    turn.opened = turn.opened or bool(found)
    return bool(found)


def asked_in(memory: Memory) -> list[Entry]:
    """Return the entries that the newest message asks for and that have something left to say, AT_ONCE at most."""
    return [entry for entry in _entries() if _is_asked(entry, memory) and not _was_said(entry, memory)][:AT_ONCE]


def _is_asked(entry: Entry, memory: Memory) -> bool:
    if entry["who"] != "anybody" and entry["who"] != _who(memory):
        return False
    text, every = memory.whole, (*memory.written, memory.whole)
    return (
        _says(text, entry["words"])
        and ("seen_now" not in entry or _says(text, entry["seen_now"]))
        and ("seen" not in entry or any(_says(each, entry["seen"]) for each in every))
        and not ("not_words" in entry and _says(text, entry["not_words"]))
    )


def _who(memory: Memory) -> str | None:
    """Return what the visitor is to this: somebody who buys is none of these."""
    if memory.buys:
        return None
    return "self" if memory.lives_it else "helper"


def _was_said(entry: Entry, memory: Memory) -> bool:
    if "say" in entry:
        return entry["say"] in memory.said
    return all(name in memory.facts for name in entry["facts"])


def _say(turn: Turn, entry: Entry) -> None:
    if "say" in entry:
        turn.say(entry["say"])
    name = next((name for name in entry["facts"] if name not in turn.told), None)
    if name is not None:
        facts.tell_known(turn, name)
    if "near" in entry:
        found = [each for each in referral.find(turn.memory, need=entry["near"]) if referral.is_near(each)]
        if found:
            turn.show(found[:SHOWN], "utter_results_in_place")


def _says(text: str, phrases: list[str]) -> bool:
    return bool(_pattern(tuple(phrases)).search(plain(text)))


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})")


@cache
def _entries() -> list[Entry]:
    entries: list[Entry] = yaml.safe_load(FILE.read_text("utf-8"))["entries"]
    return entries
