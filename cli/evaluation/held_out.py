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
from understanding.risk import rules
from understanding.risk.corpus import Record
from understanding.risk.model import LEVELS, Calibration
from understanding.risk.taxonomy import Level, RiskType, highest
from understanding.risk.training import train

NEEDS_GIVEN = 5
_TYPE_THRESHOLD = 0.3
_SURE = 0.99
Vector = NDArray[np.float32]


def held_out_readings(records: Sequence[Record], outputs: HeldOut | None = None) -> list[Reading | None]:
    """Return one reading a record, in order, from what `outputs` (else the shipped ones) kept of blind encoders.

    A record without such outputs has none: written since, or not chosen. Calibration and thresholds are chosen on these
    same outputs, as in training; the needs are the encoder's own opinion, without the linear one beside it when served.
    Raise ValueError when nothing was held out.
    """
    held_out = outputs or HeldOut.load()
    trained = train(records, held_out)
    logits, _ = held_out.of([record.text for record in records])
    written, needs = rules.load(), _needs_of(held_out.names)
    return [
        _reading(record.text, row, list(chances), held_out.names, trained.calibration, written, needs)
        if known
        else None
        for record, row, chances, known in zip(records, logits, trained.probabilities, trained.known, strict=True)
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


def _reading(
    text: str,
    logits: Vector,
    chances: Sequence[float],
    names: Sequence[str],
    calibration: Calibration,
    written: list[rules.Rule],
    needs: NeedModel,
) -> Reading:
    by_rule = rules.match(written, text)
    level = highest([calibration.level(chances), *(rule.level for rule in by_rule)])
    found = {str(name): float(chance) for name, chance in zip(LEVELS, chances, strict=True)}
    sure = _SURE if any(rule.level.escalates for rule in by_rule) else 0.0
    nothing = np.zeros(1, np.float32)
    return Reading(
        level=level,
        types=_types(level, logits, names, by_rule),
        score=max(found[Level.HIGH], found[Level.IMMINENT], sure),
        probabilities=found,
        needs=_as_served(needs.rank(nothing, adapted=logits, outputs=names, general_weight=0.0)),
    )


def _types(level: Level, logits: Vector, names: Sequence[str], by_rule: list[rules.Rule]) -> tuple[str, ...]:
    """Return the likely types as the detector does."""
    if level is Level.NONE:
        return ()
    chances = {str(kind): float(1 / (1 + np.exp(-logits[names.index(f"type:{kind}")]))) for kind in RiskType}
    ranked = sorted(chances, key=lambda kind: chances[kind], reverse=True)
    likely = [kind for kind in ranked if chances[kind] >= _TYPE_THRESHOLD] or ranked[:1]
    return tuple(dict.fromkeys([*(str(rule.type) for rule in by_rule), *likely[:3]]))


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
