"""Which reply fits, on messages of hands that wrote no training sentence."""

import json
from pathlib import Path

import pytest

from bot.actions.finding import SURELY as FACT_SURELY
from bot.actions.replies import LIKELY, SURELY
from bot.actions.written import Visitor, kin, known_to
from bot.actions.written import replies as written
from cli.adapting.answered import answered
from understanding.replies import FACT, NONE, OURS, judging
from understanding.replies.corpus import read_conversations, read_examples, read_live
from understanding.replies.reading import fingerprint, trained_on

FILE = Path(__file__).parent / "data" / "replies.jsonl"
LIVE = FILE.with_name("replies_live.jsonl")
WHOLE = FILE.with_name("conversations.jsonl")
"""Forty conversations whose answers were looked for among all, by two hands that taught nothing."""
EACH = 4
"""One message of so many is read: each takes its sentences, twenty milliseconds each."""
Read = list[tuple[dict[str, str], str, float]]


def _rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]


def test_the_reader_was_trained_on_the_sentences_as_they_stand() -> None:
    assert trained_on() == fingerprint(answered(), read_conversations()), "repere adapt --replies"
    assert judging.shared().fingerprint == trained_on(), "repere adapt --judge"


def test_no_message_of_this_set_is_a_training_sentence() -> None:
    read = [*read_examples(), *read_live(), *read_conversations()]
    trained = {" ".join(each.text.lower().split()) for each in read}
    of_whole = [json.loads(line)["text"] for line in WHOLE.read_text("utf-8").splitlines()]
    texts = [row["text"] for row in _rows()] + of_whole
    same = [text for text in texts if " ".join(text.lower().split()) in trained]
    assert not [text for text in same if len(text.split()) > 2]  # "allo", "je sais pas" are anybody's


@pytest.fixture(scope="module")
def read() -> Read:
    """Each message with the reply that most likely answers it, and the probability that it does."""
    anybody = Visitor(who="self", unknown=True, minor=False, begun=True)
    found = []
    for row in _rows()[::EACH]:
        fits = _replies(row["text"], "", anybody)
        best = max(fits, key=lambda name: fits[name], default=NONE)
        found.append((row, best, fits.get(best, 0.0)))
    return found


def _replies(text: str, before: str, visitor: Visitor) -> dict[str, float]:
    """How probably each of the likeliest replies answers."""
    fits = judging.shared().fit(judging.read(text, before), known_to(visitor))
    return {name: fit for name, fit in fits.items() if name in written()}


def _fits(row: dict[str, str], reply: str) -> bool:
    """Whether the reply, or one that says the same to somebody else, is one that was meant."""
    meant = {row["reply"], *row.get("also", ())}
    return bool(meant & {reply, *kin().get(reply, ())})


@pytest.mark.parametrize(("sure", "due", "right", "amiss"), [(LIKELY, 0.9, 0.82, 0.45), (SURELY, 0.8, 0.9, 0.2)])
def test_what_is_said_fits(read: Read, sure: float, due: float, right: float, amiss: float) -> None:
    """`due`: of the messages with a reply, those that get one; `amiss`: of those with none, those that get one.

    Who writes is unknown, and nothing was written before.

    A message written for none may be met by a reply that a reader judged to fit it (`also`).
    """
    scenes = {row["reply"] for row, _, _ in read if row["reply"] != NONE and written()[row["reply"]].scene}
    told = [(row, reply, fit) for row, reply, fit in read if row["reply"] not in scenes]
    said = [(row, reply) for row, reply, fit in told if fit >= sure]
    wrong = [(row["text"], row["reply"], reply) for row, reply in said if not _fits(row, reply)]
    of_none = [row["text"] for row, reply in said if row["reply"] == NONE and not _fits(row, reply)]
    with_reply = sum(row["reply"] != NONE for row, _, _ in told)
    assert len(of_none) / (len(told) - with_reply) <= amiss, of_none
    found = sum(row["reply"] != NONE for row, _ in said) / with_reply
    assert found >= due and 1 - len(wrong) / len(said) >= right, (found, len(said), wrong)


def test_in_conversations_what_is_said_is_what_was_asked_more_often_than_not() -> None:
    """Messages of forty conversations by hands that taught nothing; strict readers named the replies that answer."""
    rows = [json.loads(line) for line in LIVE.read_text("utf-8").splitlines()]
    worth = []
    for row in rows:
        visitor = Visitor(who=row["who"], unknown=row["unknown"], minor=row["minor"], begun=row["begun"])
        fits = _replies(row["text"], row["before"], visitor)
        best = max(fits, key=lambda name: fits[name], default=None)
        if best is not None and fits[best] >= SURELY:
            worth.append(1.0 if best in row["fits"] else 0.5 if best in row["half"] else 0.0)
    assert len(worth) >= len(rows) * 0.3 and sum(worth) / len(worth) >= 0.65


@pytest.mark.parametrize(("of_facts", "sure", "said", "right", "part"), [
    (False, SURELY, 0.42, 0.59, 0.16), (False, LIKELY, 0.72, 0.42, 0.21), (True, FACT_SURELY, 0.07, 0.55, 0.18),
])  # fmt: skip
def test_in_whole_conversations_what_is_said_answers(
    *, of_facts: bool, sure: float, said: float, right: float, part: float
) -> None:
    """Bounds a little under what docs/replies.md reports: `said` of all; of those, `right` and `part` at least."""
    found = []
    rows = [json.loads(line) for line in WHOLE.read_text("utf-8").splitlines()]
    for row in rows:
        visitor = Visitor(who=row["who"], unknown=row["unknown"], minor=row["minor"], begun=row["begun"])
        fits = judging.shared().fit(judging.read(row["text"], row["before"]), known_to(visitor))
        of_kind = {name: fit for name, fit in fits.items() if name.startswith(FACT) is of_facts and OURS not in name}
        best = max(of_kind, key=lambda name: of_kind[name], default=None)
        if best is not None and of_kind[best] >= sure:
            meant = {other for name in row["fits"] for other in kin().get(name, (name,))}
            found.append((best in meant, best in row["half"]))
    assert len(found) / len(rows) >= said
    assert sum(fits for fits, _ in found) / len(found) >= right
    assert sum(half for _, half in found) / len(found) >= part
