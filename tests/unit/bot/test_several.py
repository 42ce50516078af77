"""A message that asks several things gets an answer to each."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from bot.actions import several
from bot.actions.memory import Memory
from bot.actions.turn import Turn
from bot.actions.unanswered import NAMES, subject_of
from bot.actions.words import announcements, responses
from bot.actions.written import replies as written
from tests.unit.bot.conftest import listen, parsed
from understanding.replies import judging
from understanding.topics import TOPICS

Act = Callable[..., dict[str, Any]]


def said(found: dict[str, Any]) -> list[str]:
    return [each["text"] for each in found["responses"] if each.get("text")]


def of(*names: str) -> set[str]:
    return {variant.text for name in names for variant in (announcements().get(name) or responses()[name])}


def read_as(monkeypatch: pytest.MonkeyPatch, word: str, reply: str) -> None:
    """Make the judge find that `reply` answers what holds `word`, and that nothing answers anything else."""
    judge_as(monkeypatch, {word: reply})


def judge_as(monkeypatch: pytest.MonkeyPatch, replies: dict[str, str]) -> None:
    """Make the judge find the reply of the word that a text holds."""
    monkeypatch.setattr(judging, "read", lambda text, before: text)
    judge = SimpleNamespace(fit=lambda text, known: {reply: 0.9 for word, reply in replies.items() if word in text})
    monkeypatch.setattr(judging, "shared", lambda: judge)


def test_what_this_service_keeps_and_a_fear_are_both_answered(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, "mère", "young_tell_mom")
    text = "Est-ce que cette conversation est enregistrée quelque part? Comment je dis ça à ma mère?"
    message = parsed(text, "listening")
    found = act("action_refer", listen({}, message), message, before="allo")
    assert of("utter_privacy") & set(said(found)) and of("young_tell_mom") & set(said(found))


def test_one_question_or_none_that_is_known_is_left_to_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    read_as(monkeypatch, "mère", "young_tell_mom")
    assert not several.answer(Left("Comment je dis ça à ma mère?"))
    assert not several.answer(Left("Est-ce que la lune est loin? Pis le soleil?"))


def test_two_answers_do_not_both_ask_something(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = [name for name, reply in written().items() if not reply.who and not reply.scene and not reply.late]
    asking = [name for name in mine if all("?" in variant.text for variant in announcements()[name])][:2]
    judge_as(monkeypatch, {"mère": asking[0], "école": asking[1]})
    message = parsed("Comment je dis ça à ma mère? Pis à l'école, je dis quoi?", "listening")
    found = act("action_refer", listen({}, message), message, before="allo")
    assert sum(text.count("?") for text in said(found)) == 1 and of(asking[0]) & set(said(found))


class Left(Turn):
    """As much of a turn as a message that is left alone needs."""

    def __init__(self, text: str) -> None:  # nothing is said, so nothing more is needed
        self.memory = Memory(text=text, whole=text, before="allo")


def test_topics_are_named_in_both_languages_and_exist() -> None:
    names = yaml.safe_load(NAMES.read_text("utf-8"))
    assert set(names) <= set(TOPICS)
    assert all(each["fr"] and each["en"] for each in names.values())


@pytest.mark.parametrize(
    ("memory", "named"),
    [
        (Memory(), "le bail et le logement"),
        (Memory(language="en"), "the lease and housing"),
    ],
)
def test_what_is_asked_is_named_where_nothing_checked_answers(memory: Memory, named: str) -> None:
    assert subject_of("est-ce que je suis obligée de payer le loyer jusqu'à la fin du bail?", memory) == named


def test_an_unsure_subject_is_not_named() -> None:
    assert subject_of("pis ça?", Memory()) == ""
