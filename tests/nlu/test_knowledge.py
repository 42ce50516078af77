"""How well facts are found, on questions that the weights were not fitted on (the real encoder, no Rasa)."""

import time
from pathlib import Path

import pytest

from bot.actions.knowledge.index import Index
from bot.actions.knowledge.library import shipped_index
from bot.actions.knowledge.searched import read_phrasings, read_unanswered
from cli.evaluation.facts import Question, Score, evaluate, read_questions
from understanding.normaliser import normalise

DATA = Path(__file__).parent / "data"
FILE, SPOKEN = DATA / "knowledge_questions.jsonl", DATA / "knowledge_conversation.jsonl"
MIDWAY = DATA / "knowledge_midway.jsonl"
pytestmark = pytest.mark.timeout(600)  # the first run computes the vectors of all texts


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read_questions(FILE)


@pytest.fixture(scope="module")
def facts() -> Index:
    return shipped_index()


@pytest.fixture(scope="module")
def spoken(facts: Index) -> dict[str, Score]:
    """The scores on what people write in the middle of a conversation."""
    return {s.kind: s for s in evaluate(facts, read_questions(SPOKEN)) if s.split == "held_out"}


@pytest.fixture(scope="module")
def scores(facts: Index, questions: list[Question]) -> dict[str, Score]:
    return {s.kind: s for s in evaluate(facts, questions) if s.split == "held_out"}


def test_the_questions_are_varied_and_the_index_does_not_hold_them(questions: list[Question]) -> None:
    held_out = [q for q in questions if q.split == "held_out"]
    assert len(held_out) >= 150 and len({q.text for q in questions}) == len(questions)
    assert {q.lang for q in held_out} == {"fr", "en"} and len({q.register for q in held_out}) >= 5
    searched = {normalise(text) for texts in read_phrasings().values() for text in texts}
    searched |= {normalise(text) for text in read_unanswered()}
    assert not searched & {normalise(question.text) for question in [*questions, *read_questions(SPOKEN)]}


def test_the_right_fact_comes_first_and_a_wrong_one_is_rare(scores: dict[str, Score]) -> None:
    found = scores["question"]
    assert found.right_first >= 0.90 and found.answered_right >= 0.82 and found.answered_wrong <= 0.06


def test_it_comes_first_in_the_language_of_conversations_too(spoken: dict[str, Score]) -> None:
    found = spoken["question"]
    assert found.number >= 80 and found.right_first >= 0.88 and found.answered_right >= 0.82
    assert found.answered_wrong <= 0.04 and spoken["service"].refused == 1.0


def test_what_no_fact_answers_is_refused_in_all_sets_together(facts: Index) -> None:
    """A dozen questions of one set say too little by themselves."""
    found = [
        score
        for file in (FILE, SPOKEN, MIDWAY)
        for score in evaluate(facts, read_questions(file))
        if score.split == "held_out" and score.kind in ("absent", "none")
    ]
    number = sum(score.number for score in found)
    assert number >= 60 and sum(score.refused * score.number for score in found) / number >= 0.8


def test_it_comes_first_in_the_middle_of_a_conversation(facts: Index) -> None:
    found = next(s for s in evaluate(facts, read_questions(MIDWAY)) if (s.split, s.kind) == ("held_out", "question"))
    assert found.number >= 80 and found.answered_right >= 0.8 and found.answered_wrong <= 0.06


def test_a_minor_s_fact_is_not_given_to_somebody_who_says_no_age(facts: Index) -> None:
    question = "faut-tu que je porte plainte avant"
    grown = facts.rank(question)
    young = facts.rank(question, audiences={"minor"})
    assert grown[0].fact is not None and grown[0].fact.id == "complaint-is-choice"
    lost, kept = (next(m.score for m in found if m.fact and m.fact.id == "minor-complaint") for found in (grown, young))
    assert kept > lost + 1


def test_thanks_before_a_question_change_nothing(facts: Index) -> None:
    bare, opened = (facts.rank(text)[0] for text in ("c'est quoi l'IVAC", "ok merci beaucoup! c'est quoi l'IVAC"))
    assert bare.fact is opened.fact and bare.score == pytest.approx(opened.score)
    assert facts.rank("merci")  # thanks alone stay a message


@pytest.mark.parametrize(("kind", "at_least"), [("service", 0.95), ("absent", 0.8), ("off_topic", 0.85), ("talk", 1.0)])
def test_what_no_fact_answers_is_refused(scores: dict[str, Score], kind: str, at_least: float) -> None:
    assert scores[kind].refused >= at_least


def test_a_lookup_takes_less_than_ten_milliseconds_beside_the_encoder(facts: Index, questions: list[Question]) -> None:
    texts = [question.text for question in questions[:50]]
    for text in texts:
        facts.rank(text)  # the vectors are kept
    rounds = []
    for _ in range(5):
        started = time.thread_time()  # NumPy's other threads wait by spinning, which is no work
        for text in texts:
            facts.rank(text)
        rounds.append((time.thread_time() - started) / len(texts))
    assert min(rounds) < 0.010  # other work on the machine only ever adds
