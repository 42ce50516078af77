"""Which kind of organisation a message asks for (`data/kinds.yml`): it decides of the list, whatever need is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.asked import asked_words
from bot.actions.fitting import Told
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import Memory
from bot.actions.referral import BEDS
from bot.actions.refusals import needs_refused, refusals
from bot.actions.signs import plain
from understanding.asides import asked_in
from understanding.topics import topics_in_context

FILE = Path(__file__).parent / "data" / "kinds.yml"
ASKING = ("service", "practical", "work", "indigenous", "stay_safe", "org_which", "buyer_change", "parent_support")
"""Topics of who looks for a place or an organisation."""
LIKELY, SURE = 0.4, 0.7
"""Probability from which such a topic is believed beside the words of a kind, and by itself."""
EARLIER = 4
"""Messages looked back at by one that only says where, or asks for others."""
FEW = 9
"""Words of a message that may only add a place to what was asked before."""
VOWELS = "aeéèêiouyh"


@dataclass(frozen=True)
class Kind:
    """A kind of organisation, as `data/kinds.yml` tells it."""

    name: str
    records: Mapping[str, Any]
    fr: str
    en: str
    prefer: Mapping[str, Any] | None = None
    wide: bool = False
    ask_place: bool = False
    reach: float = 150.0
    need: str | None = None
    after_facts: bool = False
    named: bool = False
    finders: tuple[str, ...] = ("qc-211",)
    at_once: bool = False
    only: bool = False
    none: str = "list_none_of_kind"
    none_above: str = "list_none_of_kind_above"
    none_alone: str = "list_none_of_kind_alone"
    topics: tuple[str, ...] = ()
    condition: Mapping[str, Any] = field(default_factory=dict)

    def of(self, language: str) -> str:
        """Return how it stands after "n'ont pas" and "no"."""
        return self.en if language == "en" else f"d'{self.fr}" if self.fr[0] in VOWELS else f"de {self.fr}"

    def what(self, language: str) -> str:
        """Return how a sentence names it."""
        return self.en if language == "en" else self.fr


@cache
def _data() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


@cache
def kinds() -> dict[str, Kind]:
    """Return the kinds, the most particular first."""
    return {name: _kind(name, entry) for name, entry in _data().items()}


def _kind(name: str, entry: Mapping[str, Any]) -> Kind:
    said = {key: value for key, value in entry.items() if key not in ("words", "never", "if")}
    listed: dict[str, Any] = {key: tuple(said[key]) for key in ("finders", "topics") if key in said}
    told: dict[str, Any] = {**said, **listed}
    return Kind(name, condition=entry.get("if", {}), **told)


@cache
def _patterns(key: str) -> dict[str, re.Pattern[str]]:
    return {
        name: re.compile(rf"\b(?:{'|'.join(entry[key])})" + (r"\b" if key == "words" else ""))
        for name, entry in _data().items()
        if entry.get(key)
    }


@lru_cache(maxsize=64)
def kinds_said(text: str) -> tuple[str, ...]:
    """Return the kinds that the words of a message may ask for, the most particular first."""
    words = plain(text)
    never = _patterns("never")
    return tuple(
        name
        for name, pattern in _patterns("words").items()
        if pattern.search(words) and not (name in never and never[name].search(words))
    )


def kind_asked(memory: Memory) -> Kind | None:
    """Return the kind that the newest message asks for; one that only says where asks for what was asked before."""
    found = _asked_in(memory.text, memory.before, memory)
    if found is not None or not _only_says_where(memory):
        return found
    return kind_before(memory)


def kind_before(memory: Memory) -> Kind | None:
    """Return the kind asked for last, within the few messages before the newest."""
    written = [asked_in(text) for text in memory.written[:-1][-EARLIER:]]
    for at in range(len(written) - 1, -1, -1):
        found = _asked_in(written[at], written[at - 1] if at else "", memory)
        if found is not None:
            return found
        if "bed" in asked_words(written[at]):
            return None
    return None


def _asked_in(text: str, before: str, memory: Memory) -> Kind | None:
    told = Told.of(memory, memory.service_need)
    refused = needs_refused(topic for topic in memory.avoids if topic in refusals())
    said = kinds_said(text)
    topics = topics_in_context(text, before) if text else {}
    for kind in kinds().values():
        if kind.need in refused:
            continue
        sure = sum(topics.get(topic, 0.0) for topic in kind.topics) >= SURE
        if (kind.name in said or (sure and not said)) and told.holds(kind.condition) and (
            sure or kind.named or _asks(text, topics) or (kind.need is not None and kind.need == memory.need)
        ):  # fmt: skip
            return kind
    return None


def _asks(text: str, topics: Mapping[str, float]) -> bool:
    """Whether something is asked for, not only told of."""
    looks = sum(topics.get(topic, 0.0) for topic in ASKING) >= LIKELY
    return looks or asks_for(text, place=True) is Asks.SERVICE


def _only_says_where(memory: Memory) -> bool:
    """Whether the message brings a place, and no other wish than what was asked before."""
    if "place" not in memory.news or memory.told.need in BEDS:  # it turns to these, whatever kind was asked before
        return False
    return memory.question == "place" or len(plain(memory.text).split()) <= FEW
