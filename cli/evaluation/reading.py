"""What a model reads in one text."""

from dataclasses import dataclass

from understanding.risk.taxonomy import Level


@dataclass(frozen=True)
class Reading:
    """The risk and the needs read in one text.

    `score` is P(`high` or more), `probabilities` P(that level or more) for each level above `none`, empty when they
    are not known; `needs` holds the likeliest needs with their confidence, the one that is served first.
    """

    level: Level
    types: tuple[str, ...]
    score: float
    probabilities: dict[str, float]
    needs: tuple[tuple[str, float], ...] = ()
