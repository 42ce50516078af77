"""What is asked in so many words has its own answer: the signs to look for, what to say to somebody, which hospital.

Such questions are few, plain and frequent, and the readers of meaning, taught by whole subjects, told them badly apart
(`data/pinned.yml`).
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions import facts, referral
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.gates import may_be_told
from bot.actions.knowledge.library import library
from bot.actions.knowledge.parts import pieces_in
from bot.actions.life import dark
from bot.actions.memory import Memory
from bot.actions.signs import says
from bot.actions.turn import Turn

FILE = Path(__file__).parent / "data" / "pinned.yml"
AT_ONCE = 2
"""Entries answered in one turn."""
SHOWN = 3
"""Services shown beside one."""

Entry = Mapping[str, Any]


def answer(turn: Turn) -> bool:
    """Answer what the newest message asks in so many words and was not answered yet; return whether that was all."""
    found = asked_in(turn.memory)
    for entry in found:
        _say(turn, entry)
    turn.opened = turn.opened or bool(found)
    return bool(found) and not _asks_more(found, turn.memory)


def _asks_more(found: Sequence[Entry], memory: Memory) -> bool:
    """Whether a part of the message asks something that is none of these."""
    asking = [piece for piece in pieces_in(memory.text) if "?" in piece or asks_for(piece) is not Asks.NOTHING]
    return any(not any(says(piece, entry["words"]) for entry in found) for piece in asking)


def asked_in(memory: Memory) -> list[Entry]:
    """Return the entries that the newest message asks for and that have something left to say, AT_ONCE at most."""
    if memory.buys:
        return []
    in_the_dark = dark(memory)
    may_be = [entry for entry in _entries() if not in_the_dark or entry.get("in_the_dark")]
    return [entry for entry in may_be if _is_asked(entry, memory) and _has_more(entry, memory)][:AT_ONCE]


def _is_asked(entry: Entry, memory: Memory) -> bool:
    if entry["who"] not in ("anybody", "self" if memory.lives_it else "helper"):
        return False
    text, every = memory.whole, (*memory.written, memory.whole)
    return (
        says(text, entry["words"])
        and ("seen_now" not in entry or says(text, entry["seen_now"]))
        and ("seen" not in entry or any(says(each, entry["seen"]) for each in every))
        and not ("not_words" in entry and says(text, entry["not_words"]))
    )


def _has_more(entry: Entry, memory: Memory) -> bool:
    """Whether it was not said in this conversation, and a fact of it is left to tell."""
    return entry.get("say") not in memory.said and _fact(entry, memory) is not None


def _fact(entry: Entry, memory: Memory) -> str | None:
    """Return the first fact of the entry that may be told to this visitor and was not."""
    index = library()
    known = {fact.id: fact for fact in index.facts} if index else {}
    fresh = [name for name in entry["facts"] if name in known and name not in memory.facts]
    return next((name for name in fresh if known[name].may_be_shown and may_be_told(known[name], memory)), None)


def _say(turn: Turn, entry: Entry) -> None:
    if "say" in entry:
        turn.say(entry["say"])
    if (name := _fact(entry, turn.memory)) is not None:
        facts.tell_known(turn, name, alone=False)
    if "near" in entry:
        found = [each for each in referral.find(turn.memory, need=entry["near"]) if referral.is_near(each)]
        if found:
            turn.show(found[:SHOWN], "utter_results_in_place")


@cache
def _entries() -> list[Entry]:
    entries: list[Entry] = yaml.safe_load(FILE.read_text("utf-8"))["entries"]
    return entries
