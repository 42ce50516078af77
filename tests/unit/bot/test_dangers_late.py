"""Danger after the first alarm: the body, what was taken, who thinks of dying, the door; and what is none."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions import dangers
from bot.actions.life import swallowed, told_in
from bot.actions.memory import Memory
from bot.actions.signs import signs_in
from bot.actions.words import announcements
from tests.unit.bot.test_actions import _responses
from tests.unit.bot.test_dangers import FAMILY, IN_DANGER, SUICIDAL, _said, _turn
from tests.unit.bot.test_moments import _slugs

Act = Callable[..., dict[str, Any]]
Slots = dict[str, Any]
BEATEN: Slots = {"risk": {"level": "imminent", "types": ["violence_now"]}, "shown": ["police-911"]}
BLACKMAILED: Slots = {"risk": {"level": "high", "types": ["threats_blackmail"]}, "shown": ["cyberaide-ca"]}


def _after(act: Act, before: str, text: str, slots: Slots, *, language: str = "fr", intent: str = "listening") -> Any:
    """Take a turn whose conversation holds another message before."""

    def again(name: str, heard: Slots | None = None, message: dict[str, Any] | None = None) -> dict[str, Any]:
        return act(name, heard, message, before)

    return _said(again, text, slots, language=language, intent=intent)


@pytest.mark.parametrize(
    ("text", "language", "response"),
    [
        ("chaque fois que je respire ça fait mal dans mon dos", "fr", "utter_danger_breathing"),
        ("j'ai de la difficulté à prendre mon souffle là", "fr", "utter_danger_breathing"),
        ("my chest is tight, i can't breathe properly", "en", "utter_danger_breathing"),
        ("i'm coughing up blood", "en", "utter_danger_breathing"),
        ("je suis pas suicidaire, j'ai la mâchoire cassée", "fr", "utter_danger_injury"),
        ("i think he broke my wrist, is that bad?", "en", "utter_danger_injury"),
        ("quelqu'un essaie d'ouvrir la porte", "fr", "utter_danger_door"),
        ("someone is at the door", "en", "utter_danger_door"),
        ("y a encore un double de ma clé", "fr", "utter_danger_keys"),
        ("my ex still has a set of keys to my place", "en", "utter_danger_keys"),
        ("la patronne ferme à clé la nuit", "fr", "utter_danger_locked"),
        ("they lock the house at night", "en", "utter_danger_locked"),
    ],
)  # fmt: skip
def test_a_later_danger_is_spoken_to_first(act: Act, text: str, language: str, response: str) -> None:
    assert _responses(_said(act, text, BEATEN, language=language))[0] == response


def test_a_danger_of_the_body_is_said_again_in_other_words_with_the_ambulance(act: Act) -> None:
    first, slots = _turn(act, BEATEN, "j'ai de la misère à respirer")
    assert "police-911" in _slugs(first) or "911" in str(first["responses"])
    after, _ = _turn(act, slots, "t'as pas lu? je respire pu bien")
    said = [each.get("text") for each in first["responses"] if each.get("response") == "utter_danger_breathing"]
    again = [each.get("text") for each in after["responses"] if each.get("response") == "utter_danger_breathing"]
    assert said and again and said != again


@pytest.mark.parametrize(
    ("before", "text", "slots", "response"),
    [
        ("un client m'a serré le cou hier", "ma voix est toute rauque", IN_DANGER, "utter_danger_choked"),
        ("my ex choked me", "is that dangerous?", IN_DANGER, "utter_danger_choked"),
        ("j'ai pris 12 cachets", "chu tout étourdie", SUICIDAL, "utter_danger_worse"),
        ("i took a bunch of pills", "everything is spinning", SUICIDAL, "utter_danger_worse"),
        ("j'ai des pilules icitte", "non là j'en ai vraiment pris", SUICIDAL, "utter_danger_swallowed"),
        ("i have pills here", "i did take them", SUICIDAL, "utter_danger_swallowed"),
        ("the boss locks us in every night", "he is gone out, can i leave now?", IN_DANGER, "utter_danger_can_leave"),
        ("elle a mes photos nues", "bon ben j'vas payer d'abord", BLACKMAILED, "utter_danger_pay"),
        ("he has my nudes", "i already sent 50 dollars", BLACKMAILED, "utter_danger_pay"),
    ],
)  # fmt: skip
def test_what_was_told_before_makes_the_danger(act: Act, before: str, text: str, slots: Slots, response: str) -> None:
    language = "en" if " i " in f" {before} {text} " or "my " in before or "he " in before else "fr"
    assert _responses(_after(act, before, text, slots, language=language))[0] == response


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("personne m'a fait mal, je cherche un lit", IN_DANGER),
        ("nobody beat me, stop it", IN_DANGER),
        ("j'ai rien pris, je parle de la pilule du lendemain", IN_DANGER),
        ("y a-tu une pilule à prendre contre le vih", IN_DANGER),
        ("do i take the morning after pill with food", IN_DANGER),
        ("he is not here anymore", IN_DANGER),
        ("le livreur est à la porte", IN_DANGER),
        ("mon chum a mes clés de char", IN_DANGER),
        ("j'ai couru, je respire mal haha", IN_DANGER),
    ],
)  # fmt: skip
def test_what_is_denied_or_harmless_is_no_danger(act: Act, text: str, slots: Slots) -> None:
    assert not [name for name in _responses(_said(act, text, slots)) if name.startswith("utter_danger")]


@pytest.mark.parametrize(("text", "means"), [
    ("je veux la pilule du lendemain", False), ("the morning after pill please", False),
    ("j'ai des pilules dans la main", True), ("the pills are on the table", True),
])  # fmt: skip
def test_a_health_question_is_no_means_to_die(text: str, means: bool) -> None:
    assert ("means_pills" in signs_in(text)) is means
    assert not swallowed("y a-tu une pilule à prendre vite, pis la pilule du lendemain")
    assert told_in("personne m'a touchée") == ""


def test_who_says_yes_is_asked_of_the_means_and_told_the_truth(act: Act) -> None:
    slots = {**SUICIDAL, "question": "dying", "declines_human": True}
    done, after = _turn(act, slots, "ouais. mais j'veux pas parler à une intervenante")
    assert _responses(done)[0] == "utter_danger_ask_means" and after["question"] == "means"
    assert "suicide-1-866-appelle" in _slugs(done)  # a text line, shown before or not
    assert not [each for each in done["responses"] if each.get("buttons")]  # no menu of services


@pytest.mark.parametrize(("text", "response"), [
    ("oui", "utter_danger_means"), ("non pas vraiment", "utter_danger_no_means"),
    ("yes right here", "utter_danger_means"),
])  # fmt: skip
def test_the_answer_about_the_means_is_heard(act: Act, text: str, response: str) -> None:
    assert _responses(_said(act, text, {**SUICIDAL, "question": "means"}))[0] == response


def test_a_yes_to_another_question_is_no_wish_to_die(act: Act) -> None:
    assert not [n for n in _responses(_said(act, "oui", SUICIDAL)) if n.startswith("utter_danger")]


@pytest.mark.parametrize(("text", "language", "response"), [
    ("allez-vous envoyer l'ambulance chez moi?", "fr", "utter_danger_sends_police"),
    ("are the cops going to come here?", "en", "utter_danger_sends_police"),
    ("l'as-tu dit à ton équipe?", "fr", "utter_danger_team_told"),
    ("don't tell anyone ok", "en", "utter_danger_team_told"),
])  # fmt: skip
def test_what_becomes_of_their_words_is_told_truly(act: Act, text: str, language: str, response: str) -> None:
    said = _responses(_said(act, text, SUICIDAL, language=language))
    assert said[0] == response and not [name for name in said if "no_checked_answer" in name]


def test_pills_told_again_are_never_a_list_of_services(act: Act) -> None:
    slots = {**SUICIDAL, "said": {"utter_danger_swallowed": [0]}}
    done = _after(act, "j'ai des pilules ici", "encore pareil. j'ai pris des tylenols, quatre", slots)
    assert _responses(done)[0] == "utter_danger_swallowed_again" and "centre-antipoison-quebec" in _slugs(done)


@pytest.mark.parametrize(
    "text", ["je te laisse, dis-moi juste si le clsc est ouvert", "bye, last question: is it free"]
)
def test_a_goodbye_that_asks_is_answered(act: Act, text: str) -> None:
    done, _ = _turn(act, IN_DANGER, text, "goodbye", action="action_goodbye")
    assert not [name for name in _responses(done) if name.startswith("utter_close")]


def test_no_child_is_spoken_of_to_who_has_none(act: Act) -> None:
    done = _after(act, "j'ai pas d'enfants", "il s'en vient, il est en bas", IN_DANGER)
    assert _responses(done)[0] == "utter_danger_coming"


@pytest.mark.parametrize(("text", "response"), [
    ("ma fille a des bleus partout, c'est lui qui la frappe", "utter_danger_marks"),
    ("elle a des marques au cou depuis samedi", "utter_danger_marks"),
])  # fmt: skip
def test_marks_seen_by_a_relative_are_not_a_scene(act: Act, text: str, response: str) -> None:
    assert _responses(_said(act, text, FAMILY, risk="imminent", types=("violence_now",)))[0] == response


@pytest.mark.parametrize("text", [
    "je conduis un taxi, j'amène une fille de 17 ans dans des motels pour des clients",
    "une élève de 14 ans se fait vendre par un homme",
])  # fmt: skip
def test_a_witness_is_not_told_that_it_is_not_their_fault(act: Act, text: str) -> None:
    done = _said(act, text, {}, risk="high", types=("minor_exploitation", "coercion_trafficking"))
    assert "utter_situation_coerced" not in _responses(done)


def test_breath_is_answered_with_no_line_on_suicide(act: Act) -> None:
    done = _said(
        act, "j'ai de la difficulté à respirer", BEATEN, risk="imminent", types=("medical_overdose", "self_harm")
    )
    assert "suicide-1-866-appelle" not in _slugs(done) and "info-social-811" in _slugs(done)


@pytest.mark.parametrize("text", [
    "should i call 911?", "est-ce que je dois appeler le 911?", "someone is coming to hurt me",
    "non mais je vais sauter du pont", "i need to go somewhere safe tomorrow", "j'ai perdu la carte soleil",
])  # fmt: skip
def test_what_says_something_else_gets_no_such_answer(act: Act, text: str) -> None:
    said = _responses(_said(act, text, {**SUICIDAL, "question": "means"}))
    wrong = ("sends_police", "no_means", "leaves_chat", "breathing")
    assert not [name for name in said if name.endswith(wrong)]


@pytest.mark.parametrize(
    ("text", "language"), [("im 19. sherbrooke", "en"), ("16", "fr"), ("moi payer combien pour interprète?", "fr")]
)
def test_a_number_told_after_an_alarm_is_no_blackmail_that_goes_on(act: Act, text: str, language: str) -> None:
    done = _after(act, "il a mes photos nues", text, BLACKMAILED, language=language)
    assert not {"utter_danger_blackmail", "danger_ultimatum"} & {*_responses(done)}


@pytest.mark.parametrize(("fit", "now", "alarm", "yields"), [
    (0.7, 0.0, False, True), (0.3, 0.0, False, False), (0.7, 0.6, False, False), (0.7, 0.0, True, False),
])  # fmt: skip
def test_news_of_who_was_missing_yields_to_a_reply_that_surely_meets_it(
    monkeypatch: pytest.MonkeyPatch, fit: float, now: float, alarm: bool, yields: bool
) -> None:
    monkeypatch.setattr(dangers, "likeliest", lambda memory: (None, fit))
    monkeypatch.setattr(dangers, "safety", lambda text: now)
    risk = {"level": "high", "types": ["runaway_missing_minor"], "alarm": alarm}
    text = "elle vient de m'écrire, chu correcte papa"
    memory = Memory(whole=text, text=text, written=("ma fille est pas rentrée", text), risk=risk, for_whom="relative")
    found = dangers.read_danger(memory)
    assert (found is None or found.name != "news_missing") is yields


@pytest.mark.parametrize(
    ("text", "language"), [("oui il est à la maison, il dort", "fr"), ("he's asleep on the couch", "en")]
)
def test_who_sleeps_is_not_said_to_be_away(act: Act, text: str, language: str) -> None:
    done = _said(act, text, IN_DANGER, language=language)
    assert _says(done, "danger_asleep") and not _says(done, "danger_away")


def _says(done: dict[str, Any], name: str) -> bool:
    """Whether the words of a response were said."""
    words = {variant.text for variant in announcements()[name]}
    return bool(words & {each.get("text") for each in done["responses"]})
