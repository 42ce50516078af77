"""Training of the risk heads: logistic regression over the encoder and the n-grams, thresholds by cost.

Only `repere train` and `repere evaluate` import this module (scikit-learn is not needed to serve).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from understanding.risk.corpus import Record
from understanding.risk.features import BUCKETS, dense_all, hashed
from understanding.risk.model import Heads
from understanding.risk.taxonomy import Level, RiskType

SEED = 20261124
DENSE_WEIGHT = 3.0
"""The sentence vector has unit length spread over 512 dimensions; this brings its pull level with the n-grams'."""
SETTINGS = json.loads((Path(__file__).parent / "training.json").read_text("utf-8"))


@dataclass(frozen=True)
class Trained:
    """The heads, and what each head gave to each record when its batch was held out, shape (records, heads)."""

    heads: Heads
    held_out: NDArray[np.float64]


def fingerprint(records: Sequence[Record]) -> str:
    """Return a hash of the training data and settings; heads carry it so that stale ones are seen."""
    digest = hashlib.sha256(json.dumps(SETTINGS, sort_keys=True).encode())
    digest.update(str(BUCKETS).encode())
    for record in records:
        digest.update(repr(astuple(record)).encode())
    return digest.hexdigest()[:16]


def head_names() -> tuple[str, ...]:
    """Return the heads' names: levels (this level or more), then types."""
    return (Level.CONCERN, Level.HIGH, Level.IMMINENT, *(f"type:{kind}" for kind in RiskType))


def train(records: Sequence[Record]) -> Trained:
    """Train every head and choose the thresholds on batches held out in turn; raise ValueError under two batches."""
    batches = np.array([record.batch for record in records])
    at_risk = sorted({record.batch for record in records if record.risk is not Level.NONE})
    if len(at_risk) < 2:
        raise ValueError("thresholds need at least two batches that hold risk")
    features = featurise([record.text for record in records])
    names = head_names()
    targets = np.array([_targets(record) for record in records])
    held_out = np.zeros(targets.shape)
    for batch in at_risk:
        known, unknown = batches != batch, batches == batch
        for column in range(3):  # thresholds are only chosen for the levels
            model = _fit(features[known], targets[known, column], SETTINGS["inverse_regularisation"])
            held_out[unknown, column] = model.predict_proba(features[unknown])[:, 1]
    models = [_fit(features, targets[:, column], SETTINGS["inverse_regularisation"]) for column in range(len(names))]
    weights = np.vstack([model.coef_[0] for model in models])
    heads = Heads(
        names=tuple(map(str, names)),
        dense=(weights[:, :-BUCKETS] * DENSE_WEIGHT).astype(np.float32),
        hashed=weights[:, -BUCKETS:].astype(np.float32),
        bias=np.array([model.intercept_[0] for model in models], dtype=np.float32),
        thresholds=choose_thresholds(records, held_out, np.isin(batches, at_risk)),
        fingerprint=fingerprint(records),
    )
    return Trained(heads=heads, held_out=held_out)


def featurise(texts: Sequence[str]) -> Any:
    """Return the feature matrix of `texts`, sparse, shape (n, 512 + BUCKETS)."""
    rows = [hashed(text) for text in texts]
    pointers = np.cumsum([0] + [len(indices) for indices, _ in rows])
    grams = sparse.csr_matrix(
        (np.concatenate([w for _, w in rows]), np.concatenate([i for i, _ in rows]), pointers),
        shape=(len(rows), BUCKETS),
    )
    return sparse.hstack([sparse.csr_matrix(dense_all(texts) * DENSE_WEIGHT), grams], format="csr")


def _targets(record: Record) -> list[bool]:
    levels = [record.risk.rank >= level.rank for level in (Level.CONCERN, Level.HIGH, Level.IMMINENT)]
    return levels + [record.risk_type == kind for kind in RiskType]


def _fit(features: Any, target: NDArray[np.bool_], strength: float) -> LogisticRegression:
    model = LogisticRegression(C=strength, max_iter=400, solver="liblinear", random_state=SEED)
    return model.fit(features, target)


def choose_thresholds(
    records: Sequence[Record], held_out: NDArray[np.float64], judged: NDArray[np.bool_]
) -> dict[str, float]:
    """Return the threshold of each level that costs least on held-out batches.

    A missed `imminent` costs 100 false alarms, a missed `high` 30, a missed `concern` 5; false alarms on harmless
    messages may not exceed the share in training.json: a queue full of false alarms is no longer looked at.
    Only the records `judged` count, those whose batch was held out.
    """
    ranks = np.array([record.risk.rank for record in records])[judged]
    chosen: dict[str, float] = {}
    for column, level in enumerate((Level.CONCERN, Level.HIGH, Level.IMMINENT)):
        chosen[str(level)] = _cheapest(ranks, held_out[judged, column], level)
    return chosen


def _cheapest(ranks: NDArray[np.int_], probability: NDArray[np.float64], level: Level) -> float:
    miss_cost = np.array([0, *SETTINGS["miss_cost"]])[ranks] * (ranks >= level.rank)
    below = SETTINGS["false_alarm_counts_from"][level]
    wrong = (ranks < level.rank) & (ranks <= below)
    best, best_cost = 0.5, np.inf
    for threshold in np.arange(0.05, 0.95, 0.01):
        raised = probability >= threshold
        if raised[wrong].mean() > SETTINGS["false_alarm_limit"][level]:
            continue
        cost = miss_cost[~raised].sum() + raised[wrong].sum()
        if cost < best_cost:
            best, best_cost = float(threshold), cost
    return round(best, 2)
