"""Acts on messages of a hand that wrote no training sentence and chose no level."""

import json
from pathlib import Path

import pytest

from understanding.acts.corpus import read_examples
from understanding.acts.model import shared
from understanding.acts.reading import fingerprint
from understanding.asides import read_asides

FILE = Path(__file__).parent / "data" / "acts.jsonl"
UNUSED = {"asks_legality", "confidential", "for_self"}
"""Acts that nothing uses yet."""


def test_the_reader_was_trained_on_the_sentences_as_they_stand() -> None:
    assert shared().fingerprint == fingerprint(read_examples()), "train it again: repere adapt --acts"


@pytest.fixture(scope="module")
def read() -> list[tuple[str, set[str], set[str]]]:
    """Each message with the acts that it does and those that were read, its parts and the whole together."""
    rows = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    return [(row["text"], set(row["acts"]) - UNUSED, set(read_asides(row["text"]).acts) - UNUSED) for row in rows]


def test_what_is_read_is_mostly_done(read: list[tuple[str, set[str], set[str]]]) -> None:
    right = sum(len(done & found) for _, done, found in read)
    wrong = [(text, sorted(found - done)) for text, done, found in read if found - done]
    assert right / (right + sum(len(acts) for _, acts in wrong)) >= 0.75, wrong


def test_most_acts_are_read(read: list[tuple[str, set[str], set[str]]]) -> None:
    missed = [(text, sorted(done - found)) for text, done, found in read if done - found]
    assert sum(len(done & found) for _, done, found in read) / sum(len(done) for _, done, _ in read) >= 0.6, missed
