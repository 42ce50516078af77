"""What a message calls for, on the forty conversations of hands that taught nothing."""

import json
from pathlib import Path

import pytest

from bot.actions.advice import WANTED
from bot.actions.hearing import LISTENS, NOW
from understanding.calls import calls_for
from understanding.calls.corpus import CALLS, read_examples
from understanding.calls.reading import fingerprint, shared

FILE = Path(__file__).parent / "data" / "replies_live.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_the_reader_was_trained_on_the_messages_as_they_stand() -> None:
    assert shared().fingerprint == fingerprint(read_examples()), "repere adapt --calls"


def test_no_message_of_this_set_is_a_training_sentence() -> None:
    trained = {example.text for example in read_examples()}
    same = [row["text"] for row in ROWS if row["text"] in trained and len(row["text"].split()) > 3]
    assert not same  # "ok merci" is anybody's


def test_what_a_message_calls_for_is_read_three_times_in_four() -> None:
    read = [(max(CALLS, key=calls_for(row["text"]).__getitem__), row) for row in ROWS]
    right = [name in (row["calls"], row.get("calls_also")) for name, row in read]
    assert sum(right) / len(right) >= 0.75


@pytest.mark.parametrize(
    ("name", "sure", "amiss"), [("listening", LISTENS, 0.25), ("words", WANTED, 0.25), ("safety", NOW, 0.34)]
)
def test_what_the_bot_acts_on_is_rarely_something_else(name: str, sure: float, amiss: float) -> None:
    """Where the bot listens, offers somebody to think with or says what to do, that is what was called for.

    Of *safety* there are nine in all: three are something else, one of them "i need help fast".
    """
    believed = [row for row in ROWS if calls_for(row["text"])[name] >= sure]
    wrong = [row["text"] for row in believed if name not in (row["calls"], row.get("calls_also"))]
    assert believed and len(wrong) / len(believed) <= amiss, wrong


def test_the_team_is_not_called_for_what_harms_nobody() -> None:
    """One in four of the harmless and worrying messages of mid-conversation that two readers labelled alike."""
    midway = (json.loads(line) for line in FILE.with_name("risk_midway.jsonl").read_text("utf-8").splitlines())
    calm = [row["text"] for row in midway if row["risk"] in ("none", "concern")][::4]
    called = [text for text in calm if calls_for(text)["safety"] >= NOW]
    assert len(calm) > 150 and len(called) / len(calm) <= 0.01, called
