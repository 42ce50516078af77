"""How surely a fact answers decides whether it is told, whatever floor its words pass."""

from dataclasses import replace

import pytest

from bot.actions import finding, written
from bot.actions.finding import LEAST, SURELY, UNASKED, found_in, is_surest
from bot.actions.knowledge import index as indexing
from bot.actions.knowledge.index import Index
from bot.actions.memory import Memory
from resources_db.knowledge.records import read_facts
from tests.unit.bot.conftest import bag_of_words
from understanding.replies import FACT

NAME = "age-of-consent"
QUESTION = next(fact.question_fr for fact in read_facts() if fact.id == NAME)
STORY = "je suis avec un gars depuis quelques mois et mes amies trouvent ça bizarre"
"""Told before a question, so that floors alone are not believed."""


@pytest.fixture
def facts(facts_by_words: Index, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setattr(indexing, "encode", bag_of_words)
    return facts_by_words


def judged(monkeypatch: pytest.MonkeyPatch, **fits: float) -> None:
    """Make the judge give these answers these probabilities, and no other any; a fact's name has `_` for `-`."""
    named = {f"{FACT}{NAME}" if name == "fact" else name: fit for name, fit in fits.items()}
    monkeypatch.setattr(written, "fits", lambda memory: named)


def asks(text: str) -> Memory:
    return Memory(text=text, whole=text)


def test_what_passes_the_floors_and_hardly_answers_is_not_told(facts: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = asks(f"{STORY}. {QUESTION}")
    judged(monkeypatch, fact=(LEAST + SURELY) / 2)
    assert [fact.id for fact in found_in(facts, memory)] == [NAME]
    judged(monkeypatch, fact=LEAST / 2)
    assert not found_in(facts, memory)


def test_what_surely_answers_is_told_though_no_floor_is_passed(facts: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_near", lambda *_, **__: [])
    judged(monkeypatch, fact=LEAST)
    assert not found_in(facts, asks(QUESTION))
    judged(monkeypatch, fact=SURELY)
    assert found_in(facts, asks(QUESTION))
    assert not found_in(facts, asks(QUESTION), floor="in_danger")  # numbers stand there: floors hold
    assert not found_in(facts, replace(asks(QUESTION), facts=(NAME,)))


def test_what_has_no_form_of_a_question_must_be_surer(facts: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, fact=SURELY)
    assert not found_in(facts, asks(STORY))
    judged(monkeypatch, fact=UNASKED)
    assert [fact.id for fact in found_in(facts, asks(STORY))] == [NAME]


def test_a_reply_that_answers_more_surely_goes_before_a_fact(facts: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, fact=SURELY + 0.1, young_older_but_nice=SURELY)
    assert is_surest(facts, asks(QUESTION))
    judged(monkeypatch, fact=SURELY + 0.1, young_older_but_nice=SURELY + 0.2)
    assert not is_surest(facts, asks(QUESTION))


def test_a_fact_that_may_not_be_told_is_passed_over(facts: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, fact=0.9)
    monkeypatch.setattr(finding, "_near", lambda *_, **__: [])
    monkeypatch.setattr(finding, "may_be_told", lambda *_: False)
    assert not found_in(facts, asks(QUESTION))


def test_one_question_gets_one_fact(facts: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    near = next(fact for fact in facts.facts if fact.id == "react-dont")
    monkeypatch.setattr(finding, "_near", lambda *_, **__: [near])
    judged(monkeypatch, fact=SURELY)
    assert [fact.id for fact in found_in(facts, asks(QUESTION))] == [NAME]


def test_a_fact_told_before_that_answers_best_leaves_its_place_to_none(
    facts: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_near", lambda *_, **__: [])
    monkeypatch.setattr(written, "fits", lambda memory: {f"{FACT}{NAME}": 0.8, f"{FACT}react-dont": 0.4})
    assert not found_in(facts, replace(asks(QUESTION), facts=(NAME,)))


@pytest.mark.parametrize(("asked", "likely", "told"), [
    ("est-ce que je peux avoir du trouble pour mes annonces que j'ai mises moi-même?", "own-ads-immunity",
     "minor-always-victim"),
    ("comment je fais pour faire enlever mes photos nues d'internet?", "qc-image-order", "c3p-removal"),
])  # fmt: skip
def test_a_minor_is_told_the_minors_fact_in_place_of_the_adults(
    facts: Index, monkeypatch: pytest.MonkeyPatch, asked: str, likely: str, told: str
) -> None:
    monkeypatch.setattr(finding, "_near", lambda *_, **__: [])
    monkeypatch.setattr(written, "fits", lambda memory: {f"{FACT}{likely}": 0.6})
    minor = replace(asks(asked), age=15, audiences=("minors",), address="tu")
    assert [fact.id for fact in found_in(facts, minor)] == [told]
