"""Figures over labelled messages: shares with their 95 % confidence intervals (Wilson, 1927)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from understanding.risk.taxonomy import Level

Pair = tuple[dict[str, Any], dict[str, Any]]
"""A labelled record and what was read in it."""
Z = 1.96
STANDARD_REGISTERS = {"standard", "formal", "long_story"}


@dataclass(frozen=True)
class Share:
    """`hits` out of `total`."""

    name: str
    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share, 0 when there is nothing to count."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval at 95 %."""
        if not self.total:
            return 0.0, 1.0
        p, n = self.value, self.total
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def share(name: str, pairs: Iterable[Pair], right: Callable[[Pair], bool]) -> Share:
    """Count how many of `pairs` are `right`."""
    outcomes = [right(pair) for pair in pairs]
    return Share(name, sum(outcomes), len(outcomes))


def figures(pairs: Sequence[Pair]) -> list[Share]:
    """Return the figures of the project's goals, in their order."""

    def at(level: str) -> list[Pair]:
        return [pair for pair in pairs if pair[0]["risk"] == level]

    serious = at("imminent") + at("high")
    non_standard = [p for p in serious if p[0]["register"] not in STANDARD_REGISTERS]
    told = [p for p in pairs if p[0]["lang"] in ("fr", "en")]
    placed = [p for p in pairs if p[0]["location_canonical"]]
    unplaced = [p for p in pairs if not p[0]["location_canonical"]]
    return [
        share("imminent escalated", at("imminent"), _escalated),
        share("high escalated", at("high"), _escalated),
        share("serious escalated, non-standard registers", non_standard, _escalated),
        share("none wrongly escalated", at("none"), _escalated),
        share("concern seen as concern or more", at("concern"), lambda p: _level(p) is not Level.NONE),
        share("imminent seen as imminent", at("imminent"), lambda p: _level(p) is Level.IMMINENT),
        share("need right (harmless)", at("none"), lambda p: p[1]["need"] == p[0]["need"]),
        share("need among the first two (harmless)", at("none"), _need_in_two),
        share("language right", told, lambda p: p[1]["language"] == p[0]["lang"]),
        share("place right", placed, lambda p: _place(p) == p[0]["location_canonical"]),
        share("place found where none was given", unplaced, lambda p: _place(p) is not None),
    ]


def _level(pair: Pair) -> Level:
    return Level(pair[1]["risk"]["level"])


def _escalated(pair: Pair) -> bool:
    return _level(pair).escalates


def _need_in_two(pair: Pair) -> bool:
    ranked = [pair[1]["need"], *(n["need"] for n in pair[1]["need_alternatives"])]
    return pair[0]["need"] in list(dict.fromkeys(ranked))[:2]


def _place(pair: Pair) -> str | None:
    location = pair[1]["location"]
    return location["name"] if location else None
