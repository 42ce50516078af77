"""When a danger is, and whose: an hour that is told is no door, and 911 is pressed of another where it happens now."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.words import responses
from tests.unit.bot.test_dangers import FAMILY, FRIEND, IN_DANGER, SUICIDAL, _said
from tests.unit.bot.test_memory import _texts

Act = Callable[..., dict[str, Any]]
Slots = dict[str, Any]
TEACHER: Slots = {"for_whom": "other", "role": "professional", "audiences": ["professionals"], **IN_DANGER}
LATER, COMING = "danger_coming_later", "utter_danger_coming"
OF_ANOTHER, WITNESS = "danger_of_another", "utter_danger_witness"


def _names(done: dict[str, Any]) -> set[str]:
    """Return the responses and announcements whose words were said."""
    said = _texts(done)
    return {
        name for name, variants in responses().items() if any(v.text.split("{")[0] in t for v in variants for t in said)
    }


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("il vient me chercher à 9h à soir", "fr"),
        ("mon chum rentre à 22 heures", "fr"),
        ("il revient demain", "fr"),
        ("he's coming back at 10 pm", "en"),
        ("my boyfriend will be home in two hours", "en"),
    ],
)
def test_who_comes_at_an_hour_is_not_at_the_door(act: Act, text: str, language: str) -> None:
    done = _said(act, text, IN_DANGER, language=language)
    assert LATER in _names(done) and COMING not in _names(done)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("he's outside, I'm at 45 Main street", "en"),
        ("il arrive, il est à 5 minutes", "fr"),
        ("il s'en vient, il est à 2 coins de rue", "fr"),
        ("he's in the next room and I have work tomorrow", "en"),
        ("he's home, he made me work until 4 am", "en"),
        ("he will be back at 10 pm but he is outside now", "en"),
        ("il revient à 6h mais il arrive dans 5 minutes", "fr"),
    ],
)
def test_who_is_there_is_there_whatever_hour_is_told_beside(act: Act, text: str, language: str) -> None:
    done = _said(act, text, IN_DANGER, language=language, risk="imminent", types=("violence_now",), again=True)
    assert COMING in _names(done) and LATER not in _names(done)


@pytest.mark.parametrize("slots", [FAMILY, TEACHER])
def test_of_another_911_is_named_for_this_minute_alone(act: Act, slots: Slots) -> None:
    told = {"risk": "imminent", "types": ("coercion_trafficking",), "again": True}
    done = _said(act, "elle revient à 3h du matin avec du cash", slots, **told)
    assert OF_ANOTHER in _names(done) and WITNESS not in _names(done)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("il la frappe dans le char", "violence_now"),
        ("he has her locked in a motel room", "captivity"),
        ("they are leaving with her for Toronto tonight", "coercion_trafficking"),
    ],
)
def test_of_another_in_danger_now_911_is_pressed(act: Act, text: str, kind: str) -> None:
    done = _said(act, text, FAMILY, risk="imminent", types=(kind,), again=True)
    assert OF_ANOTHER not in _names(done) and "911" in " ".join(_texts(done))


def test_who_sees_it_is_told_what_to_say_to_911(act: Act) -> None:
    told = {"risk": "imminent", "types": ("coercion_trafficking",), "again": True}
    assert WITNESS in _names(_said(act, "ils sont encore là, chambre du fond", FRIEND, **told))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("des fois je me dis que ça serait plus simple si je me réveillais pas", "fr"),
        ("j'ai dit que j'voulais pas me réveiller", "fr"),
        ("I hope I don't wake up", "en"),
        ("j'aimerais m'endormir et ne plus me réveiller", "fr"),
        ("it would be easier if I didn't wake up", "en"),
        ("i dont want to wake up anymore", "en"),
    ],
)
def test_who_would_rather_not_wake_up_is_asked(act: Act, text: str, language: str) -> None:
    done = _said(act, text, IN_DANGER, language=language)
    assert {"utter_danger_suicide", "utter_danger_wants_to_die"} & _names(done)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I didn't wake up when he came in", "en"),
        ("I hope my kids don't wake up", "en"),
        ("il sort sans bruit pour pas me réveiller", "fr"),
        ("faudrait que je me réveille plus tôt", "fr"),
        ("je veux pas me réveiller en retard", "fr"),
    ],
)
def test_sleep_alone_is_no_wish_to_die(act: Act, text: str, language: str) -> None:
    done = _said(act, text, IN_DANGER, language=language)
    assert not {"utter_danger_suicide", "utter_danger_wants_to_die"} & _names(done)


@pytest.mark.parametrize(
    ("text", "goes"),
    [
        ("ok j'y vais, elle est au motel avec lui", True),
        ("bon, on y va le chercher au motel", True),
        ("parfait, j'y vais avec mon frère, il est au motel", True),
        ("merci, j'y vas", False),
        ("je vais aller cogner à sa porte de chambre", False),
    ],
)
def test_who_goes_to_them_is_told_not_to_and_a_parent_to_their_child_is_not(act: Act, text: str, goes: bool) -> None:
    done = _said(act, text, {**FAMILY, "said": {"danger_with_them": [0]}})
    named = {"danger_go_myself", "danger_go_myself_refused"} & _names(done)
    assert bool(named) is goes


def test_pills_not_taken_are_no_overdose(act: Act) -> None:
    done = _said(act, "non j'en ai pas pris, je les ai mises dans le char", {**SUICIDAL, "question": "taken"})
    assert "utter_danger_swallowed" not in _names(done) and "911" not in " ".join(_texts(done))


def test_a_call_that_is_only_feared_was_not_made(act: Act) -> None:
    done = _said(act, "si le boss apprend que j'ai appelé la police j'perds ma job", FRIEND)
    assert not {"utter_danger_help_called", "utter_danger_help_called_other"} & _names(done)
    made = _said(act, "when he left i called the police, they are coming", FRIEND, language="en")
    assert {"utter_danger_help_called", "utter_danger_help_called_other"} & _names(made)


def test_pills_that_somebody_keeps_from_them_are_no_means(act: Act) -> None:
    done = _said(act, "he has my bag with my pills and my health card", SUICIDAL, language="en")
    assert not {"utter_danger_means", "danger_pills"} & _names(done)
    rope = _said(act, "he took my kids, i have a rope in my hand", SUICIDAL, language="en")
    assert "utter_danger_means" in _names(rope)


def test_an_hour_tonight_is_not_this_minute(act: Act) -> None:
    told = {"risk": "imminent", "types": ("coercion_trafficking",), "again": True}
    assert OF_ANOTHER in _names(_said(act, "son chum vient la chercher à 8h ce soir", FAMILY, **told))
