"""What the models read in each training record when they never saw the batch that it comes from."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from cli.evaluation.reading import Reading
from cli.labels import load_labels
from cli.paths import BOT
from understanding.needs.training import train as train_needs
from understanding.risk import rules
from understanding.risk.corpus import Record
from understanding.risk.detector import LEVELS, MODEL
from understanding.risk.features import dense_all, hashed
from understanding.risk.model import Heads
from understanding.risk.taxonomy import Level, RiskType, highest
from understanding.risk.training import SEED, SETTINGS, choose_thresholds, featurise

NEEDS_GIVEN = 5
_TYPE_THRESHOLD = 0.3


def held_out_readings(records: Sequence[Record]) -> list[Reading]:
    """Return one reading a record, in order; raise ValueError when there are fewer than two batches that hold risk.

    The thresholds are chosen on these same held-out probabilities, as in training; everything else is nested.
    """
    batches = np.array([record.batch for record in records])
    at_risk = {record.batch for record in records if record.risk is not Level.NONE}
    if len(at_risk) < 2:
        raise ValueError("held-out figures need at least two batches that hold risk")
    found = _risk_probabilities(records, batches)
    thresholds = choose_thresholds(records, found, np.isin(batches, sorted(at_risk)))
    needs = _needs(records, batches)
    written = rules.load()
    return [
        _reading(record.text, row, thresholds, written, ranked)
        for record, row, ranked in zip(records, found, needs, strict=True)
    ]


def shipped_thresholds() -> dict[str, float]:
    """Return the probability from which each level is raised in the model on disk; empty if there is none."""
    try:
        return dict(Heads.load(MODEL).thresholds)
    except (OSError, ValueError, KeyError):
        return {}


def _risk_probabilities(records: Sequence[Record], batches: NDArray[Any]) -> NDArray[np.float64]:
    """Return P(level or more) for the three levels, then P(type), shape (records, 3 + types)."""
    features = featurise([record.text for record in records])
    targets = np.array(
        [
            [*(r.risk.rank >= level.rank for level in LEVELS), *(r.risk_type == kind for kind in RiskType)]
            for r in records
        ]
    )
    found = np.zeros(targets.shape)
    for batch in sorted(set(batches)):
        known, unknown = batches != batch, batches == batch
        for column in range(targets.shape[1]):
            if not targets[known, column].any():
                continue
            model = LogisticRegression(
                C=SETTINGS["inverse_regularisation"], max_iter=400, solver="liblinear", random_state=SEED
            )
            model.fit(features[known], targets[known, column])
            found[unknown, column] = model.predict_proba(features[unknown])[:, 1]
    return found


def _reading(
    text: str,
    row: NDArray[np.float64],
    thresholds: dict[str, float],
    written: list[rules.Rule],
    needs: tuple[tuple[str, float], ...],
) -> Reading:
    probabilities = {str(level): float(p) for level, p in zip(LEVELS, row, strict=False)}
    by_rule = rules.match(written, text)
    level = highest(
        [*(level for level in LEVELS if probabilities[level] >= thresholds[level]), *(rule.level for rule in by_rule)]
    )
    ranked = sorted(zip(row[len(LEVELS) :], map(str, RiskType), strict=True), reverse=True)
    likely = [kind for p, kind in ranked if p >= _TYPE_THRESHOLD] or [ranked[0][1]]
    types = tuple(dict.fromkeys([*(rule.type for rule in by_rule), *likely[:3]])) if level is not Level.NONE else ()
    sure = 0.99 if any(rule.level.escalates for rule in by_rule) else 0.0
    return Reading(level, types, max(probabilities["high"], probabilities["imminent"], sure), probabilities, needs)


def _needs(records: Sequence[Record], batches: NDArray[Any]) -> list[tuple[tuple[str, float], ...]]:
    dense, grams = dense_all([r.text for r in records]), [hashed(r.text) for r in records]
    found: list[tuple[tuple[str, float], ...]] = [()] * len(records)
    for batch in sorted(set(batches)):
        known = [i for i, name in enumerate(batches) if name != batch]
        model = train_needs(dense[known], [grams[i] for i in known], [records[i].need for i in known])
        for i in (i for i, name in enumerate(batches) if name == batch):
            found[i] = _as_served(model.rank(dense[i], grams[i]))
    return found


def _as_served(ranking: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Return the ranking as `repere analyse` gives it: an improbable first is `none`, no moves of the dialogue."""
    name, confidence = ranking[0]
    if confidence < _way_back_below() or name in load_labels().moves:
        first = ("none", 1.0 - confidence if confidence < _way_back_below() else 0.0)
        others = [need for need in ranking if need[0] not in (*load_labels().moves, "none")]
        return (first, *others[: NEEDS_GIVEN - 1])
    return tuple([need for need in ranking if need[0] not in load_labels().moves][:NEEDS_GIVEN])


@cache
def _way_back_below() -> float:
    pipeline = yaml.safe_load((BOT / "config.yml").read_text("utf-8"))["pipeline"]
    return float(next(c.get("way_back_below", 0.0) for c in pipeline if c["name"].endswith("NeedClassifier")))
