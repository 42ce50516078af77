"""The outputs that read the level move for new sentences, and hardly for what they read already."""

import numpy as np
import pytest

from cli.adapting.heads import fit, sample
from understanding.risk.corpus import Record
from understanding.risk.taxonomy import Level


def _record(text: str, batch: str) -> Record:
    return Record(text, "fr", "standard", Level.NONE, None, "other", "none", batch)


def test_new_sentences_are_read_better_and_known_ones_as_before() -> None:
    vectors = np.eye(4)
    ranks = np.array([3, 0, 0, 3])
    weights = np.array([[-4.0, 4.0, -8.0, 8.0]] * 3)  # the first two are read wrong, the two others right
    move = fit(np.repeat(vectors, 20, axis=0), np.repeat(ranks, 20), weights, np.zeros(3))
    changed = (weights + move.weights) @ vectors.T + move.bias[:, None]
    assert (changed[:, 0] > weights[:, 0]).all() and (changed[:, 1] < weights[:, 1]).all()
    assert (changed[:, 2] < -4).all() and (changed[:, 3] > 4).all()


def test_the_sample_holds_the_new_batches_and_is_always_the_same() -> None:
    records = [_record(f"phrase {number}", "old") for number in range(9)] + [_record("nouvelle", "new")]
    assert sample(records, ["new"])[0].text == "nouvelle"
    assert sample(records, ["new"]) == sample(list(records), ["new"])
    with pytest.raises(ValueError, match="absent"):
        sample(records, ["absent"])
