"""Which situation a message tells of: a pure matcher over `data/situations.yml`."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from understanding.risk.taxonomy import Level

FILE = Path(__file__).parent / "data" / "situations.yml"
LEVELS = tuple(Level)
Next = Literal["go_on", "stop", "refer"]


@dataclass(frozen=True)
class Signals:
    """What the newest message told (`signs`, `need`, `types`, `audiences`, `new_person`), and what is known since.

    `need` and `types` are empty when the newest message brought none; `level` is the newest message's and
    `known_level` the conversation's; `minor` is about the person in need; `for_whom` and `gender` are remembered.
    """

    signs: frozenset[str] = frozenset()
    need: str | None = None
    types: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    known_audiences: frozenset[str] = frozenset()
    minor: bool = False
    gender: str | None = None
    for_whom: str | None = None
    new_person: bool = False
    declines_human: bool = False
    partner: bool = False
    first_need: bool = False
    level: str = "none"
    known_level: str = "none"

    @property
    def lives_it(self) -> bool:
        """Whether the writer may be the person who lives it: no buyer, nobody who writes for another."""
        groups = self.audiences | self.known_audiences
        if groups & {"buyers", "witnesses"} or self.for_whom in ("relative", "other"):
            return False
        return self.for_whom == "self" or not groups & {"relatives", "professionals"}

    def hold(self, condition: Mapping[str, Any]) -> bool:
        """Return whether every part of the condition holds; KeyError for a part that does not exist."""
        return all(_PARTS[name](self, wanted) for name, wanted in condition.items())


_PARTS = {
    "signs": lambda s, wanted: bool(s.signs & set(wanted)),
    "not_signs": lambda s, wanted: not s.signs & set(wanted),
    "needs": lambda s, wanted: s.need in wanted,
    "not_needs": lambda s, wanted: s.need not in wanted,
    "types": lambda s, wanted: bool(s.types & set(wanted)),
    "not_types": lambda s, wanted: not s.types & set(wanted),
    "audiences": lambda s, wanted: bool(s.audiences & set(wanted)),
    "known": lambda s, wanted: bool((s.audiences | s.known_audiences) & set(wanted)),
    "unknown": lambda s, wanted: not (s.audiences | s.known_audiences) & set(wanted),
    "minor": lambda s, wanted: s.minor == wanted,
    "gender": lambda s, wanted: s.gender == wanted,
    "for_whom": lambda s, wanted: (s.for_whom or "unsaid") in wanted,
    "new_person": lambda s, wanted: s.new_person == wanted,
    "declines_human": lambda s, wanted: s.declines_human == wanted,
    "partner": lambda s, wanted: s.partner == wanted,
    "first_need": lambda s, wanted: s.first_need == wanted,
    "at_least": lambda s, wanted: LEVELS.index(s.known_level) >= LEVELS.index(wanted),
    "known_below": lambda s, wanted: LEVELS.index(s.known_level) < LEVELS.index(wanted),
    "told_at_least": lambda s, wanted: LEVELS.index(s.level) >= LEVELS.index(wanted),
    "below": lambda s, wanted: LEVELS.index(s.level) < LEVELS.index(wanted),
}


@dataclass(frozen=True)
class Situation:
    """A situation: when it is told of, what is said first, and what comes next.

    `say` names a response; `need` is what the directory is asked when the message asked for nothing, `instead` lists
    the needs that it replaces; `audiences` are known from then on; `services` narrow the search; `first` are slugs to
    show first, by language; `victim` is said only to who lives it; once one of `unless_told` was spoken to, this one is
    not; `fact` is the record given with it; `companion` may be said beside another situation; `again` more than once;
    `briefly` replaces `say`, and the turn goes on, when the message asks for something besides;
    `later` is said instead once a conversation is under way.
    """

    name: str
    when: tuple[Mapping[str, Any], ...]
    say: str
    then: Next = "go_on"
    need: str | None = None
    instead: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    first: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    choices: str | None = None
    ask: str | None = None
    fact: str | None = None
    victim: bool = False
    unless_told: tuple[str, ...] = ()
    companion: bool = False
    again: bool = False
    in_danger: bool = False
    briefly: str | None = None
    later: str | None = None

    def told_by(self, signals: Signals) -> bool:
        """Return whether one of its conditions holds, and the writer is somebody to whom it may be said."""
        return (signals.lives_it or not self.victim) and any(signals.hold(condition) for condition in self.when)


@cache
def situations() -> tuple[Situation, ...]:
    """Return the situations of the data file, the most particular first."""
    entries: list[dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))["situations"]
    return tuple(_situation(entry) for entry in entries)


def _situation(entry: dict[str, Any]) -> Situation:
    lists = {
        key: tuple(entry[key]) for key in ("when", "instead", "audiences", "services", "unless_told") if key in entry
    }
    first = {language: tuple(slugs) for language, slugs in entry.get("first", {}).items()}
    return Situation(**{**entry, **lists, "first": first})


def match(signals: Signals, told: Collection[str] = ()) -> list[Situation]:
    """Return the situation to speak to, then at most one companion; those `told` already are left out.

    In imminent danger only what is marked `in_danger` is said: the numbers come first.
    """
    imminent = signals.level == "imminent"
    fitting = [
        found
        for found in situations()
        if (found.again or not {found.name, *found.unless_told} & set(told))
        and (found.in_danger or not imminent)
        and found.told_by(signals)
    ]
    main = [found for found in fitting if not found.companion][:1]
    beside = [] if main and main[0].then == "stop" else [found for found in fitting if found.companion][:1]
    return main + beside
