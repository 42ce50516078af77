"""The visitor's words for people are kept, turned to them, and never guessed."""

import pytest

from bot.actions.own_words import own_words
from cli.words.lint import rules


@pytest.mark.parametrize(
    ("text", "role", "form", "said"),
    [
        ("mon chum prend tout mon argent", "other", "fr", "votre chum"),
        ("mon chum prend tout mon argent", "other", "tu", "ton chum"),
        ("My pimp took my phone", "other", "en", "your pimp"),
        ("le gars me suit", "other", "fr", "ce gars-là"),
        ("ma fille a 15 ans", "dear", "fr", "votre fille"),
        ("my daughter is 15", "dear", "en", "your daughter"),
    ],
)
def test_words_are_kept(text: str, role: str, form: str, said: str) -> None:
    assert own_words(text)[role].forms[form] == said  # type: ignore[index]


@pytest.mark.parametrize("text", ["mon chum connaît mon pimp", "un homme me suit", "ce trou de cul me bat", ""])
def test_two_people_a_stranger_or_an_insult_are_not(text: str) -> None:
    assert "other" not in own_words(text)


def test_both_roles_may_be_named() -> None:
    assert set(own_words("ma fille sort avec mon ex")) == {"other", "dear"}


def test_a_child_is_written_for_and_not_the_brother_who_saw_something() -> None:
    said = own_words("je suis la mère d'une fille de 19 ans, et mon frère m'a montré une annonce")
    assert said["dear"].forms["fr"] == "votre fille"
    assert "dear" not in own_words("ma soeur et mon frère ne me croient pas")


def test_the_list_keeps_to_the_style_guide() -> None:
    from bot.actions.own_words import _entries

    for _, named in _entries():
        assert not set(named.forms["fr"].split()) & {"ton", "ta", "tes"}
        assert not set(named.forms["tu"].split()) & {"votre", "vos"}
        assert "!" not in "".join(named.forms.values())
    assert rules()["forbidden"]
