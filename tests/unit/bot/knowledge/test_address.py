"""Facts told with `tu`: the same facts, for a minor."""

import re

import pytest

from bot.actions.knowledge.address import says_the_same, text_for
from resources_db.knowledge.records import read_facts

FACTS = {fact.id: fact for fact in read_facts()}


@pytest.mark.parametrize("name", FACTS)
def test_no_fact_says_vous_to_a_minor_or_anything_else_than_its_record(name: str) -> None:
    fact = FACTS[name]
    told = text_for(fact, language="fr", familiar=True)
    assert not re.search(r"\b(vous|votre|vos)\b", told, re.IGNORECASE)
    assert re.findall(r"[\d-]{2,}|[A-ZÉ]{2,}", told) == re.findall(r"[\d-]{2,}|[A-ZÉ]{2,}", fact.fact_fr)
    assert text_for(fact, language="fr", familiar=False) == fact.fact_fr
    assert text_for(fact, language="en", familiar=True) == fact.fact_en


def test_a_fact_corrected_since_is_told_as_corrected() -> None:
    fact = FACTS["forensic-window"]
    corrected = fact.model_copy(update={"fact_fr": fact.fact_fr.replace("5 jours", "7 jours")})
    assert "7 jours" in text_for(corrected, language="fr", familiar=True)


@pytest.mark.parametrize(
    "told",
    [
        "Tu peux demander de l'aide, sans papiers.",
        "Tu peux demander de l'aide même sans tes cartes.",
        "Tu dois demander de l'aide même sans tes papiers.",
    ],
)
def test_another_meaning_is_seen(told: str) -> None:
    assert not says_the_same("Vous pouvez demander de l'aide même sans vos papiers.", told)
    assert says_the_same(
        "Vous pouvez demander de l'aide même sans vos papiers.", "Tu peux demander de l'aide même sans tes papiers."
    )
