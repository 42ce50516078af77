"""Of whom it is asked: an organisation that is named or was listed, or this service; and how a record answers."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.actions.about import classified
from bot.actions.about.asking import is_of_them, named_in
from bot.actions.knowledge.whom import who_answers
from bot.actions.memory import Memory
from tests.unit.bot.test_about import SHOWN, _ask, _cards, _said, _text

Act = Callable[..., dict[str, Any]]
LINES = ["tel-jeunes", "jeunesse-j-ecoute", "ligne-urgence-traite-personnes"]


@pytest.fixture(autouse=True)
def directory(directory_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPERE_DATABASE_URL", directory_url)


@pytest.mark.parametrize(
    ("text", "listed", "theirs"),
    [
        ("y vont tu avertir ma famille si jleur parle?", LINES, True),
        ("would they report it to immigration?", LINES, True),
        ("jeunesse j'écoute va tu le dire à mon école", [], True),
        ("vont-ils le dire à la police?", [], False),
        ("allez-vous le dire à la DPJ?", LINES, False),
        ("vas tu les appeler, mes parents?", LINES, False),
        ("will your team call the cops on them?", LINES, False),
        ("il va-tu savoir que j'ai écrit?", LINES, False),
    ],
)
def test_it_is_asked_of_them_or_of_us(text: str, listed: list[str], theirs: bool) -> None:
    assert is_of_them(text, shown=listed, listed=listed) is theirs


@pytest.mark.parametrize("text", ["est-ce que tu vas appeler la DPJ?", "report me to youth protection?"])
def test_who_would_be_told_does_not_act(text: str) -> None:
    assert named_in(text, shown=()) == ()


@pytest.mark.parametrize(
    ("text", "language"),
    [("y vont tu le dire a la police?", "fr"), ("do they call the cops if i tell them?", "en")],
)
def test_who_would_tell_is_answered_for_those_listed(act: Act, text: str, language: str) -> None:
    done = _ask(act, text, LINES, language=language)
    said = _text(done)
    assert "utter_who_is_told" not in _said(done) and ("avant de dire" in said or "before you give your name" in said)


def test_one_answer_where_a_fact_says_what_the_record_does_not(act: Act) -> None:
    done = _ask(act, "tel-jeunes, c'est confidentiel?", LINES)
    assert "en toute confidentialité" in _text(done) and "utter_about_not_said" not in _said(done)
    assert not any("confirm" in (name or "") for name in _said(done))


def test_what_they_do_is_said_in_a_sentence(act: Act) -> None:
    done = _ask(act, "stella, eux autres y font quoi?", [])
    assert "par et pour les travailleuses du sexe" in _text(done) and _cards(done) == ["stella-amie-de-maimie"]


def test_no_card_of_the_last_list_is_shown_again(act: Act) -> None:
    assert _cards(_ask(act, "chez doris, c'est quoi le numéro?")) == []
    assert _cards(_ask(act, "chez doris, c'est quoi le numéro?", shown=SHOWN, listed=["ivac"])) == ["chez-doris"]


@pytest.mark.parametrize("text", ["je peux-tu garder mon numéro?", "et sur la facture de texto?", "il lit mes textos"])
def test_what_is_the_writers_own_reaches_nobody(act: Act, text: str) -> None:
    assert not any(
        (name or "").startswith("utter_about") for name in _said(_ask(act, text, ["sos-violence-conjugale"]))
    )


@pytest.mark.parametrize(
    ("text", "slug"),
    [("crime stoppers c'est anonyme?", "echec-au-crime"), ("cyberaide c'est quoi", "cyberaide-ca"),
     ("c'est quoi le 988", "ligne-988-suicide"), ("edies c'est gratis?", "cavac-edies")],
)  # fmt: skip
def test_what_people_call_them_is_known(act: Act, text: str, slug: str) -> None:
    assert _cards(_ask(act, text, [])) == [slug]


def test_who_is_named_has_a_number_whatever_the_matter(act: Act) -> None:
    place = {"name": "Longueuil", "region_code": "16"}
    done = _ask(act, "what's the number for youth protection there?", [], language="en", place=place)
    assert "1 800 361-5310" in _text(done)


def test_both_halves_of_a_question_are_answered(act: Act) -> None:
    said = _text(_ask(act, "is it free? can i bring my daughter, she is 6?", ["chez-doris"], language="en"))
    assert "whether it is free" in said and "children" in said


def test_who_can_say_is_who_is_asked_about() -> None:
    listed = Memory(text="can we wash our clothes there?", listed=("chez-doris", "ivac"))
    assert who_answers("how long does chez doris let you stay?", listed) == "chez-doris"
    assert who_answers("do they take people my age?", Memory(listed=("interligne",))) == "interligne"


def test_a_question_is_read_whatever_the_name() -> None:
    found = classified.asked_of_record("est-ce qu'ils vont le dire à mes parents?")
    assert found[0] == "confidential" and classified.surely(*found, named=False)
