"""Risk over a whole conversation, on the running product: gradual disclosure, a joke, the safety question."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.e2e.conftest import Visitor, resources

pytestmark = pytest.mark.stack
Open = Callable[..., Visitor]
WORRYING = {"fr": "Des fois j'ai peur de mon chum.", "en": "I was abused years ago and it still hurts"}
QUESTION = {
    "fr": ("Êtes-vous en sécurité en ce moment?", "Côté sécurité, est-ce que ça va"),
    "en": ("Are you safe right now?",),
}
"""What the bot asks, and what the api asks in its place."""


def _asked_safety(answer: dict[str, Any], language: str) -> dict[str, Any]:
    return next(m for m in answer["messages"] if m["text"].startswith(QUESTION[language]))


def test_a_gradual_disclosure_escalates(open_visitor: Open) -> None:
    visitor = open_visitor()
    said = [
        "Mon chum m'achète plein d'affaires depuis un mois.",
        "Il dit que je lui dois de l'argent.",
        "Il veut que je couche avec ses amis pour le rembourser.",
    ]
    assert [visitor.say(text)["state"] for text in said][-1] == "waiting"


def test_a_joke_afterwards_takes_nobody_out_of_the_queue(open_visitor: Open) -> None:
    visitor = open_visitor()
    assert visitor.say("il est devant ma porte avec un couteau")["state"] == "waiting"
    assert visitor.say("non c'est une blague")["state"] == "waiting"
    assert visitor.say("laisse faire")["state"] == "waiting"


@pytest.mark.parametrize(("language", "no"), [("fr", "Non"), ("en", "not really")])
def test_not_safe_escalates(open_visitor: Open, language: str, no: str) -> None:
    visitor = open_visitor(language=language)
    asked = visitor.say(WORRYING[language])
    question = _asked_safety(asked, language)
    assert asked["state"] == "bot" and len(question["buttons"]) == 3
    assert sum("?" in m["text"] for m in asked["messages"]) == 1
    answer = visitor.say(no)
    assert answer["state"] == "waiting"
    assert {"safety", "escalation"} <= {m["kind"] for m in answer["messages"]}


@pytest.mark.parametrize(("language", "yes"), [("fr", "Oui"), ("en", "Yes")])
def test_safe_goes_on_helping(open_visitor: Open, language: str, yes: str) -> None:
    visitor = open_visitor(language=language)
    _asked_safety(visitor.say(WORRYING[language]), language)
    answer = visitor.say(yes)
    assert answer["state"] == "bot" and answer["messages"]
    again = visitor.say(WORRYING[language])
    assert not [m for m in again["messages"] if m["text"].startswith(QUESTION[language])]


def test_the_question_and_its_answer_survive_rasa(open_visitor: Open, stack: Any) -> None:
    visitor = open_visitor()
    stack.kill("rasa")
    asked = visitor.say(WORRYING["fr"])
    assert _asked_safety(asked, "fr")["buttons"]
    assert visitor.say("je sais pas")["state"] == "waiting"
    stack.wait_ready()


def test_a_shelter_and_a_corrected_place_alarm_nobody(open_visitor: Open) -> None:
    visitor = open_visitor()
    said = [
        "Je cherche un hébergement pour moi et mon fils de 4 ans.",
        "À Québec.",
        "Oups non, je suis rendue ailleurs chez ma tante.",
        "À Laval finalement",
        "je veux pas parler à quelqu'un",
    ]
    assert {visitor.say(text)["state"] for text in said} == {"bot"}


def test_another_language_gets_interpreters_and_the_offer_of_a_person(open_visitor: Open) -> None:
    answer = open_visitor().say("Hola, necesito ayuda por favor, no hablo francés")
    shown = resources(answer)
    assert "ligne-urgence-traite-personnes" in {r["slug"] for r in shown}
    assert answer["messages"][-1]["buttons"] and answer["state"] == "bot"
