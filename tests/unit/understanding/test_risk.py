"""The shipped risk assessment: calibration, thresholds, the encoder it stands on."""

import numpy as np
import pytest

from understanding.encoder.adapted import Adapted, shared
from understanding.encoder.held_out import HeldOut, text_key
from understanding.encoder.packed import dequantise, quantise
from understanding.risk.corpus import Record
from understanding.risk.detector import shared_detector
from understanding.risk.model import Calibration
from understanding.risk.taxonomy import Level
from understanding.risk.training import choose_thresholds, train


def record(text: str, risk: Level) -> Record:
    return Record(text, "fr", "standard", risk, None, "victim", "listening", "b99")


def test_a_name_a_door_and_an_hour_are_enough() -> None:
    found = shared_detector().assess("il a barré la porte avec la clé, il revient à 9h avec deux autres gars")
    assert found.level is Level.IMMINENT and found.score > 0.5 and found.types


def test_the_same_words_can_be_harmless() -> None:
    assert shared_detector().assess("je suis morte de rire, ce film m'a tuée").level is Level.NONE


@pytest.mark.parametrize("text", ["", " ", "🙂", "a" * 9000, "\x00", "你好"])
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    found = shared_detector().assess(text)
    assert all(0.0 <= p <= 1.0 for p in found.probabilities.values())


def test_imminent_is_said_only_where_high_would_be() -> None:
    calibration = Calibration({}, {}, {"concern": 0.2, "high": 0.3, "imminent": 0.1}, "")
    assert calibration.level([0.9, 0.2, 0.9]) is Level.CONCERN
    assert calibration.level([0.1, 0.3, 0.05]) is Level.HIGH
    assert calibration.level([0.0, 0.4, 0.1]) is Level.IMMINENT
    assert calibration.level([0.1, 0.1, 0.0]) is Level.NONE


def test_a_missed_danger_costs_more_than_a_false_alarm() -> None:
    ranks = np.array([0] * 95 + [2] * 5)
    unsure = np.concatenate([np.linspace(0.0, 0.3, 95), np.full(5, 0.29)])
    probabilities = np.column_stack([unsure, unsure, np.zeros(100)])
    assert choose_thresholds(ranks, probabilities)["high"] <= 0.29


def test_only_held_out_sentences_choose_thresholds() -> None:
    seen, unseen = record("vu", Level.NONE), [record(f"jamais vu {n}", Level(level)) for n, level in enumerate(Level)]
    names = tuple(f"level:{level}" for level in list(Level)[1:])
    logits = np.array([[-4, -4, -4], [4, -4, -4], [4, 4, -4], [4, 4, 4]], np.float32)
    held_out = HeldOut(names, np.array([text_key(r.text) for r in unseen]), logits)
    trained = train([seen, *unseen], held_out)
    assert trained.known.tolist() == [False, True, True, True, True]
    assert [trained.calibration.level(row) for row in trained.probabilities[1:]] == list(Level)
    with pytest.raises(ValueError, match="held out"):
        train([seen], held_out)


def test_four_bits_are_read_as_they_were_written() -> None:
    weights = np.random.default_rng(1).normal(size=(4, 64)).astype(np.float32)
    once = dequantise(quantise(weights), 64)
    assert np.abs(once - weights).max() < np.abs(weights).max() / 8
    assert (dequantise(quantise(once), 64) == once).all()


def test_the_encoder_reads_a_text_the_same_way_each_time() -> None:
    model: Adapted = shared()
    first, second = model.read("besoin d'aide à Rimouski"), model.read("besoin d'aide à Rimouski")
    assert np.array_equal(first, second) and first.shape == (len(model.names),)
