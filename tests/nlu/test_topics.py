"""Topics on messages of a hand that wrote no training sentence."""

import json
from pathlib import Path

import pytest

from understanding.topics.corpus import read_examples
from understanding.topics.model import shared
from understanding.topics.reading import fingerprint, topic_of

FILE = Path(__file__).parent / "data" / "topics.jsonl"
SURE = 0.6
OURS = "us_"
Read = list[tuple[dict[str, str], str, float]]


def test_the_reader_was_trained_on_the_sentences_as_they_stand() -> None:
    assert shared().fingerprint == fingerprint(read_examples()), "train it again: repere adapt --topics"


def test_no_message_of_this_set_is_a_training_sentence() -> None:
    trained = {" ".join(example.text.lower().split()) for example in read_examples()}
    assert not [row["text"] for row in _rows() if " ".join(row["text"].lower().split()) in trained]


def _rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def read() -> Read:
    """Each message with the topic read, and its probability."""
    return [(row, *topic_of(row["text"])) for row in _rows()]


def _right(row: dict[str, str], topic: str) -> bool:
    return topic == row["topic"] or topic in row.get("also", ())


def test_most_topics_are_read(read: Read) -> None:
    wrong = [(row["text"], row["topic"], topic) for row, topic, _ in read if not _right(row, topic)]
    assert 1 - len(wrong) / len(read) >= 0.7, wrong


def test_what_is_surely_read_is_right(read: Read) -> None:
    """A sure topic refuses facts and answers for this service."""
    sure = [(row, topic) for row, topic, probability in read if probability >= SURE]
    wrong = [(row["text"], row["topic"], topic) for row, topic in sure if not _right(row, topic)]
    assert len(sure) >= len(read) / 2
    assert 1 - len(wrong) / len(sure) >= 0.85, wrong


def test_this_service_seldom_answers_for_another(read: Read) -> None:
    ours = [(row, topic) for row, topic, probability in read if topic.startswith(OURS) and probability >= SURE]
    wrong = [(row["text"], row["topic"], topic) for row, topic in ours if not row["topic"].startswith(OURS)]
    assert len(wrong) <= 0.15 * len(ours), wrong
