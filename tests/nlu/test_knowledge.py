"""How well facts are found, on questions that the weights were not fitted on (the real encoder, no Rasa)."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.actions.knowledge import index as index_module
from bot.actions.knowledge.index import Index
from bot.actions.knowledge.library import shipped_index
from bot.actions.knowledge.searched import read_phrasings, read_unanswered
from cli.evaluation.facts import Question, Score, evaluate, read_questions
from understanding.encoder import encode_all
from understanding.normaliser import normalise

FILE = Path(__file__).parent / "data" / "knowledge_questions.jsonl"
pytestmark = pytest.mark.timeout(600)  # the first run computes the vectors of all texts


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read_questions(FILE)


@pytest.fixture(scope="module")
def facts(questions: list[Question]) -> Iterator[Index]:
    """The index, with all questions encoded at once: one by one costs far more."""
    found = shipped_index()
    texts = [normalise(question.text) for question in questions]
    vectors = dict(zip(texts, encode_all(texts), strict=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_module, "encode", vectors.__getitem__)
        yield found


@pytest.fixture(scope="module")
def scores(facts: Index, questions: list[Question]) -> dict[str, Score]:
    return {s.kind: s for s in evaluate(facts, questions) if s.split == "held_out"}


def test_the_questions_are_varied_and_the_index_does_not_hold_them(questions: list[Question]) -> None:
    held_out = [q for q in questions if q.split == "held_out"]
    assert len(held_out) >= 150 and len({q.text for q in questions}) == len(questions)
    assert {q.lang for q in held_out} == {"fr", "en"} and len({q.register for q in held_out}) >= 5
    searched = {normalise(text) for texts in read_phrasings().values() for text in texts}
    searched |= {normalise(text) for text in read_unanswered()}
    assert not searched & {normalise(question.text) for question in questions}


def test_the_right_fact_comes_first_and_a_wrong_one_is_rare(scores: dict[str, Score]) -> None:
    found = scores["question"]
    assert found.right_first >= 0.82 and found.answered_right >= 0.76 and found.answered_wrong <= 0.11


@pytest.mark.parametrize(("kind", "at_least"), [("service", 0.95), ("absent", 0.8), ("off_topic", 1.0), ("talk", 1.0)])
def test_what_no_fact_answers_is_refused(scores: dict[str, Score], kind: str, at_least: float) -> None:
    assert scores[kind].refused >= at_least


def test_a_lookup_takes_less_than_ten_milliseconds_beside_the_encoder(facts: Index, questions: list[Question]) -> None:
    texts = [question.text for question in questions[:50]]
    started = time.process_time()
    for text in texts:
        facts.rank(text)
    assert (time.process_time() - started) / len(texts) < 0.010
