"""Choosing what the adapted encoder's outputs mean: calibration, then thresholds by cost, on hands it did not see.

Only `repere train` and `repere evaluate` import this module (scikit-learn is not needed to serve).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from understanding.encoder.held_out import HeldOut
from understanding.risk.corpus import Record
from understanding.risk.fingerprint import SETTINGS, fingerprint
from understanding.risk.model import LEVELS, Calibration
from understanding.risk.taxonomy import Level


@dataclass(frozen=True)
class Trained:
    """The calibration, P(level or more) of each record (n, 3), and which records were held out (n,): the rest are 0."""

    calibration: Calibration
    probabilities: NDArray[np.float64]
    known: NDArray[np.bool_]


def train(records: Sequence[Record], held_out: HeldOut) -> Trained:
    """Calibrate the levels and choose their thresholds; raise ValueError when nothing was held out."""
    logits, known = held_out.of([record.text for record in records])
    if not known.any():
        raise ValueError("no sentence was held out: adapt the encoder (make adapt)")
    ranks = np.array([record.risk.rank for record in records])
    columns = [held_out.names.index(f"level:{level}") for level in LEVELS]
    slope, offset = {}, {}
    for level, column in zip(LEVELS, columns, strict=True):
        fitted = LogisticRegression(C=100.0).fit(logits[known][:, [column]], ranks[known] >= level.rank)
        slope[str(level)], offset[str(level)] = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    without = Calibration(slope, offset, {}, "")
    probabilities = np.where(known[:, None], without.probabilities(logits[:, columns]), 0.0)
    thresholds = choose_thresholds(ranks[known], probabilities[known])
    return Trained(Calibration(slope, offset, thresholds, fingerprint(records, held_out)), probabilities, known)


def choose_thresholds(ranks: NDArray[np.int_], probabilities: NDArray[np.float64]) -> dict[str, float]:
    """Return the threshold of each level that costs least: `ranks` (n,) of the truth, `probabilities` (n, 3).

    A missed `imminent` costs 100 false alarms, a missed `high` 30, a missed `concern` 5; false alarms on lesser
    messages may not exceed the share in training.json: a queue full of false alarms is no longer looked at. The limits
    are wide because half of our harmless sentences were written to deceive (see docs/model-card.md).
    """
    concern, high, imminent = probabilities.T
    chosen = {
        str(Level.CONCERN): _cheapest(ranks, concern, Level.CONCERN),
        str(Level.HIGH): _cheapest(ranks, high, Level.HIGH),
    }
    nested = np.where(high >= chosen[Level.HIGH], imminent, 0.0)
    return chosen | {str(Level.IMMINENT): _cheapest(ranks, nested, Level.IMMINENT)}


def _cheapest(ranks: NDArray[np.int_], probability: NDArray[np.float64], level: Level) -> float:
    miss_cost = np.array([0, *SETTINGS["miss_cost"]])[ranks] * (ranks >= level.rank)
    wrong = (ranks < level.rank) & (ranks <= SETTINGS["false_alarm_counts_from"][level])
    best, best_cost = 0.5, np.inf
    for threshold in np.arange(0.02, 0.96, 0.01):
        raised = probability >= threshold
        if raised[wrong].mean() > SETTINGS["false_alarm_limit"][level]:
            continue
        cost = miss_cost[~raised].sum() + raised[wrong].sum()
        if cost < best_cost:
            best, best_cost = float(threshold), cost
    return round(best, 2)
