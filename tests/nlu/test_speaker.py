"""Who writes, on conversations by hands that wrote no training sentence."""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from bot.actions.reading import read
from understanding.asides import asked_in
from understanding.person import read_person
from understanding.risk.corpus import read_corpus
from understanding.speaker import opening
from understanding.speaker.corpus import read_examples
from understanding.speaker.reading import fingerprint, shared

FILE = Path(__file__).parent / "data" / "speakers.jsonl"
ROLES = {"relative": "relative", "other": "witness", "self": "victim"}


@pytest.fixture(scope="module")
def conversations() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_the_reader_was_trained_on_the_sentences_as_they_stand() -> None:
    assert shared().fingerprint == fingerprint(read_examples(read_corpus())), "repere adapt --speaker"


def test_an_opening_that_is_sure_is_seldom_wrong(conversations: list[dict[str, Any]]) -> None:
    told: Counter[bool] = Counter()
    for each in conversations:
        found = opening(each["messages"])
        if found is not None and found.speaker is not None:
            told[found.speaker == each["speaker"]] += 1
    assert told.total() >= 0.75 * len(conversations)
    assert told[False] <= 0.06 * told.total()


def test_the_slots_hold_the_right_writer_on_most_turns(conversations: list[dict[str, Any]]) -> None:
    held: Counter[str] = Counter()
    for each in conversations:
        slots: dict[str, Any] = {}
        for number, text in enumerate(each["messages"], start=1):
            person = asdict(read_person(asked_in(text)))
            message = {"text": text, "person": person, "intent": {"name": "none", "confidence": 0.3}}
            slots |= read(message, slots, each["messages"][:number])
            writer = slots.get("role") or ROLES.get(slots.get("for_whom") or "")
            held["nobody" if writer is None else "right" if writer == each["speaker"] else "wrong"] += 1
    assert held["right"] >= 0.7 * held.total()
    assert held["wrong"] <= 0.22 * held.total()
