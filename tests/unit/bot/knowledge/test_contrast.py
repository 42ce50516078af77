"""The stretched space, and accents put back: what finding rests on beside the encoders."""

import numpy as np
import pytest

from bot.actions.knowledge.contrast import Contrast
from bot.actions.knowledge.words import Spelling


def test_what_varies_within_a_record_counts_less_than_what_separates_records() -> None:
    # first axis: the register, which varies within both records; second axis: the record
    vectors = np.array([[3.0, 1.0], [-3.0, 1.0], [3.0, -1.0], [-3.0, -1.0]], np.float32)
    owners = np.array([0, 0, 1, 1])
    question = np.array([-2.0, 0.8], np.float32)
    plain = vectors @ question / np.linalg.norm(vectors, axis=1)
    texts, centres = Contrast(vectors, owners, 2).near(question)
    assert centres[0] > centres[1] and texts[1] > texts[3]
    assert texts[1] - texts[3] > (plain[1] - plain[3]) / np.linalg.norm(question)


def test_texts_of_no_record_have_no_centre() -> None:
    vectors = np.eye(3, dtype=np.float32)
    texts, centres = Contrast(vectors, np.array([0, 1, 2]), 2).near(vectors[2])
    assert texts.shape == (3,) and centres.shape == (2,) and texts.argmax() == 2


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("lhopital est ouvert", "l'hôpital est ouvert"),
        ("LIVAC", "l'ivac"),
        ("ou est la mere", "ou est la mère"),
        ("xyz", "xyz"),
        ("la résumé", "la résumé"),
        ("", ""),
    ],
)
def test_accents_and_apostrophes_left_out_are_put_back(typed: str, restored: str) -> None:
    assert Spelling(["L'hôpital ou la mère", "L'IVAC, où?"]).restore(typed) == restored
