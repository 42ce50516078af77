"""Who thinks of dying and wants no person and no number is not left with a dead end."""

from typing import Any

import pytest

from bot.actions.dying import OF_SUICIDE
from bot.actions.words import announcements
from tests.unit.bot.test_actions import _responses
from tests.unit.bot.test_dangers import IN_DANGER, Act, Slots, _said
from tests.unit.bot.test_moments import _slugs

DARK: Slots = {
    "risk": {"level": "high", "types": ["suicide"]},
    "shown": ["suicide-1-866-appelle", "ligne-988-suicide"],
    "declines_human": True,
    "situations": ["suicide"],
}
NEVER = {"nothing_better", "nothing_better_seen"}


def _says(done: dict[str, Any], name: str) -> bool:
    words = {variant.text for variant in announcements()[name]}
    return any((each.get("text") or "") in words for each in done["responses"])


def _buttons(done: dict[str, Any]) -> list[str]:
    return [button["title"] for each in done["responses"] for button in each.get("buttons") or ()]


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("just give me something to do til morning", "en", "through_the_night"),
        ("now what", "en", "through_the_night"),
        ("i can't fall asleep", "en", "through_the_night"),
        ("dis-moi de quoi pour passer la nuit", "fr", "through_the_night"),
        ("comment je fais pour tenir jusqu'à demain", "fr", "through_the_night"),
        ("j'dors pu", "fr", "through_the_night"),
        ("i keep seeing his face", "en", "what_comes_back"),
        ("j'fais des cauchemars", "fr", "what_comes_back"),
        ("je revois la chambre dès que je ferme les yeux", "fr", "what_comes_back"),
        ("the flashbacks won't stop", "en", "what_comes_back"),
        ("pis ça va-tu passer?", "fr", "will_it_pass"),
        ("does it ever get better", "en", "will_it_pass"),
        ("is there somewhere i can just type to somebody", "en", "write_to_someone"),
        ("y'a-tu quelqu'un à qui j'peux écrire", "fr", "write_to_someone"),
    ],
)
def test_what_is_asked_for_the_night_is_given(act: Act, text: str, language: str, name: str) -> None:
    done = _said(act, text, DARK, language=language)
    assert _says(done, name) and not _buttons(done)


@pytest.mark.parametrize(
    "text", ["j'ai mis les pilules dans le char", "j'ai jeté les pilules. pis là", "i threw the pills away. now what"]
)
def test_what_was_put_away_is_seen_and_something_follows(act: Act, text: str) -> None:
    done = _said(act, text, DARK, language="en" if text.startswith("i ") else "fr")
    assert "utter_step_taken" in _responses(done) or _says(done, "through_the_night")
    assert "utter_danger_means" not in _responses(done)


def test_where_to_write_is_told_though_lines_were_refused(act: Act) -> None:
    done = _said(
        act, "is there a place i can just type to someone", {**DARK, "avoids": ["suicide_lines"]}, language="en"
    )
    assert set(_slugs(done)) >= OF_SUICIDE


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ca aide pas ce que tu dis", "fr"),
        ("ur not even answering", "en"),
        ("t'as rien compris", "fr"),
        ("that's not what i asked", "en"),
    ],
)
def test_a_complaint_is_no_dead_end_and_gets_no_list_of_needs(act: Act, text: str, language: str) -> None:
    done = _said(act, text, DARK, language=language)
    assert not any(_says(done, name) for name in NEVER)
    assert not {"Un hébergement", "Aide juridique", "Shelter", "Legal help"} & set(_buttons(done))


def test_numbers_that_were_refused_are_not_replaced_by_a_general_one(act: Act) -> None:
    text = "stop giving me numbers. i have pills in the drawer. just tell me something to do till morning"
    known = {**DARK, "avoids": ["suicide_lines"]}
    done = _said(act, text, known, risk="imminent", types=("suicide",), again=True, language="en")
    assert not _slugs(done) and _says(done, "through_the_night")
    assert "911" in str(done["responses"][0])  # said in words: life is in danger at once


def test_means_at_hand_are_a_danger_whatever_was_put_away(act: Act) -> None:
    for text in (
        "j'ai une corde ici",
        "j'ai jeté les pilules mais j'ai un couteau",
    ):
        done = _said(act, text, DARK, risk="imminent", types=("suicide",), again=True)
        assert "utter_danger_means" in _responses(done)


@pytest.mark.parametrize(
    "text", ["j'fais des cauchemars", "now what", "is there somewhere i can just type to somebody"]
)
def test_who_does_not_think_of_dying_is_answered_as_before(act: Act, text: str) -> None:
    done = _said(act, text, IN_DANGER)
    assert not any(_says(done, name) for name in ("through_the_night", "what_comes_back", "write_to_someone"))


def test_pills_in_the_hand_were_not_put_away(act: Act) -> None:
    told = {"risk": "imminent", "types": ("suicide",), "again": True}
    done = _said(act, "i put the pills in my hand", DARK, language="en", **told)
    assert "utter_step_taken" not in _responses(done)


def test_who_has_nothing_near_is_not_asked_for_a_town(act: Act) -> None:
    done = _said(act, "j'ai rien près de moi", DARK, intent="location_only")
    assert "utter_danger_no_means" in _responses(done) and "utter_ask_place" not in str(done)
