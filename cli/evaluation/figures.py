"""The main figures, each beside what it must reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from cli.evaluation.cases import STANDARD_REGISTERS, Case
from cli.evaluation.scores import Share, share
from understanding.risk.taxonomy import Level

Verdict = Literal["goal", "must", "missed", "not measured"]


@dataclass(frozen=True)
class Goal:
    """What a figure must reach, and what it should; `better` is `more` or `less`."""

    key: str
    title: str
    better: Literal["more", "less"]
    must: float
    goal: float

    def verdict(self, value: float | None) -> Verdict:
        """Return what `value` reaches."""
        if value is None:
            return "not measured"
        return "goal" if self._reaches(value, self.goal) else "must" if self._reaches(value, self.must) else "missed"

    def _reaches(self, value: float, limit: float) -> bool:
        return value >= limit if self.better == "more" else value <= limit


@dataclass(frozen=True)
class Figure:
    """One main figure: a share, or a number of milliseconds; `source` says what it was counted on."""

    goal: Goal
    counted: Share | None = None
    milliseconds: float | None = None
    source: str = ""

    @property
    def value(self) -> float | None:
        """The figure, None when it was not measured."""
        return self.milliseconds if self.counted is None else self.counted.value

    @property
    def verdict(self) -> Verdict:
        """What it reaches."""
        return self.goal.verdict(self.value)


@cache
def goals() -> dict[str, Goal]:
    """Return the goals of goals.yml, by key, in their order."""
    entries = yaml.safe_load((Path(__file__).parent / "goals.yml").read_text("utf-8"))
    return {entry["key"]: Goal(**entry) for entry in entries}


def risk_and_needs(cases: Sequence[Case]) -> dict[str, Share]:
    """Return the shares of risk and need, by the goals' keys."""

    def at(*levels: Level) -> list[Case]:
        return [case for case in cases if case.risk in levels]

    serious = at(Level.HIGH, Level.IMMINENT)
    asked = [case for case in at(Level.NONE) if case.need is not None]
    return {
        "imminent_escalated": share(at(Level.IMMINENT), _escalated),
        "high_escalated": share(at(Level.HIGH), _escalated),
        "non_standard_escalated": share([c for c in serious if c.register not in STANDARD_REGISTERS], _escalated),
        "none_escalated": share(at(Level.NONE), _escalated),
        "concern_seen": share(at(Level.CONCERN), lambda c: c.reading.level is not Level.NONE),
        "imminent_seen": share(at(Level.IMMINENT), lambda c: c.reading.level is Level.IMMINENT),
        "need_right": share(asked, need_right),
        "need_in_two": share(asked, need_in_two),
    }


def language_and_place(cases: Sequence[Case]) -> dict[str, Share]:
    """Return the shares of language and place, by the goals' keys."""
    placed = [case for case in cases if case.has_place and case.place_wanted]
    unplaced = [case for case in cases if case.has_place and not case.place_wanted]
    return {
        "language_right": share([c for c in cases if c.has_language], lambda c: c.language == c.lang),
        "place_right": share(placed, lambda c: c.place == c.place_wanted),
        "place_invented": share(unplaced, lambda c: c.place is not None),
    }


def _escalated(case: Case) -> bool:
    return case.escalated


def need_right(case: Case) -> bool:
    """Whether the first need read is the one wanted."""
    return case.need in case.first_needs[:1]


def need_in_two(case: Case) -> bool:
    """Whether the need wanted is among the first two."""
    return case.need in case.first_needs[:2]


def main_figures(shares: dict[str, Share], sources: Callable[[str], str], p95: float | None) -> list[Figure]:
    """Return every main figure in the goals' order; what is absent from `shares` was not measured."""
    return [
        Figure(goal, milliseconds=p95, source=sources(key))
        if key == "latency_p95"
        else Figure(goal, counted=shares.get(key), source=sources(key) if key in shares else "")
        for key, goal in goals().items()
    ]
