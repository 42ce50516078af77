"""Conversations with the trained assistant over the HTTP contract."""

from collections.abc import Callable

import pytest

from tests.e2e.conftest import Visitor, resources

pytestmark = pytest.mark.stack
Open = Callable[..., Visitor]


def _covers(resource: dict[str, list[str]], region: str) -> bool:
    return bool({region, "QC", "CA"} & set(resource["coverage"]))


def test_everything_at_once_in_french(open_visitor: Open) -> None:
    answer = open_visitor().say("je cherche un hébergement pour ma fille de 15 ans à Longueuil")
    shown = resources(answer)
    assert 1 <= len(shown) <= 3 and all(_covers(r, "16") and r["why"] for r in shown)
    assert any({"emergency_shelter", "transition_housing"} & set(r["services"]) for r in shown)
    assert answer["state"] == "bot" and answer["language"] == "fr"


def test_one_question_at_a_time_in_english(open_visitor: Open) -> None:
    visitor = open_visitor(language="en")
    asked = visitor.say("I need a place to stay tonight with my kids")
    assert not resources(asked) and sum("?" in m["text"] for m in asked["messages"]) == 1
    shown = resources(visitor.say("Sherbrooke"))
    assert shown and all(_covers(r, "05") for r in shown)


def test_the_bot_follows_the_language(open_visitor: Open) -> None:
    visitor = open_visitor()
    visitor.say("Bonjour, j'ai besoin de conseils juridiques")
    answer = visitor.say("sorry, can we switch to English please? I'm in Gatineau")
    assert answer["language"] == "en"
    assert all(m["language"] == "en" for m in answer["messages"])
    assert visitor.say("finalement en français svp")["language"] == "fr"


def test_a_corrected_place_wins(open_visitor: Open) -> None:
    visitor = open_visitor()
    visitor.say("je cherche de l'aide alimentaire à Montréal")
    shown = resources(visitor.say("à Laval finalement"))
    assert shown and all(_covers(r, "13") for r in shown)


def test_another_choice_is_another(open_visitor: Open) -> None:
    visitor = open_visitor()
    first = {r["slug"] for r in resources(visitor.say("je veux voir une psychologue à Montréal"))}
    second = {r["slug"] for r in resources(visitor.say("autre chose"))}
    assert first and second and not first & second


def test_nobody_is_forced_to_say_where_they_are(open_visitor: Open) -> None:
    visitor = open_visitor()
    visitor.say("je cherche un hébergement")
    assert resources(visitor.say("peu importe"))


def test_asking_for_a_person_puts_in_the_queue(open_visitor: Open) -> None:
    answer = open_visitor().say("je veux parler à une personne")
    assert answer["state"] == "waiting"
    assert "escalation" in [m["kind"] for m in answer["messages"]]


@pytest.mark.parametrize("text", ["kjhsdf kjh", "c'est quoi la météo demain?", "who won the hockey game", "🙃🙃"])
def test_nonsense_and_the_rest_get_a_kind_way_back(open_visitor: Open, text: str) -> None:
    answer = open_visitor().say(text)
    assert answer["state"] == "bot" and not resources(answer)
    assert any(m["buttons"] for m in answer["messages"])


def test_danger_is_answered_with_numbers_and_a_person(open_visitor: Open) -> None:
    answer = open_visitor().say("il est devant ma porte avec un couteau, je suis à Sept-Îles")
    assert answer["state"] == "waiting"
    safety = next(m for m in answer["messages"] if m["kind"] == "safety")
    numbers = [p["number"] for r in safety["resources"] for p in r["phones"]]
    assert numbers[0] == "911" and len(set(numbers)) > 1  # 911, then a line that fits what was told
