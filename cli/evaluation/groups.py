"""The same figures for each group of messages: an average hides those it fails."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from cli.evaluation.cases import Case
from cli.evaluation.scores import Share, share
from cli.labels import load_labels
from understanding.risk.taxonomy import Level

DIMENSIONS: dict[str, Callable[[Case], str | None]] = {
    "language": lambda case: case.lang,
    "register": lambda case: case.register,
    "risk type": lambda case: case.risk_type,
    "speaker": lambda case: case.speaker,
    "age": lambda case: case.age,
    "batch": lambda case: case.batch or None,
}


@dataclass(frozen=True)
class GroupRow:
    """One group: how much of its danger is escalated, how much of its concern is seen, and its false alarms."""

    name: str
    imminent: Share
    high: Share
    concern: Share
    false_alarms: Share


def by_group(cases: Sequence[Case]) -> dict[str, list[GroupRow]]:
    """Return the rows of each dimension; a dimension that no case has is left out."""
    found = {}
    for dimension, value_of in DIMENSIONS.items():
        values = {value for case in cases if (value := value_of(case)) is not None}
        if values:
            found[dimension] = [
                _row(name, [c for c in cases if value_of(c) == name]) for name in _in_order(dimension, values)
            ]
    return found


def _row(name: str, cases: Sequence[Case]) -> GroupRow:
    def at(level: Level) -> list[Case]:
        return [case for case in cases if case.risk is level]

    return GroupRow(
        name=name,
        imminent=share(at(Level.IMMINENT), lambda c: c.escalated),
        high=share(at(Level.HIGH), lambda c: c.escalated),
        concern=share(at(Level.CONCERN), lambda c: c.reading.level is not Level.NONE),
        false_alarms=share(at(Level.NONE), lambda c: c.escalated),
    )


def _in_order(dimension: str, values: Iterable[str]) -> list[str]:
    labels = load_labels()
    known = {
        "language": labels.langs,
        "register": labels.registers,
        "risk type": labels.types,
        "speaker": labels.speakers,
        "age": ("under 18", "adult", "not said"),
    }.get(dimension, ())
    return sorted(values, key=lambda v: (known.index(v) if v in known else len(known), v))
