"""Words, what is asked, and the vectors' file; how well facts are found is measured in tests/nlu/test_knowledge.py."""

from pathlib import Path

import numpy as np
import pytest

from bot.actions.knowledge import searched
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.searched import Searched, vectors_of
from bot.actions.knowledge.sentences import DIMENSIONS
from bot.actions.knowledge.words import Overlap
from resources_db.knowledge.records import read_facts


@pytest.mark.parametrize(
    ("text", "place", "asks"),
    [
        ("Je cherche un avocat à Laval", True, Asks.SERVICE),
        ("I'm looking for a lawyer in Gatineau", True, Asks.SERVICE),
        ("j'aurais besoin d'une psy", False, Asks.SERVICE),
        ("Je veux connaître mes droits", False, Asks.SERVICE),
        ("Y a-t-il un refuge à Rimouski?", True, Asks.SERVICE),
        ("Is there a shelter in Val-d'Or?", True, Asks.SERVICE),
        ("Quel est le numéro de l'IVAC?", False, Asks.SERVICE),
        ("Quelles sont mes obligations?", True, Asks.FACT),
        ("Quelles sont les maisons?", True, Asks.SERVICE),
        ("Est-ce que l'IVAC paie si c'est arrivé à Laval?", True, Asks.FACT),
        ("j'peux-tu casser mon bail", False, Asks.FACT),
        ("g tu droit a livac", False, Asks.FACT),
        ("c quoi un 810", False, Asks.FACT),
        ("I need to know how long a peace bond lasts", False, Asks.FACT),
        ("Ma mère ne me croit pas", False, Asks.NOTHING),
        ("pis je veux pas en parler", False, Asks.NOTHING),
        ("puis-je casser mon bail", False, Asks.FACT),
        ("", False, Asks.NOTHING),
    ],
)
def test_a_request_for_a_service_is_not_a_question_of_fact(text: str, place: bool, asks: Asks) -> None:
    assert asks_for(text, place=place) is asks


def test_rare_words_count_more_and_lost_apostrophes_are_found() -> None:
    overlap = Overlap(["l'IVAC paie quoi", "la police fait quoi", "la police et la plainte"])
    assert overlap.recall(["livac"])[0] == pytest.approx(1.0) and overlap.recall(["livac"])[1] == 0.0
    found = overlap.cosine(["police", "plainte"])
    assert found.argmax() == 2 and found[2] > found[1] > found[0]
    assert not overlap.cosine(["xyz"]).any() and not overlap.cosine([]).any()


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts were encoded, call by call, by an encoder that costs nothing."""
    calls: list[int] = []

    def encode_all(texts: list[str]) -> np.ndarray:
        calls.append(len(texts))
        return np.ones((len(texts), DIMENSIONS), np.float32)

    monkeypatch.setattr(searched.sentences, "encode_all", encode_all)
    return calls


def _searched(*unanswered: str) -> Searched:
    return Searched.of(read_facts()[:3], {}, unanswered)


def test_vectors_are_computed_once_for_the_same_texts(tmp_path: Path, counted: list[int]) -> None:
    first = vectors_of(_searched(), tmp_path)
    assert np.array_equal(vectors_of(_searched(), tmp_path), first) and counted == [12]
    vectors_of(_searched("autre"), tmp_path)
    assert counted == [12, 13] and len(list(tmp_path.glob("knowledge-*.npy"))) == 1


def test_a_damaged_file_of_vectors_is_made_again(tmp_path: Path, counted: list[int]) -> None:
    vectors_of(_searched(), tmp_path)
    next(tmp_path.glob("*.npy")).write_bytes(b"half a fi")
    assert vectors_of(_searched(), tmp_path).shape == (12, DIMENSIONS) and counted == [12, 12]
    vectors_of(_searched(), tmp_path)
    assert counted == [12, 12]


def test_without_a_place_to_write_the_vectors_are_still_given(tmp_path: Path, counted: list[int]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert vectors_of(_searched(), blocked).shape == (12, DIMENSIONS) and counted == [12]
