"""What the models read in each training sentence when they never saw the batch that it comes from."""

from collections.abc import Sequence
from functools import cache

import numpy as np
import yaml
from numpy.typing import NDArray

from cli.evaluation.reading import Reading
from cli.labels import load_labels
from cli.paths import BOT
from understanding.encoder.held_out import HeldOut
from understanding.needs.model import PREFIX, NeedModel
from understanding.risk.corpus import Record
from understanding.risk.detector import Assessment, RiskDetector
from understanding.risk.model import Calibration
from understanding.risk.training import train

NEEDS_GIVEN = 5
Vector = NDArray[np.float32]


def held_out_readings(records: Sequence[Record], outputs: HeldOut | None = None) -> list[Reading | None]:
    """Return one reading a record, in order, from what `outputs` (else the shipped ones) kept of blind encoders.

    A record without such outputs has none: written since, or not chosen. Calibration and thresholds are chosen on these
    same outputs, as in training; the needs are the encoder's own opinion, without the linear one beside it when served.
    Raise ValueError when nothing was held out.
    """
    held_out = outputs or HeldOut.load()
    trained = train(records, held_out)
    logits, known = held_out.of([record.text for record in records])
    detector = RiskDetector(held_out.names, trained.calibration)
    needs = _needs_of(held_out.names)
    return [
        _reading(detector.judge(record.text, row), row, held_out.names, needs) if seen else None
        for record, row, seen in zip(records, logits, known, strict=True)
    ]


def shipped_thresholds() -> dict[str, float]:
    """Return the probability from which each level is said by the calibration on disk; empty if there is none."""
    try:
        return dict(Calibration.load().thresholds)
    except (OSError, ValueError, TypeError):
        return {}


def _needs_of(names: Sequence[str]) -> NeedModel:
    """Return a need model whose linear opinion says nothing, so that it ranks by the encoder alone."""
    classes = tuple(name.removeprefix(PREFIX) for name in names if name.startswith(PREFIX))
    return NeedModel(classes, np.zeros((len(classes), 1), np.float32), np.zeros(len(classes), np.float32))


def _reading(found: Assessment, logits: Vector, names: Sequence[str], needs: NeedModel) -> Reading:
    nothing = np.zeros(1, np.float32)
    return Reading(
        level=found.level,
        types=found.types,
        score=found.score,
        probabilities=found.probabilities,
        needs=_as_served(needs.rank(nothing, adapted=logits, outputs=names, general_weight=0.0)),
    )


def _as_served(ranking: list[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Return the ranking as `repere analyse` gives it: an improbable first is `none`, no moves of the dialogue."""
    moves = load_labels().moves
    name, confidence = ranking[0]
    if confidence >= _way_back_below() and name not in moves:
        return tuple([need for need in ranking if need[0] not in moves][:NEEDS_GIVEN])
    first = ("none", 0.0 if name in moves else 1.0 - confidence)
    return (first, *[need for need in ranking if need[0] not in (*moves, "none")][: NEEDS_GIVEN - 1])


@cache
def _way_back_below() -> float:
    pipeline = yaml.safe_load((BOT / "config.yml").read_text("utf-8"))["pipeline"]
    return float(next(c.get("way_back_below", 0.0) for c in pipeline if c["name"].endswith("NeedClassifier")))
