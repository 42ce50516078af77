"""Themes: what near replies share is believed together, and said to whom it is for."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from bot.actions.memory import Memory
from bot.actions.themes import TIMES, Theme, are_told, themes, told
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


def test_few_words_are_of_no_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = of("theme_money_name_taken")
    read_as(monkeypatch, **dict.fromkeys(theme.members, 0.9 / len(theme.members)))
    assert told(Memory(whole="toujours rien", for_whom="self")) is None


def test_what_was_asked_and_not_given_goes_before_a_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = of("theme_money_name_taken")
    read_as(monkeypatch, **dict.fromkeys(theme.members, 0.9 / len(theme.members)))
    monkeypatch.setattr("bot.actions.themes.calls_for", lambda text: {"listening": 0.9})
    waits = Memory(whole=TOLD, for_whom="self", need="emergency_shelter")
    assert not are_told(waits) and are_told(replace(waits, shown=("sos-violence-conjugale",)))


def test_words_of_adults_are_not_said_of_a_minor(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = next(each for each in themes() if each.adults and "self" in each.who)
    read_as(monkeypatch, **dict.fromkeys(theme.members, 0.9 / len(theme.members)))
    assert told(Memory(whole=TOLD, for_whom="self", age=30)) is theme
    assert told(Memory(whole=TOLD, for_whom="self", age=15, address="tu")) is None


def test_under_an_alarm_a_theme_must_be_surer_and_nothing_is_praised(monkeypatch: pytest.MonkeyPatch) -> None:
    risk = {"level": "high", "types": ["coercion_trafficking"], "alarm": True}
    money, steps = of("theme_money_name_taken"), of("theme_steps_done")
    read_as(monkeypatch, **dict.fromkeys(money.members, 0.2 / len(money.members)))
    assert told(Memory(whole=TOLD, for_whom="self")) is money
    assert told(Memory(whole=TOLD, for_whom="self", risk=risk)) is None
    read_as(monkeypatch, **dict.fromkeys(steps.members, 0.9 / len(steps.members)))
    assert told(Memory(whole=TOLD, for_whom="self", risk=risk)) is None


def test_who_thinks_of_dying_is_told_no_theme(monkeypatch: pytest.MonkeyPatch) -> None:
    theme = of("theme_shame_on_myself")
    read_as(monkeypatch, **dict.fromkeys(theme.members, 0.9 / len(theme.members)))
    suicide = {"level": "high", "types": ["suicide"]}
    text = "je me déteste tellement, je mérite rien"
    dying = Memory(whole=text, written=("j'ai envie de mourir", text), before="j'ai envie de mourir", risk=suicide)
    assert told(dying) is None
