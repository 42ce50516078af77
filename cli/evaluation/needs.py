"""Which needs are read right, and what the others are taken for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cli.evaluation.cases import Case
from cli.evaluation.figures import need_in_two, need_right
from cli.evaluation.scores import Share, share
from understanding.risk.taxonomy import Level

CONFUSIONS = 3


@dataclass(frozen=True)
class NeedRow:
    """One need; `taken_for` holds the needs most often read in its place, with how often."""

    name: str
    right: Share
    in_two: Share
    taken_for: tuple[tuple[str, int], ...]


def by_need(cases: Sequence[Case]) -> list[NeedRow]:
    """Return one row a need, on the harmless messages, the worst first."""
    asked = [case for case in cases if case.risk is Level.NONE and case.need is not None]
    rows = [_row(name, [c for c in asked if c.need == name]) for name in sorted({c.need or "" for c in asked})]
    return sorted(rows, key=lambda row: (row.right.value or 0.0, row.name))


def _row(name: str, cases: Sequence[Case]) -> NeedRow:
    others = Counter(case.first_needs[0] for case in cases if case.first_needs and not need_right(case))
    ranked = sorted(others.items(), key=lambda item: (-item[1], item[0]))
    return NeedRow(name, share(cases, need_right), share(cases, need_in_two), tuple(ranked[:CONFUSIONS]))
