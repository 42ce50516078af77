"""Short questions about the last list or whom the bot named last: numbers, hours, who may come, which first."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import pytest
import time_machine

from bot.actions import replies
from bot.actions.about.numbers import numbers_in
from bot.actions.about.spoken import named_last
from bot.actions.database import sessions
from bot.actions.memory import Memory, said_last
from bot.actions.open_now import say_who_answers_now
from bot.actions.signs import plain
from bot.actions.turn import Turn
from resources_db.catalogue import read_catalogue
from tests.unit.bot.conftest import at, listen, parsed
from tests.unit.bot.test_about import _ask, _cards, _text


@pytest.fixture(autouse=True)
def directory(directory_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPERE_DATABASE_URL", directory_url)


Act = Callable[..., dict[str, Any]]
MORNING = "2026-11-24T10:30-05:00"
LINES = ["info-aide-violence-sexuelle", "sos-violence-conjugale"]
HOUSES = ["foyer-femmes-autochtones-montreal", "projets-autochtones-du-quebec"]
IN_DANGER = {"risk": {"level": "high", "types": ["coercion_trafficking"]}}


@pytest.mark.parametrize(("text", "language"), [
    ("je peux écrire un texto à quel numéro?", "fr"),
    ("lequel je peux texter, des deux?", "fr"),
    ("le 438, c'est pour texter?", "fr"),
    ("which number takes texts?", "en"),
    ("so i text 438-601-1211?", "en"),
])  # fmt: skip
def test_the_number_for_texts_is_told(act: Act, text: str, language: str) -> None:
    said = _text(_ask(act, text, LINES, language=language))
    assert "438 601-1211" in said and ("texto au" in said or "by text at" in said)


def test_one_who_has_a_chat_is_not_said_to_have_none(act: Act) -> None:
    said = _text(_ask(act, "ont-ils un clavardage?", LINES))
    assert "clavardage, à partir de son site : https://infoaide" in said


def test_a_number_asks_for_no_card(act: Act) -> None:
    assert _cards(_ask(act, "le 438 c'est des textos?", LINES)) == []


def test_hours_of_a_text_number_that_nobody_knows_are_said_to_be_unknown(act: Act) -> None:
    said = _text(_ask(act, "438 601-1211 c'est ouvert la nuit?", LINES))
    assert "438 601-1211 (texto) : je n'en ai pas les heures" in said


@pytest.mark.parametrize(("text", "language", "says"), [
    ("est-ce que mon mari peut rester avec moi", "fr", "pour les femmes seulement"),
    ("can he stay there with me?", "en", "for women only"),
    ("can my sister come with me", "en", "I do not know whether you can come"),
])  # fmt: skip
def test_who_may_come_along_is_told_from_the_record(act: Act, text: str, language: str, says: str) -> None:
    assert says in _text(_ask(act, text, HOUSES, language=language))


@pytest.mark.parametrize(
    "text", ["can he come to my house?", "il peut venir me chercher?", "il a mis ma photo sur un site"]
)
def test_what_is_told_of_somebody_is_no_question_about_a_house(act: Act, text: str) -> None:
    assert "utter_about_said" not in [r.get("response") for r in _ask(act, text, HOUSES)["responses"]]


def test_houses_shown_above_are_meant_though_lines_came_after(act: Act) -> None:
    shown = ["carrefour-pour-elle", *LINES]
    said = _text(_ask(act, "ils prennent-tu une fille sans enfants?", shown, listed=LINES))
    assert "Carrefour pour Elle" in said and "Info-aide" not in said


def test_parents_who_ask_for_a_group_get_it(act: Act) -> None:
    about = {"for_whom": "relative", "audiences": ["relatives"], "need": "parents_support"}
    assert "cavac-groupe-parents-exploitation" in _cards(_ask(act, "y a-t-il un groupe pour les parents?", [], **about))


@pytest.mark.parametrize("text", [
    "ils prennent-tu les femmes sans enfant?", "j'ai pas d'enfants, vont-ils m'accepter?",
    "faut-tu être une mère pour aller là?",
])  # fmt: skip
def test_women_without_children_are_not_told_of_children(act: Act, text: str) -> None:
    said = _text(_ask(act, text, ["carrefour-pour-elle"]))
    assert "rien dans la fiche ne demande d'avoir des enfants" in said and "femmes et enfants" not in said


@pytest.mark.parametrize(("age", "says"), [(30, "à 30 ans, ce n'est pas l'âge"), (19, "à 19 ans, l'âge convient")])
def test_the_age_that_was_said_is_compared_with_the_record(act: Act, age: int, says: str) -> None:
    me = {"age": age, "gender": "women", "for_whom": "self"}
    assert says in _text(_ask(act, "vont-ils me prendre?", ["l-antre-temps-longueuil"], **me))


def test_two_things_asked_at_once_are_both_answered(act: Act) -> None:
    said = _text(_ask(act, "c'est gratuit? et c'est ouvert la nuit?", ["sos-violence-conjugale"]))
    assert "gratuites" in said and "jour et nuit" in said


@pytest.mark.parametrize(("text", "language"), [
    ("laquelle en premier?", "fr"), ("par lequel je commence", "fr"), ("who do i call first?", "en"),
])  # fmt: skip
def test_who_answers_now_is_the_one_to_reach_first(act: Act, text: str, language: str) -> None:
    shown = ["rebatir", *LINES]
    said = _text(_ask(act, text, shown, language=language))
    assert said.index("1 888 933-9007") < said.index("1 833 732-2847")
    with time_machine.travel(datetime.fromisoformat(MORNING)):
        said = _text(_ask(act, text, shown, language=language))
    assert said.index("1 833 732-2847") < said.index("1 888 933-9007")


def test_the_line_that_finds_beds_goes_before_the_houses(act: Act) -> None:
    shown = ["carrefour-pour-elle", "sos-violence-conjugale"]
    said = _text(_ask(act, "laquelle j'appelle en premier?", shown, need="emergency_shelter"))
    assert "SOS violence conjugale" in said.split("Ensuite")[0].split("Puis")[0]


@pytest.mark.parametrize(("text", "language"), [
    ("ils sont là le dimanche?", "fr"), ("do they answer on saturday", "en"), ("pis la fin de semaine?", "fr"),
])  # fmt: skip
def test_hours_are_told_by_day(act: Act, text: str, language: str) -> None:
    said = _text(_ask(act, text, ["rebatir"], language=language))
    assert "1 833 732-2847" in said and ("lun.–ven." in said or "Mon–Fri" in said)


def test_a_line_that_answers_now_stands_beside_one_whose_hours_nobody_knows(act: Act) -> None:
    said = _text(_ask(act, "ils répondent ce soir?", ["piamp"], **IN_DANGER))
    assert "répond en ce moment" in said or "tout de suite" in said


def test_the_site_of_those_shown_is_told(act: Act) -> None:
    assert "https://cyberaide.ca" in _text(_ask(act, "c'est quoi leur site?", ["cyberaide-ca"]))


def test_whom_the_bot_named_last_are_they() -> None:
    with sessions()() as session:
        catalogue = read_catalogue(session)
    events = [
        {"event": "user", "text": "un avocat?"},
        {"event": "bot", "text": "Rebâtir (1 833 732-2847) offre jusqu'à 4 heures de consultation."},
        {"event": "user", "text": "ils ferment quand?"},
    ]
    assert named_last(said_last(events), catalogue, LINES, LINES, {}) == ("rebatir",)
    events[1]["data"] = {"custom": {"resources": [{"slug": "ivac"}]}}
    assert said_last(events) == ""  # a list was shown: "they" are those


def test_what_was_said_of_a_list_leaves_they_to_all_of_it() -> None:
    with sessions()() as session:
        catalogue = read_catalogue(session)
    said = "Info-aide violence sexuelle : 24/7 / SOS violence conjugale : 24/7"
    assert named_last(said, catalogue, LINES, LINES, {}) == ()


@pytest.mark.parametrize(("text", "slug"), [
    ("438 601 1211", "sos-violence-conjugale"), ("le 438", "sos-violence-conjugale"),
    ("le 1 800 363-9010", "sos-violence-conjugale"), ("9339007", "info-aide-violence-sexuelle"),
    ("il a 438 amis", None),
])  # fmt: skip
def test_a_number_names_whose_it_is(text: str, slug: str | None) -> None:
    with sessions()() as session:
        records = [read_catalogue(session).records[each] for each in LINES]
    assert [each.slugs for each in numbers_in(plain(text).split(), records)] == ([(slug,)] if slug else [])


def test_a_bed_comes_before_the_rest_for_who_has_nowhere_to_sleep(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "likeliest", lambda memory: (None, 0.0))  # no written reply is surer
    message = parsed("il me fait aussi voir des clients", "exit_prostitution")
    known = {"place": at("Longueuil", "16"), "gender": "women", "age": 30}
    slots = listen({"risk": {"level": "none", "types": []}, **known}, message)
    done = act("action_refer", slots, message, before="j'ai nulle part où dormir")
    assert "carrefour-pour-elle" in _cards(done)


def test_who_cannot_phone_reads_how_to_write(act: Act) -> None:
    message = parsed("à qui parler?", "listening")
    slots = listen({"written_only": True, "place_unknown": True, "risk": {"level": "none", "types": []}}, message)
    assert "clavardage" in _text(act("action_refer", slots, message))


class _Said:
    """Stands for a turn: what is said is kept."""

    def __init__(self, memory: Memory) -> None:
        self.memory, self.said = memory, dict[str, Any]()

    def say(self, response: str, **values: Any) -> None:
        self.said[response] = values


def _opening(state: str) -> dict[str, Any]:
    return {"slug": "rebatir", "name": "Rebâtir", "opening": {"state": state, "text": f"{state} at 8"}}


@pytest.mark.parametrize(("level", "state", "says"), [
    ("high", "closed", True), ("high", "open", False), ("none", "closed", False), ("high", "unknown", False),
])  # fmt: skip
def test_a_closed_office_is_not_the_only_answer(level: str, state: str, says: bool) -> None:
    turn = _Said(Memory(risk={"level": level, "types": []}, text="un avocat"))
    say_who_answers_now(cast("Turn", turn), [_opening(state)])
    assert ("list_closed_now" in turn.said) == says
    if says:
        assert turn.said["list_closed_now"]["how"] and turn.said["list_closed_now"]["opening"] == "closed at 8"
