"""Goodbyes, good news, steps taken, shame, a wish for company: each is heard, none gets a list."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.bot.test_actions import _responses
from tests.unit.bot.test_speakers import _turn

Act = Callable[..., dict[str, Any]]
DANGER: dict[str, Any] = {"risk": {"level": "high", "types": ["coercion_trafficking"]}, "shown": ["qc-211"]}


@pytest.mark.parametrize(
    ("text", "language", "response"),
    [
        ("ok merci, j'vas les appeler demain matin", "fr", "utter_plan_noted"),
        ("thanks, I'll text them tonight", "en", "utter_plan_noted"),
        ("bonne nuit, merci quand même", "fr", "utter_thank"),
        ("on l'a retrouvée, elle est correcte", "fr", "utter_good_news"),
        ("i locked the door", "en", "utter_step_taken"),
        ("c'est beau, j'ai appelé le 911", "fr", "utter_help_called"),
        ("je suis pleine de honte", "fr", "utter_shame"),
        ("just stay with me", "en", "utter_keep_company"),
    ],
)
def test_a_moment_is_heard(act: Act, text: str, language: str, response: str) -> None:
    done, _ = _turn(act, DANGER, text, "listening", language=language)
    assert response in _responses(done) and not any("results" in name for name in _responses(done))


def test_a_plain_wish_for_a_person_is_heard_whatever_else_is_said(act: Act) -> None:
    text = "all you show is shelters for women. forget it, let me talk to a real person"
    done, _ = _turn(act, {"need": "emergency_shelter"}, text, "emergency_shelter", language="en")
    assert _responses(done)[0] == "utter_connecting"


def test_a_refusal_is_acknowledged_once_and_what_stands_is_answered(act: Act) -> None:
    done, slots = _turn(act, {"need": "emergency_shelter"}, "pas d'avocat svp", "legal_information")
    assert _responses(done)[0] == "utter_noted_refusal" and slots["need"] == "emergency_shelter"
    assert "legal" in slots["avoids"]
