"""What is asked of this service itself is said by this service, whatever the message was taken for."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.memory import Memory
from bot.actions.ours import asked_in
from tests.unit.bot.conftest import listen, parsed

Act = Callable[..., dict[str, Any]]
WAITING = {"human_requested": True, "risk": {"level": "high", "types": ["coercion_trafficking"], "alerted": True}}


def _said(act: Act, text: str, slots: dict[str, Any] | None = None, language: str = "fr") -> list[str]:
    message = parsed(text, "legal_information", language=language)
    before = {"language": language, **(slots or {})}
    done = act("action_refer", listen(before, message), message, before="je ne sais pas quoi faire")
    return [r.get("response") or (r.get("custom") or {}).get("response") or r.get("text") for r in done["responses"]]


@pytest.mark.parametrize(
    ("text", "language", "response"),
    [
        ("Vas-tu me rapporter à la police?", "fr", "utter_ours_police"),
        ("are you gonna tell my mom", "en", "utter_ours_family"),
        ("est-ce que cette conversation reste enregistrée quelque part?", "fr", "utter_privacy"),
        ("Combien de temps avant qu'une personne m'écrive ici?", "fr", "utter_team_when_not_alerted"),
        ("will your team send an ambulance to my house?", "en", "utter_team_does"),
    ],
)
def test_it_answers_for_itself(act: Act, text: str, language: str, response: str) -> None:
    assert response in _said(act, text, language=language)[0]


def test_what_is_asked_of_an_organisation_is_not_answered_for_this_service(act: Act) -> None:
    said = _said(act, "si j'appelle Tel-jeunes, est-ce qu'ils vont avertir mes parents?")
    assert not any("who_is_told" in str(each) or "team" in str(each) for each in said)


def test_another_question_beside_it_is_answered_too(act: Act) -> None:
    said = _said(act, "Vas-tu avertir la police? Est-ce qu'il faut porter plainte pour avoir droit à l'IVAC?")
    assert "utter_ours_police" in str(said[0]) and len(said) > 1


def test_who_asks_whether_a_person_writes_is_told_before_anybody_is_called(act: Act) -> None:
    message = parsed("ok mais t'es un robot ou une vraie personne?", "human_agent")
    done = act("action_connect_human", listen({}, message), message, before="allo")
    said = [each.get("response") for each in done["responses"]]
    assert said[0] == "utter_situation_testing" and "utter_connecting" not in said


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("est-ce que la police va le savoir", "police_called"),
        ("are the cops gonna know", "police_called"),
        ("pis mon boss va le savoir?", "told_family"),
        ("does he find out", "told_family"),
        ("si je porte plainte est-ce que la police va le savoir à ma mère", None),
        ("la police va venir au refuge?", None),
        ("allez-vous envoyer une ambulance chez moi?", "team"),
        ("c'tu juste pour les filles votre affaire?", None),
        ("the police are coming", None),
        ("my ex is out", None),
        ("he told", None),
    ],
)
def test_few_words_that_speak_to_nobody_are_of_this_chat(text: str, ours: str | None) -> None:
    assert asked_in(text, "", Memory(text=text, whole=text, before="allo")) == ours


@pytest.mark.parametrize(
    ("text", "ours"),
    [("cest tu vrai ou yé dans les patates", False), ("Is that true?", False), ("t'es tu vrai?", True)],
)
def test_whether_it_is_true_is_not_asked_of_who_answers_here(text: str, ours: bool) -> None:
    asked = asked_in(text, "on m'a dit que l'IVAC paye sans procès", Memory(text=text, whole=text))
    assert (asked in ("human", "us_who")) is ours  # the question and the topic have the same answer
