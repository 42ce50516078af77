"""Themes: what near replies share is believed together, and said to whom it is for."""

from types import SimpleNamespace

import pytest

from bot.actions.memory import Memory
from bot.actions.themes import TIMES, Theme, themes, told
from bot.actions.words import announcements
from bot.actions.written import BUYER
from bot.actions.written import replies as written
from cli.words.sources import ADULTS
from understanding.replies import judging

TOLD = "il garde ma carte pis y compte mes pourboires"


def read_as(monkeypatch: pytest.MonkeyPatch, *, after: dict[str, float] | None = None, **shares: float) -> None:
    """Make the reader of answers give these probabilities, those of `after` in the light of the message before."""
    reading = SimpleNamespace(whole=shares, after=after)
    monkeypatch.setattr(judging, "read", lambda text, before: reading)


def of(name: str) -> Theme:
    return next(theme for theme in themes() if theme.id == name)


@pytest.mark.parametrize("theme", themes(), ids=lambda theme: theme.id)
def test_each_theme_has_words_for_all_to_whom_they_may_be_said(theme: Theme) -> None:
    variants = announcements()[theme.id]
    said = [(variant.language, variant.address) for variant in variants]
    assert all(said.count(each) == TIMES for each in (("fr", None), ("en", None)))
    assert said.count(("fr", "tu")) == TIMES or theme.who <= ADULTS


def test_a_reply_is_of_one_theme_at_most_and_each_is_written() -> None:
    members = [name for theme in themes() for name in theme.members]
    assert len(members) == len(set(members)) and set(members) <= set(written())


def test_what_near_replies_share_is_believed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = of("theme_money_name_taken")
    one, two, three = sorted(theme.members)[:3]
    read_as(monkeypatch, **{one: 0.07, two: 0.07, three: 0.07})
    assert told(Memory(whole=TOLD, for_whom="self")) is theme
    read_as(monkeypatch, **{one: 0.07, two: 0.07})
    assert told(Memory(whole=TOLD, for_whom="self")) is None


def test_both_readings_of_a_message_count(monkeypatch: pytest.MonkeyPatch) -> None:
    one, *_ = sorted(of("theme_money_name_taken").members)
    read_as(monkeypatch, after={}, **{one: 0.2})
    assert told(Memory(whole=TOLD, before="allo", for_whom="self")) is None


def test_no_theme_is_said_to_whom_it_is_not_for(monkeypatch: pytest.MonkeyPatch) -> None:
    own, bought = of("theme_money_name_taken"), next(theme for theme in themes() if theme.who == BUYER)
    read_as(monkeypatch, **dict.fromkeys(own.members, 0.9 / len(own.members)))
    mother = Memory(whole=TOLD, for_whom="relative", audiences=("relatives",))
    assert told(mother) is None
    read_as(monkeypatch, **dict.fromkeys(bought.members, 0.9 / len(bought.members)))
    assert told(Memory(whole=TOLD)) is None  # nobody is taken for a buyer on a guess
    assert told(Memory(whole=TOLD, role="buyer")) is bought


def test_the_words_of_a_theme_do_not_come_back_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = of("theme_money_name_taken")
    read_as(monkeypatch, **dict.fromkeys(theme.members, 0.9 / len(theme.members)))
    assert told(Memory(whole=TOLD, for_whom="self", said={theme.id: [0]})) is theme
    assert told(Memory(whole=TOLD, for_whom="self", said={theme.id: [0, 1]})) is None
