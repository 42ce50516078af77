"""Readings come from the outputs of encoders that never saw the batch."""

import numpy as np
import pytest

from cli.evaluation.held_out import held_out_readings
from understanding.encoder.held_out import HeldOut, text_key
from understanding.risk.corpus import Record
from understanding.risk.model import LEVELS
from understanding.risk.taxonomy import Level, RiskType

NEEDS = ("thanks", "greet", "another_option")
NAMES = (*(f"level:{x}" for x in LEVELS), *(f"type:{x}" for x in RiskType), *(f"need:{x}" for x in NEEDS))


def _record(text: str, level: Level, kind: str | None = None) -> Record:
    return Record(text, "fr", "sms", level, kind, "victim", "thanks", "b1")


def _row(danger: float, kind: str, need: str, sure: float = 4.0) -> list[float]:
    levels = [danger, danger - 1, danger - 4]
    return [*levels, *(2.0 if x == kind else -4.0 for x in RiskType), *(sure if x == need else 0.0 for x in NEEDS)]


def _held_out(rows: dict[str, list[float]]) -> HeldOut:
    return HeldOut(NAMES, np.array([text_key(text) for text in rows]), np.array(list(rows.values()), np.float32))


def test_each_record_is_read_from_its_own_outputs_and_one_without_any_is_not() -> None:
    serious = [_record(f"texte grave {n}", Level.HIGH, "stalking") for n in range(20)]
    harmless = [_record(f"texte anodin {n}", Level.NONE) for n in range(20)]
    rows = {r.text: _row(5.0, "stalking", "greet") for r in serious}
    rows |= {r.text: _row(-5.0, "stalking", "thanks") for r in harmless[:-1]}
    rows[harmless[-2].text] = _row(-5.0, "stalking", "another_option")
    readings = held_out_readings(
        [_record("pas tenu à part", Level.NONE), _record("mortel", Level.IMMINENT, "suicide"), *serious, *harmless],
        _held_out({**rows, "mortel": _row(9.0, "suicide", "greet")}),
    )
    assert readings[0] is None and readings[-1] is None
    danger, safe, move = readings[2], readings[-3], readings[-2]
    assert danger is not None and safe is not None and move is not None
    assert danger.level.escalates and danger.types == ("stalking",) and danger.score > 0.5 > safe.score
    assert set(danger.probabilities) == {"concern", "high", "imminent"}
    assert safe.level is Level.NONE and safe.types == () and [name for name, _ in safe.needs] == ["thanks", "greet"]
    assert move.needs[0] == ("none", 0.0) and "another_option" not in dict(move.needs)


def test_nothing_held_out_is_an_error() -> None:
    with pytest.raises(ValueError, match="held out"):
        held_out_readings([_record("un", Level.NONE)], _held_out({"deux": _row(0.0, "stalking", "greet")}))
