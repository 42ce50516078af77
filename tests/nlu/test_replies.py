"""Which reply fits, on messages of hands that wrote no training sentence."""

import json
from pathlib import Path

import pytest

from bot.actions.replies import LIKELY, SURELY
from bot.actions.written import kin, kin_of
from cli.adapting.others import asked_otherwise
from understanding.replies import NONE, reply_to
from understanding.replies.corpus import read_examples
from understanding.replies.reading import fingerprint, shared

FILE = Path(__file__).parent / "data" / "replies.jsonl"
Read = list[tuple[dict[str, str], str, float]]


def _rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_the_reader_was_trained_on_the_sentences_as_they_stand() -> None:
    assert shared().fingerprint == fingerprint(read_examples(), asked_otherwise()), "repere adapt --replies"


def test_no_message_of_this_set_is_a_training_sentence() -> None:
    trained = {" ".join(example.text.lower().split()) for example in read_examples()}
    assert not [row["text"] for row in _rows() if " ".join(row["text"].lower().split()) in trained]


@pytest.fixture(scope="module")
def read() -> Read:
    """Each message with the reply that is nearest to it, and the probability of that one and its kin."""
    found = []
    for row in _rows():
        alone = reply_to(row["text"])
        shares = kin_of(alone)
        best = max(shares, key=lambda name: (shares[name], alone[name]))
        found.append((row, best, shares[best]))
    return found


def _fits(row: dict[str, str], reply: str) -> bool:
    """Whether the reply, or one that says the same to somebody else, is one that was meant."""
    meant = {row["reply"], *row.get("also", ())}
    return bool(meant & {reply, *kin().get(reply, ())})


@pytest.mark.parametrize(("sure", "due", "right", "amiss"), [(LIKELY, 0.7, 0.88, 0.05), (SURELY, 0.5, 0.93, 0.02)])
def test_what_is_said_fits(read: Read, sure: float, due: float, right: float, amiss: float) -> None:
    """`due`: of the messages with a reply, those that get one; `amiss`: of those with none, those that get one.

    A message written for none may be met by a reply that a reader judged to fit it (`also`).
    """
    said = [(row, reply) for row, reply, share in read if share >= sure and reply != NONE]
    wrong = [(row["text"], row["reply"], reply) for row, reply in said if not _fits(row, reply)]
    of_none = [row for row, reply in said if row["reply"] == NONE and not _fits(row, reply)]
    with_reply = sum(row["reply"] != NONE for row, _, _ in read)
    assert sum(row["reply"] != NONE for row, _ in said) / with_reply >= due
    assert 1 - len(wrong) / len(said) >= right, wrong
    assert len(of_none) / (len(read) - with_reply) <= amiss, [row["text"] for row in of_none]
