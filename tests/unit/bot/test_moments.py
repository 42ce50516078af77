"""Goodbyes, good news, steps taken, shame, a wish for company: each is heard, none gets a list."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.moments import read_moment
from tests.unit.bot.conftest import listen, parsed
from tests.unit.bot.test_actions import _resources, _responses
from tests.unit.bot.test_speakers import _turn

Act = Callable[..., dict[str, Any]]
DANGER: dict[str, Any] = {"risk": {"level": "high", "types": ["coercion_trafficking"]}, "shown": ["qc-211"]}


@pytest.mark.parametrize(
    ("text", "language", "response"),
    [
        ("ok merci, j'vas les appeler demain matin", "fr", "utter_plan_noted"),
        ("thanks, I'll text them tonight", "en", "utter_plan_noted"),
        ("bonne nuit, merci quand même", "fr", "utter_thank"),
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


MISSING: dict[str, Any] = {"risk": {"level": "high", "types": ["runaway_missing_minor"]}, "for_whom": "relative"}
SUICIDAL: dict[str, Any] = {"risk": {"level": "high", "types": ["suicide"]}, "shown": ["ligne-988-suicide"]}
LIFE = {"suicide-1-866-appelle", "ligne-988-suicide"}


def _slugs(done: dict[str, Any]) -> list[str]:
    return [resource["slug"] for resource in _resources(done)]


def test_good_news_is_of_who_was_missing(act: Act) -> None:
    done = act("action_refer", MISSING, parsed("on l'a retrouvée, elle est correcte", "listening"))
    assert "utter_good_news" in _responses(done)


def test_a_story_of_how_somebody_was_found_is_no_good_news(act: Act) -> None:
    text = "La deuxième fois on l'a retrouvée à Québec dans un appartement. "
    text += "Elle avait du linge neuf et les cheveux teints noirs, elle qui est blonde"
    done, _ = _turn(act, {"for_whom": "relative", "shown": ["qc-211"]}, text, "listening")
    assert "utter_good_news" not in _responses(done)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("he says he found my street now and i cant do this anymore", SUICIDAL),
        ("il est revenu chez nous pis j'ai peur", DANGER),
        ("mon ex m'a retrouvée à mon travail", DANGER),
    ],
)
def test_who_is_found_by_somebody_hears_no_good_news(act: Act, text: str, slots: dict[str, Any]) -> None:
    for risk in ("none", "high"):
        done, _ = _turn(act, slots, text, "listening", risk=risk, types=("suicide",), language="en")
        assert not {"utter_good_news", "utter_shame"} & set(_responses(done))


def test_pills_kept_for_not_tonight_get_a_kind_word_and_the_lines(act: Act) -> None:
    slots = {"risk": {"level": "high", "types": ["suicide"], "again": True}}
    message = "there are pills here but i won't take them tonight"
    done, _ = _turn(act, slots, message, "listening", risk="high", types=("suicide",), language="en")
    assert set(_slugs(done)) >= LIFE and "centre-antipoison-quebec" not in _slugs(done)  # nothing was swallowed
    assert "info-aide-violence-sexuelle" not in _slugs(done)


def test_a_list_in_a_suicidal_conversation_keeps_its_lines(act: Act) -> None:
    slots = {**SUICIDAL, "address": "tu", "age": 15, "for_whom": "self"}
    done = act("action_connect_human", slots, parsed("who can i write to", "human_agent", language="en"))
    assert "tel-jeunes" in _slugs(done) and LIFE & set(_slugs(done))
    assert "ligne-urgence-traite-personnes" not in _slugs(done)


@pytest.mark.parametrize("text", ["ben non j'ai jamais dit que je voulais mourir, je veux juste parler",
                                  "i didn't say anything about killing myself, just wanna talk"])  # fmt: skip
def test_a_denial_gets_neither_company_nor_suicide_lines(act: Act, text: str) -> None:
    again = {"risk": {"level": "high", "types": ["suicide"], "alarm": True, "again": True}}
    for name, slots in (("action_refer", SUICIDAL), ("action_escalate", again)):
        done = act(name, slots, parsed(text, "listening"))
        assert "utter_keep_company" not in _responses(done) and not LIFE & set(_slugs(done))
        assert "utter_situation_not_suicidal" in _responses(done)


def test_who_thinks_of_dying_and_would_rather_write_gets_lines_that_answer_in_writing(act: Act) -> None:
    dark = {"risk": {"level": "high", "types": ["suicide"]}, "age": 15, "address": "tu", "audiences": ["minors"]}
    message = parsed("je veux pas appeler, je peux-tu texter quelqu'un?", "listening")
    done = act("action_refer", listen(dark, message) | dark, message)
    shown = _resources(done)
    assert shown[0]["slug"] == "tel-jeunes" and "suicide-1-866-appelle" in [each["slug"] for each in shown]
    assert all(any(phone["type"] == "sms" for phone in each["phones"]) for each in shown)


SHOWN: dict[str, Any] = {"risk": {"level": "high", "types": ["threats_blackmail"]}, "shown": ["cyberaide-ca"]}
GOODBYES = {"utter_goodbye", "utter_farewell", "utter_thank", "utter_close_in_danger", "utter_close_calm"}


@pytest.mark.parametrize(
    "text",
    [
        "merci je vous laisse, dites-moi juste si c'est gratuit",
        "thanks, bye. just tell me where it is",
        "ok bye, il est là à la porte",
        "merci, une dernière question, l'IVAC c'est combien de temps",
    ],
)
def test_who_closes_and_still_asks_is_not_sent_away(act: Act, text: str) -> None:
    for action in ("action_goodbye", "action_thank"):
        done, _ = _turn(act, DANGER, text, "goodbye", action=action, language="en" if "thanks" in text else "fr")
        assert not {*GOODBYES, "utter_plan_noted"} & set(_responses(done))


@pytest.mark.parametrize("text", ["bon ben bye j'vas payer", "forget it bye i'll just send him the money"])
def test_who_gives_in_to_blackmail_while_leaving_is_told_to_wait(act: Act, text: str) -> None:
    language = "en" if "forget" in text else "fr"
    blackmailed = ("threats_blackmail",)
    done, _ = _turn(act, SHOWN, text, "goodbye", risk="concern", types=blackmailed, action="action_goodbye",
                    language=language)  # fmt: skip
    said = " ".join(r["text"] for r in done["responses"] if r.get("text"))
    assert "ni argent ni image" in said or "neither money nor images" in said


def test_a_call_made_yesterday_is_no_help_on_its_way(act: Act) -> None:
    done, _ = _turn(act, MISSING, "j'ai contacté la ligne hier", "none", action="action_way_back")
    assert "utter_help_called" not in _responses(done)


def test_thanks_for_nothing_are_no_thanks(act: Act) -> None:
    message = parsed("merci pour rien", "thanks")
    done = act("action_thank", listen({"shown": ["qc-211"]}, message), message, before="c'est loin?")
    assert not GOODBYES & set(_responses(done))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("j'ai les pilules sur la table, je les ai déjà appelés l'autre fois", "called"),
        ("they're sending someone in the next hour", "company"),
        ("je parle un peu français", "company"),
        ("elle est pas rentrée à soir", "good_news"),
        ("si je paye pas y va tout publier", "pays"),
        ("je la laisse dans un autre motel à chaque fois", "farewell"),
    ],
)
def test_words_of_something_else_are_no_moment(text: str, moment: str) -> None:
    assert moment not in read_moment(text).told


@pytest.mark.parametrize(("text", "called"), [
    ("J'ai remis le téléphone dans le riz comme une voleuse.", False), ("j'ai brisé mon téléphone", False),
    ("J'ai téléphoné à la police", True), ("j'ai appelé le 911", True),
])  # fmt: skip
def test_a_telephone_that_is_held_is_no_call(text: str, called: bool) -> None:
    assert ("called" in read_moment(text).told) is called
