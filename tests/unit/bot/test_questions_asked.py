"""A question gets the answer to what is asked, or an honest word: not another answer's opening, nor another fact."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.knowledge.openings import asks_the_same, without_opening
from bot.actions.knowledge.subjects import asks_what_others_do, asks_whom_we_tell, may_speak_to_us
from bot.actions.knowledge.whom import who_answers
from bot.actions.memory import Memory
from resources_db.knowledge.records import read_facts
from tests.unit.bot.conftest import listen, parsed

Act = Callable[..., dict[str, Any]]
FACTS = {fact.id: fact for fact in read_facts()}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_text_keeps_a_yes_or_a_no_that_answers_another_question(language: str) -> None:
    for fact in FACTS.values():
        left = without_opening(fact.id, fact.text(language), language)
        assert left and not left.lower().startswith(("oui", "non", "yes", "no,", "no.", "no:"))
        assert left.lower() in fact.text(language).lower()  # nothing is added


def test_the_opening_stays_after_the_same_question_only() -> None:
    fact = FACTS["buying-illegal"]
    assert asks_the_same(fact.question_en, fact, 1.0)
    assert not asks_the_same("Is buying sexual services legal?", fact, 0.95)
    assert not asks_the_same("Am I going to jail?", fact, 0.4)
    assert not asks_the_same("Where is buying sexual services illegal?", fact, 0.95)


@pytest.mark.parametrize("text", ["vous allez tu le dire à ma mère", "Are you going to tell my parents?"])
def test_whom_we_tell_is_asked_of_us(text: str) -> None:
    assert asks_whom_we_tell(text)


@pytest.mark.parametrize(
    "text", ["si je vois la police vont tu le dire à mes parents", "je peux tu le dire à mon éduc sans problème"]
)
def test_what_others_do_is_not_asked_of_us(text: str) -> None:
    assert not asks_whom_we_tell(text)


def test_who_looks_for_a_shelter_does_not_ask_what_it_does() -> None:
    assert asks_what_others_do("Will the shelter call immigration?")
    assert not asks_what_others_do("Where is the shelter that can take my dog?")


@pytest.mark.parametrize(
    ("question", "told", "service"),
    [
        ("Does a hepatitis test take long?", {}, "info-social-811"),
        ("Est-ce qu'un juge peut refuser?", {}, "rebatir"),
        ("Mes parents peuvent-ils me forcer à revenir?", {"age": 15, "address": "tu"}, "tel-jeunes"),
        ("Peut-il lire l'historique?", {}, "sos-violence-conjugale"),
        ("And after that?", {}, "qc-211"),
    ],
)
def test_who_can_answer_fits_the_topic(question: str, told: dict[str, Any], service: str) -> None:
    assert who_answers(question, Memory(text=question, **told)) == service


def _records(done: dict[str, Any]) -> list[str]:
    return [
        source["record"] for r in done["responses"] for source in ((r.get("custom") or {}).get("sources") or ())[:1]
    ]


def _shown(done: dict[str, Any]) -> list[str]:
    return [each["slug"] for r in done["responses"] for each in (r.get("custom") or {}).get("resources", ())]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("What are the hours at L'Anonyme, opening hours", "l-anonyme"),
        ("Is the Native Women's Shelter open at night? My son is with me", "foyer-femmes-autochtones-montreal"),
        ("Ya tu une gang comme Stella?", "stella-amie-de-maimie"),
    ],
)
def test_a_named_organisation_is_answered_about_from_its_record(act: Act, text: str, slug: str) -> None:
    message = parsed(text, "listening")
    assert _shown(act("action_refer", listen({}, message), message)) == [slug]


def test_a_name_that_is_thrown_back_is_no_question(act: Act) -> None:
    message = parsed("811?? je suis pas malade", "none")
    slots = listen({"shown": ["info-social-811"], "listed": ["info-social-811"]}, message)
    done = act("action_way_back", slots, message)
    assert not _records(done) and not _shown(done)


def test_the_fact_for_an_adult_is_not_told_to_a_minor(act: Act) -> None:
    question = FACTS["qc-image-order"].question_fr
    message = parsed(question, "image_removal")
    done = act("action_refer", listen({"age": 15, "address": "tu"}, message) | {"age": 15}, message)
    assert _records(done)[0] == "c3p-removal"


def test_a_threat_to_tell_asks_this_service_nothing() -> None:
    assert not may_speak_to_us("he recorded us. Now he says 2,000 by Friday or it goes to my boss and my kids.")
    assert may_speak_to_us("are you going to tell my mom")
