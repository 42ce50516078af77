"""Shares with their 95 % confidence intervals (Wilson, 1927), and percentiles."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TypeVar

Z = 1.96
Item = TypeVar("Item")


@dataclass(frozen=True)
class Share:
    """`hits` out of `total`."""

    hits: int
    total: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None when there is nothing to count."""
        return self.hits / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float]:
        """The Wilson interval at 95 %; everything is possible when there is nothing to count."""
        if not self.total:
            return 0.0, 1.0
        p, n = self.hits / self.total, self.total
        middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def share(items: Iterable[Item], right: Callable[[Item], bool]) -> Share:
    """Count how many of `items` are `right`."""
    outcomes = [right(item) for item in items]
    return Share(sum(outcomes), len(outcomes))


def percentile(values: Sequence[float], share_below: float) -> float:
    """Return the smallest value that at least `share_below` of `values` do not exceed (nearest rank).

    Raise ValueError for an empty sequence.
    """
    if not values:
        raise ValueError("no values")
    return sorted(values)[max(0, ceil(share_below * len(values)) - 1)]
