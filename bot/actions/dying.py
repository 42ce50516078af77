"""Whether a conversation tells of dying or of self-harm: the learned type of danger alone says so of ordinary words.

On hands that it had not seen, that type was right once in two. It is believed of a message only where some words of it
may be of dying too (data/dying.yml); the level of the danger, and the alarm, are not touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.actions.memory import DARK_TYPES, Memory
from bot.actions.signs import any_of, danger_kind, may_be_of_dying, signs_in, without_sign
from understanding.risk.detector import shared_detector
from understanding.risk.substance import substance

OF_SUICIDE = frozenset({"suicide-1-866-appelle", "ligne-988-suicide"})
OTHERWISE = "distress"


def without_false_dying(memory: Memory) -> Memory:
    """Return the memory without the types of danger of dying, where nothing written tells of it."""
    types = {*memory.risk.get("types", ()), *memory.risk.get("turn_types", ())}
    if not DARK_TYPES & types or tells_of_dying(memory):
        return memory
    kept = {
        key: [kind for kind in memory.risk[key] if kind not in DARK_TYPES] or [OTHERWISE]
        for key in ("types", "turn_types")
        if memory.risk.get(key)
    }
    return replace(memory, risk={**memory.risk, **kept})


def tells_of_dying(memory: Memory) -> bool:
    """Whether a message of the conversation tells of dying, by its words or by its words and what was learned."""
    turn_types = set(memory.risk.get("turn_types") or ())
    if says_dying(memory.whole) or (DARK_TYPES & turn_types and may_say_dying(memory.whole)):
        return True
    known = DARK_TYPES & (set(memory.risk.get("types", ())) - turn_types)
    if known and (OF_SUICIDE & set(memory.shown) or len(memory.written) <= 1):  # told before what is in sight
        return True
    return any(says_dying(text) or _reads_dying(text) for text in memory.written)


def may_be_listed(resources: Sequence[Mapping[str, Any]], memory: Memory) -> list[Mapping[str, Any]]:
    """Return a list without the suicide lines, unless somebody spoke of dying or of those lines."""
    if not any(each["slug"] in OF_SUICIDE for each in resources) or tells_of_dying(memory):
        return list(resources)
    return [each for each in resources if each["slug"] not in OF_SUICIDE]


def says_dying(text: str) -> bool:
    """Whether the words of a message speak of dying plainly."""
    told = without_sign(text, "not_suicidal")
    plainly = any_of(tuple(danger_kind("suicide")["words"]))
    return bool({"dark", "wants_to_die"} & signs_in(told)) or bool(plainly.search(told))


@lru_cache(maxsize=256)
def may_say_dying(text: str) -> bool:
    """Whether some words of a message may be of dying; what says that the writer does not think of it is left out."""
    return may_be_of_dying(without_sign(text, "not_suicidal"))


@lru_cache(maxsize=256)
def _reads_dying(text: str) -> bool:
    """Whether a message that may be of dying is read so, by itself."""
    told = substance(text) if may_say_dying(text) else ""
    return bool(told) and bool(DARK_TYPES & set(shared_detector().assess(told).types))
