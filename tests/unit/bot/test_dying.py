"""Suicide lines are for who spoke of dying: a thank-you, a question or somebody on the way is not read so."""

import pytest

from bot.actions.dying import OF_SUICIDE, may_say_dying, says_dying
from bot.actions.signs import signs_in
from tests.unit.bot.test_actions import _responses
from tests.unit.bot.test_dangers import IN_DANGER, Act, Slots, _said, _turn
from tests.unit.bot.test_moments import _slugs
from understanding.risk.corpus import read_corpus
from understanding.risk.taxonomy import Level

SURE: Slots = {"risk": {"level": "imminent", "types": ["suicide"], "turn_types": ["suicide"]}}
CALM = [
    ("on avance à rien, il texte qu'il sera là dans 20 minutes", "fr"),
    ("parfait, je leur écris mardi. ça me rassure, merci", "fr"),
    ("et la promesse, je fais quoi avec ça demain?", "fr"),
    ("le cavac pis la police, c'est quoi la différence", "fr"),
    ("y'en a-tu une qui prend du monde avec un casier", "fr"),
    ("il veut 500$ avant minuit", "fr"),
    ("it was three days ago, i already washed. no cops please", "en"),
    ("she is safe now i think. i keep going over it, who can i talk to", "en"),
    ("thanks, i will call them on monday", "en"),
    ("la dernière fois que j'ai voulu partir il a appelé ma mère", "fr"),
    ("last time i went back he had changed the locks", "en"),
    ("what if he takes it off halfway", "en"),
]
DARK = [
    ("j'ai donné mon chat à la voisine, c'est pour à soir", "fr"),
    ("y seraient mieux sans moi", "fr"),
    ("jme suis refait des lignes sur les cuisses hier", "fr"),
    ("j'ai écrit mes lettres", "fr"),
    ("c'est la dernière fois que je vous écris", "fr"),
    ("chu sur le pont", "fr"),
    ("tell my mom i'm sorry", "en"),
    ("everyone would be lighter without me", "en"),
    ("i'm done, i don't want to be here anymore", "en"),
]


@pytest.mark.parametrize(("text", "language"), CALM)
def test_ordinary_words_get_no_suicide_line_whatever_was_learned(act: Act, text: str, language: str) -> None:
    done, _ = _turn(act, {}, text, risk="imminent", types=("suicide",), language=language)
    assert not OF_SUICIDE & set(_slugs(done))
    assert "escalation" in str(done)  # the alarm stays what it was


@pytest.mark.parametrize(("text", "language"), DARK)
def test_words_that_may_be_of_dying_keep_the_lines(act: Act, text: str, language: str) -> None:
    done, _ = _turn(act, {}, text, risk="high", types=("suicide",), language=language)
    assert OF_SUICIDE & set(_slugs(done))


def test_most_labelled_words_of_dying_may_be_read_so() -> None:
    dying = [
        record.text
        for record in read_corpus()
        if record.risk_type in ("suicide", "self_harm") and record.risk.rank >= Level.HIGH.rank
    ]
    kept = [text for text in dying if says_dying(text) or may_say_dying(text)]
    assert len(dying) > 600 and len(kept) >= 0.85 * len(dying)


def test_what_was_told_before_is_not_forgotten(act: Act) -> None:
    known = {"risk": {"level": "high", "types": ["suicide"]}, "shown": ["suicide-1-866-appelle"]}
    assert "utter_close_dark" in _responses(_said(act, "bonne nuit", known, intent="goodbye"))


@pytest.mark.parametrize(
    "text",
    [
        "Personne n'est suicidaire ici, je demande autre chose",
        "euh j'ai pas envie de mourir là",
        "nobody's suicidal, i asked about my student",
        "j'ai aucune intention de mourir, voyons",
        "i'm not thinking of suicide",
        "no one here wants to die",
    ],
)
def test_a_false_alarm_that_is_denied_is_taken_back(act: Act, text: str) -> None:
    risk = {"level": "high", "types": ["suicide"]}
    done = _said(act, text, {"risk": risk}, risk="high", types=("suicide",), again=True)
    assert "utter_situation_not_suicidal" in _responses(done) and not OF_SUICIDE & set(_slugs(done))


@pytest.mark.parametrize(
    "text", ["j'ai pu envie de vivre", "je veux mourir pis personne le sait", "i don't want to live"]
)
def test_no_wish_to_live_is_no_denial(text: str) -> None:
    assert says_dying(text) and "not_suicidal" not in signs_in(text)


def test_somebody_who_says_again_that_he_comes_hears_again_to_get_out(act: Act) -> None:
    known = {**IN_DANGER, "said": {"utter_danger_coming": [0]}, "shown": ["police-911", "info-aide-violence-sexuelle"]}
    for text in ("il texte qu'il arrive dans 30 min", "il m'écrit qu'il sera là dans une heure"):
        done = _said(act, text, known, risk="imminent", types=("suicide",), again=True)
        assert "utter_danger_coming" in _responses(done) and not OF_SUICIDE & set(_slugs(done))


@pytest.mark.parametrize(
    ("text", "again"),
    [("ok bye il arrive, merci", False), ("faut que j'te laisse il arrive", True), ("thanks gotta go he's home", True)],
)
def test_who_closes_as_somebody_comes_gets_few_words_and_no_list(act: Act, text: str, again: bool) -> None:
    known = {"risk": {"level": "high", "types": ["violence_now"]}} if again else {}
    done = _said(act, text, known, risk="imminent", types=("violence_now",), again=again)
    assert not _slugs(done) and "Quitter vite" in done["responses"][0]["text"]


@pytest.mark.parametrize(
    "text", ["il arrive aidez-moi", "il arrive dans 10 min jsuis cachée", "bye il arrive il va me tuer"]
)
def test_somebody_who_comes_is_a_danger_all_the_same(act: Act, text: str) -> None:
    assert "police-911" in _slugs(_said(act, text, {}, risk="imminent", types=("violence_now",)))


def test_a_throat_squeezed_last_week_is_not_sent_to_a_ward_tonight(act: Act) -> None:
    for text, tonight in (
        ("un client m'a étranglée la semaine passée, comment me protéger", False),
        ("he choked me two weeks ago, he wants to see me again", False),
        ("il m'a étranglée la semaine passée et j'ai mal à avaler", True),
        ("il m'a étranglée hier soir", True),
    ):
        done = _said(act, text, {}, risk="high", types=("violence_now",))
        assert ("utter_danger_choked" in _responses(done)) is tonight


def test_an_assault_of_days_ago_is_not_pressed_to_call_911(act: Act) -> None:
    known = {"risk": {"level": "high", "types": ["recent_sexual_assault"]}, "shown": ["info-aide-violence-sexuelle"]}
    told = {"risk": "imminent", "types": ("recent_sexual_assault",), "again": True}
    calm = _said(act, "c'est tu trop tard deux jours après? j'ai pris ma douche", known, **told)
    now = _said(act, "il est revenu, il me viole encore", known, **told)
    assert "police-911" not in _slugs(calm) and "utter_recall" not in _responses(calm)
    assert "police-911" in _slugs(now) or "utter_recall" in _responses(now) or "911" in str(now["responses"])


def test_who_has_somebody_safe_at_home_is_not_told_to_call_now(act: Act) -> None:
    sister: Slots = {"for_whom": "relative", "audiences": ["relatives"]}
    calm = _said(act, "she's safe at my place, i need someone for me", sister, risk="imminent", types=("distress",))
    now = _said(act, "he is beating her in the car", sister, risk="imminent", types=("violence_now",))
    assert "utter_danger_witness" not in _responses(calm) and "utter_danger_witness" in _responses(now)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("jpense que j'vas y aller sinon y va me laisser", "fr"),
        ("j'vais le faire pour pas qu'il se fâche", "fr"),
        ("j'vas le faire pour pas le perdre", "fr"),
        ("i guess i'll go so he doesn't get mad", "en"),
        ("im gonna do it or he will leave me", "en"),
    ],
)
def test_who_goes_because_they_are_pressed_hears_that_no_is_allowed(act: Act, text: str, language: str) -> None:
    young: Slots = {**IN_DANGER, "age": 16, "address": "tu", "shown": ["tel-jeunes"]}
    done = _said(act, text, young, risk="imminent", types=("coercion_trafficking",), again=True, language=language)
    first = done["responses"][0]["text"]
    assert ("dire non" in first or "say no" in first) and "tel-jeunes" in _slugs(done)


@pytest.mark.parametrize("text", ["je vais appeler le cavac sinon j'oublie", "i'll go to the shelter tomorrow"])
def test_who_goes_somewhere_else_is_not_told_to_say_no(act: Act, text: str) -> None:
    done = _said(act, text, IN_DANGER, risk="high", types=("coercion_trafficking",), again=True)
    assert not any("dire non" in (each.get("text") or "") for each in done["responses"])


@pytest.mark.parametrize(
    "text",
    [
        "my friend sent me goodbye texts and is on the bridge",
        "mon frère m'a écrit pardon pour tout, il est sur le viaduc",
    ],
)
def test_who_fears_for_a_friend_is_not_asked_if_they_think_of_dying(act: Act, text: str) -> None:
    done = _said(act, text, {}, risk="imminent", types=("suicide",))
    assert "utter_danger_suicide_other" in _responses(done) and {"police-911", *OF_SUICIDE} <= set(_slugs(done))
