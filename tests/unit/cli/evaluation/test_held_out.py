"""Readings come from models that never saw the batch."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from cli.evaluation import held_out
from understanding.risk.corpus import Record
from understanding.risk.taxonomy import Level


class SeenNeeds:
    """A need model that only knows the needs it was trained on."""

    def __init__(self, needs: Sequence[str]) -> None:
        self._needs = sorted(set(needs))

    def rank(self, *_: Any) -> list[tuple[str, float]]:
        return [(need, 0.9 if i == 0 else 0.01) for i, need in enumerate(self._needs)]


@pytest.fixture(autouse=True)
def small_features(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three numbers a text instead of the encoder: what is tested is which batches are seen."""

    def features(texts: Sequence[str]) -> Any:
        return sparse.csr_matrix([["suit" in t, "merci" in t, "chanter" in t] for t in texts], dtype=np.float64)

    monkeypatch.setattr(held_out, "featurise", features)
    monkeypatch.setattr(held_out, "dense_all", lambda texts: np.zeros((len(texts), 1)))
    monkeypatch.setattr(held_out, "hashed", lambda text: None)
    monkeypatch.setattr(held_out, "train_needs", lambda dense, grams, needs: SeenNeeds(needs))


def _records(batch: str, need: str, danger: str = "il me suit") -> list[Record]:
    serious = [Record(danger, "fr", "sms", Level.HIGH, "stalking", "victim", "listening", batch)] * 8
    return serious + [Record("merci bien", "fr", "sms", Level.NONE, None, "victim", need, batch)] * 8


def test_what_only_one_batch_holds_is_not_known_in_it() -> None:
    records = [*_records("b1", "thanks"), *_records("b2", "thanks"), *_records("b3", "goodbye", "elle me fait chanter")]
    readings = held_out.held_out_readings(records)
    known, alone = readings[0], readings[32]
    assert known.level.escalates and known.types == ("stalking",) and known.score > 0.6
    assert alone.score < 0.6 < known.score
    assert "goodbye" in dict(known.needs) and "goodbye" not in dict(alone.needs)
    assert not readings[8].level.escalates and readings[8].types == ()
    assert set(known.probabilities) == {"concern", "high", "imminent"}


def test_one_batch_cannot_be_held_out_of_itself() -> None:
    with pytest.raises(ValueError, match="two batches"):
        held_out.held_out_readings(_records("b1", "thanks"))
