"""How surely a fact answers decides whether it is told, whatever floor its words pass."""

from dataclasses import replace

import pytest

from bot.actions import finding
from bot.actions.finding import LEAST, SURELY, found_in, heard_in
from bot.actions.knowledge import index as indexing
from bot.actions.knowledge import judging
from bot.actions.knowledge.index import Index
from bot.actions.memory import Memory
from resources_db.knowledge.records import read_facts
from tests.unit.bot.conftest import bag_of_words

QUESTION = next(fact.question_fr for fact in read_facts() if fact.id == "age-of-consent")


@pytest.fixture
def facts(facts_by_words: Index, monkeypatch: pytest.MonkeyPatch) -> Index:
    monkeypatch.setattr(indexing, "encode", bag_of_words)
    return facts_by_words


def judged(monkeypatch: pytest.MonkeyPatch, fits: float, **others: float) -> None:
    """Make every fact answer with this probability, and the named ones with theirs."""
    named = {name.replace("_", "-"): fit for name, fit in others.items()}
    monkeypatch.setattr(judging, "fits", lambda index, heard, names: {name: named.get(name, fits) for name in names})


def asks(text: str) -> Memory:
    return Memory(text=text, whole=text)


def test_what_passes_the_floors_and_hardly_answers_is_not_told(facts: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    judged(monkeypatch, (LEAST + SURELY) / 2)
    assert found_in(facts, asks(QUESTION))
    judged(monkeypatch, LEAST / 2)
    assert not found_in(facts, asks(QUESTION))


def test_what_surely_answers_is_told_though_no_floor_is_passed(facts: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    told = found_in(facts, asks(QUESTION), floor=None)
    monkeypatch.setattr(finding, "_near", lambda *_, **__: [])
    judged(monkeypatch, 0.0)
    assert not found_in(facts, asks(QUESTION))
    judged(monkeypatch, SURELY)
    assert found_in(facts, asks(QUESTION)) and told
    assert not found_in(facts, asks(QUESTION), floor="in_danger")  # numbers stand there: floors hold
    assert not found_in(facts, replace(asks(QUESTION), facts=tuple(fact.id for fact in facts.facts)))


def test_a_fact_given_before_is_less_likely_to_answer(facts: Index) -> None:
    memory = asks(QUESTION)
    fact = next(iter(facts.rank(QUESTION))).fact
    assert fact is not None
    fresh = judging.fits(facts, heard_in(memory), [fact.id])[fact.id]
    again = judging.fits(facts, heard_in(replace(memory, facts=(fact.id,))), [fact.id])[fact.id]
    assert again < fresh


def test_what_the_question_is_of_answers_it_more_surely_than_what_it_is_not(facts: Index) -> None:
    ranked = [match.fact.id for match in facts.rank(QUESTION) if match.fact]
    fits = judging.fits(facts, heard_in(asks(QUESTION)), [ranked[0], ranked[-1]])
    assert fits[ranked[0]] > fits[ranked[-1]]
