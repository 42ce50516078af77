"""Presence, in a conversation in danger: words that fit what was just written, not one line for all (presence.yml)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.corrections import denied, without_correction
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import Memory
from bot.actions.signs import plain, says_more, signs_in
from understanding.topics import topic_in_context

FILE = Path(__file__).parent / "data" / "presence.yml"
NOTHING_WRONG = "nothing_wrong"
"""The correction of who says that nobody harms them, or that it was only a question."""
EMERGENCY_REFUSED = frozenset({"no_911", "police"})
PATTERNS = ("words", "not_words", "of")
ONLY_LEARNED = frozenset({"suicide", "self_harm", "distress"})
"""Types of an imminent danger that one may have been misread: no violence, nobody held."""


def refuses_emergency(memory: Memory) -> bool:
    """Whether the visitor wants no 911 and no police: neither is named again where no life is in danger."""
    return bool(EMERGENCY_REFUSED & set(memory.avoids))


def softened(memory: Memory) -> bool:
    """Whether the visitor has said that nothing is wrong, and no message of theirs had told of harm."""
    if not denied(memory.avoids, NOTHING_WRONG) or memory.told.level in ("high", "imminent"):
        return False
    if memory.level == "imminent" and not set(memory.risk.get("types", ())) <= ONLY_LEARNED:
        return False
    texts = [without_correction(NOTHING_WRONG, text) for text in (*memory.written, memory.whole)]
    told = frozenset[str]().union(*map(signs_in, texts))
    return not told & set(_data()["softens"]) and not (memory.lives_it and "sale" in told)


def eased(memory: Memory) -> Memory:
    """Return the memory of who said that nothing is wrong without the tone of danger: counsellors keep the level."""
    if not (memory.in_danger and softened(memory)):
        return memory
    return replace(memory, risk={**memory.risk, "level": "none", "types": [], "turn_types": []})


def chats(memory: Memory) -> bool:
    """Whether who said that nothing is wrong asks something that has nothing to do with help."""
    if not softened(memory) or asks_for(memory.text) is not Asks.FACT:
        return False
    topic, probability = topic_in_context(memory.text, memory.before)
    return topic in _data()["chat"] and probability >= _data()["sure"]


def wants_calm(memory: Memory) -> bool:
    """Whether neither 911 nor the team is named: they were refused."""
    return refuses_emergency(memory) or memory.declines_human


def kind_of(memory: Memory) -> Mapping[str, Any] | None:
    """Return the kind of presence that the newest message calls for, if one does."""
    words = plain(memory.whole)
    own = memory.lives_it
    return next(
        (each for each in _kinds() if (own or "say_other" in each) and _fits(each, words, memory)),
        None,
    )


def _fits(kind: Mapping[str, Any], words: str, memory: Memory) -> bool:
    if kind.get("written") and not memory.written_only:
        return False
    if "not_words" in kind and kind["not_words"].search(words):
        return False
    if "of" in kind and not any(kind["of"].search(plain(text)) for text in (memory.whole, memory.before)):
        return False
    if "words" in kind and kind["words"].search(words):
        return True
    if "topics" not in kind:
        return False
    topic, probability = topic_in_context(memory.text, memory.before)
    return topic in kind["topics"] and probability >= _data()["sure"]


def words_alarmed(memory: Memory) -> str | None:
    """Return what fits a message that alarms again better than the emergency number alone, if anything does."""
    kind = kind_of(memory)
    return said_of(kind, memory) if kind is not None and kind.get("alarmed") and _on_topic(kind, memory) else None


def heard_kind(memory: Memory) -> Mapping[str, Any] | None:
    """Return what is said before anything is answered, in a conversation in danger, if the message calls for it."""
    kind = kind_of(memory) if memory.in_danger else None
    return kind if kind is not None and kind.get("heard") and _on_topic(kind, memory) else None


def _on_topic(kind: Mapping[str, Any], memory: Memory) -> bool:
    """Whether the message is not surely of something else than what the kind is heard on."""
    topic, probability = topic_in_context(memory.text, memory.before)
    return "heard_on" not in kind or topic in kind["heard_on"] or probability < _data()["sure"]


def words_that_stay(memory: Memory) -> str:
    """Return what is said to who is only to be stayed with, in a conversation in danger."""
    kind = kind_of(memory)
    if kind is not None:
        return said_of(kind, memory)
    if memory.role == "professional" or "professionals" in memory.audiences:
        return "utter_present_professional"
    tells = len(plain(memory.whole).split()) >= _data()["told_from"] and says_more(memory.whole)
    if not memory.lives_it:
        return "presence_told_other" if tells or wants_calm(memory) else "utter_present_other"
    if tells:
        return "presence_told"
    if wants_calm(memory) or memory.level != "imminent":
        return "presence_quiet"
    return "utter_present_calm" if "utter_present_in_danger" in memory.said else "utter_present_in_danger"


def said_of(kind: Mapping[str, Any], memory: Memory) -> str:
    """Return the response of a kind of presence that fits the person."""
    if not memory.lives_it:
        return str(kind["say_other"])
    calm = wants_calm(memory) or memory.written_only or kind["say"] in memory.said
    return str(kind.get("say_calm", kind["say"]) if calm else kind["say"])


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data


@cache
def _kinds() -> tuple[dict[str, Any], ...]:
    return tuple(
        {key: re.compile(rf"\b(?:{'|'.join(value)})") if key in PATTERNS else value for key, value in kind.items()}
        for kind in _data()["kinds"]
    )
