"""Whether a probability means what it says, and what another threshold would cost."""

from collections.abc import Sequence
from dataclasses import dataclass

from cli.evaluation.cases import Case
from cli.evaluation.scores import Share, share
from understanding.risk.taxonomy import Level

BINS = 10
THRESHOLDS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Bin:
    """Messages whose probability lies in [low, high): the mean predicted, and how many really were at that level."""

    low: float
    high: float
    predicted: float | None
    observed: Share


@dataclass(frozen=True)
class Calibration:
    """The reliability table of one probability; `error` is the expected calibration error.

    The error is the mean over messages of |predicted - observed| of their bin (Naeini et al., 2015).
    """

    name: str
    bins: tuple[Bin, ...]
    error: float


@dataclass(frozen=True)
class TradeOff:
    """What would happen with `high` and `imminent` raised from this score on."""

    threshold: float
    found: Share
    false_alarms: Share


def reliability(name: str, predicted: Sequence[float], happened: Sequence[bool]) -> Calibration:
    """Compare probabilities (0 to 1) with what happened, in ten bins of equal width; raise ValueError if empty."""
    if not predicted or len(predicted) != len(happened):
        raise ValueError("as many outcomes as probabilities are needed, at least one")
    chosen: list[list[int]] = [[] for _ in range(BINS)]
    for i, probability in enumerate(predicted):
        chosen[min(BINS - 1, int(probability * BINS))].append(i)
    bins = tuple(
        Bin(
            low=n / BINS,
            high=(n + 1) / BINS,
            predicted=sum(predicted[i] for i in members) / len(members) if members else None,
            observed=Share(sum(happened[i] for i in members), len(members)),
        )
        for n, members in enumerate(chosen)
    )
    gaps = [
        b.observed.total * abs(b.predicted - b.observed.hits / b.observed.total)
        for b in bins
        if b.predicted is not None
    ]
    return Calibration(name, bins, sum(gaps) / len(predicted))


def calibrations(cases: Sequence[Case]) -> list[Calibration]:
    """Return the reliability of the score (P(high or more)) and of each level's probability where it is known."""
    if not cases:
        return []
    found = [reliability("score: high or more", [c.reading.score for c in cases], [c.serious for c in cases])]
    for level in (Level.CONCERN, Level.HIGH, Level.IMMINENT):
        if all(level in case.reading.probabilities for case in cases):
            found.append(
                reliability(
                    str(level) if level is Level.IMMINENT else f"{level} or more",
                    [c.reading.probabilities[level] for c in cases],
                    [c.risk.rank >= level.rank for c in cases],
                )
            )
    return found


def trade_offs(cases: Sequence[Case]) -> list[TradeOff]:
    """Return what each threshold on the score would find, and what it would cost in false alarms."""
    serious = [case for case in cases if case.serious]
    harmless = [case for case in cases if case.risk is Level.NONE]
    return [
        TradeOff(
            limit,
            share(serious, lambda c, limit=limit: c.reading.score >= limit),  # type: ignore[misc]
            share(harmless, lambda c, limit=limit: c.reading.score >= limit),  # type: ignore[misc]
        )
        for limit in THRESHOLDS
    ]
