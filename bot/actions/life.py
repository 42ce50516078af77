"""Who thinks of dying: what tells it, what denies it, and the lines that stay among those shown."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from bot.actions import referral
from bot.actions.memory import DARK_TYPES, Memory
from bot.actions.settings import dialogue
from bot.actions.signs import any_of, danger_data, danger_kind, plain, signs_in, without_health, without_sign
from understanding.risk.substance import without_denials

YOUTH_LINES = ("tel-jeunes",)
WRITTEN_LINES = ("suicide-1-866-appelle", "ligne-988-suicide")
POISON_LINE = "centre-antipoison-quebec"
LISTENING = {"listening", "crisis_line"}
MOST = 4
"""Lines shown together: as many as the directory's own safety lines."""


def dark(memory: Memory) -> bool:
    """Whether suicide or self-harm was told of, and not denied by the last words on it.

    Where no word of it was written, the reader is believed only in a conversation in danger.
    """
    if not DARK_TYPES & set(memory.risk.get("types", ())):
        return False
    for text in (memory.whole, *reversed(memory.written)):
        if {"dark", "wants_to_die", "means_pills"} & signs_in(without_sign(text, "not_suicidal")):
            return True
        if "not_suicidal" in signs_in(text):
            return False
    return memory.in_danger and not any(tells_of_body(text) for text in (memory.whole, *memory.written))


@cache
def _body() -> re.Pattern[str]:
    return any_of((*danger_kind("breathing")["words"], *danger_kind("injury")["words"]))


def tells_of_body(text: str) -> bool:
    """Whether a message tells of breath, blood or bones: what is read as a wish to die may be that alone."""
    return bool(_body().search(told_in(text)))


def swallowed(text: str) -> bool:
    """Whether a message says that something was swallowed or injected: only then does the poison centre help."""
    return bool(any_of(tuple(danger_data()["swallowed"])).search(told_in(text)))


@lru_cache(maxsize=64)
def told_in(text: str) -> str:
    """Return the plain words of a message without what it denies, and without health words that hold a danger's."""
    return without_health(plain(without_denials(text)))


def may_die(memory: Memory) -> bool:
    """Whether words of dying may be the writer's own: a buyer lives no exploitation, and may think of dying."""
    return memory.lives_it or (memory.buys and memory.for_whom in (None, "self"))


def denies_dying(text: str) -> bool:
    """Whether a message says that the writer does not think of dying, and nothing dark besides."""
    return "not_suicidal" in signs_in(text) and not {"dark", "wants_to_die"} & signs_in(
        without_sign(text, "not_suicidal")
    )


def lines_to_live(memory: Memory) -> list[dict[str, Any]]:
    """Return the lines for who thinks of dying, those for young people first for a minor."""
    youth = YOUTH_LINES if memory.familiar or memory.minor else ()
    if any(swallowed(text) for text in (*memory.written, memory.whole)):
        return referral.these(memory, [*youth, WRITTEN_LINES[0], POISON_LINE])
    return referral.these(memory, [*youth, *WRITTEN_LINES])


def keep_lines(memory: Memory, resources: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a list as a suicidal conversation needs it: with lines to live, without those of a violence not told of.

    Among lines they come first, after 911; after services that were asked for, one of them is last.
    """
    listed = list(resources)
    kept_out = "suicide_lines" in memory.avoids or denies_dying(memory.whole)
    if not listed or not dark(memory) or not may_die(memory) or kept_out:
        return listed
    unfit = {slug for slug, told in dialogue()["lines_if_told"].items() if not _told(memory, told)}
    listed = [each for each in listed if each["slug"] not in unfit]
    lines = lines_to_live(memory)
    if not all(each["slug"] == referral.EMERGENCY or LISTENING & set(each["services"]) for each in listed):
        known = {*memory.shown, *(each["slug"] for each in listed)}  # shown once, beside services, is enough
        return listed if known & {each["slug"] for each in lines} else [*listed, *lines[:1]]
    emergency = [each for each in listed if each["slug"] == referral.EMERGENCY]
    whole = {each["slug"]: each for each in [*emergency, *lines, *listed]}
    return list(whole.values())[: max(MOST, len(emergency) + len(lines))]


def _told(memory: Memory, told: dict[str, list[str]]) -> bool:
    """Whether what a line is for was told in the conversation."""
    signs = frozenset().union(*map(signs_in, [*memory.written, memory.whole]))
    types = {*memory.risk.get("types", ()), *memory.risk.get("turn_types", ())}
    return bool(types & set(told["types"]) or signs & set(told["signs"]))
