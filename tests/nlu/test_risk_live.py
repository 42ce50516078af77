"""How often a message alarms by itself, on messages of conversations by hands that wrote no training sentence."""

import json
from collections import Counter
from pathlib import Path

import pytest

from understanding.risk.conversation import assess_conversation
from understanding.risk.corpus import read_corpus
from understanding.risk.detector import shared_detector

DATA = Path(__file__).parent / "data"
WHOLE, MIDWAY = DATA / "risk_live.jsonl", DATA / "risk_midway.jsonl"


def _rows(file: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("file", [WHOLE, MIDWAY], ids=lambda path: path.stem)
def test_no_message_is_a_training_sentence(file: Path) -> None:
    long = [row["text"] for row in _rows(file) if len(row["text"].split()) > 6]
    trained = {" ".join(record.text.lower().split()) for record in read_corpus()}
    assert not [text for text in long if " ".join(text.lower().split()) in trained]


@pytest.mark.parametrize(
    ("file", "at_most", "at_least"),
    [
        (WHOLE, {"none": 0.09, "concern": 0.27}, {"high": 0.75, "imminent": 1.0}),
        (MIDWAY, {"none": 0.06, "concern": 0.25}, {"high": 0.78, "imminent": 1.0}),
    ],
    ids=lambda value: value.stem if isinstance(value, Path) else None,
)
def test_danger_alarms_and_little_else_does(file: Path, at_most: dict[str, float], at_least: dict[str, float]) -> None:
    """The bounds stand a little off what docs/conversation-risk.md reports: a worse reader fails, no coin toss does."""
    of, alarmed = Counter[str](), Counter[str]()
    for row in _rows(file):
        of[row["risk"]] += 1
        alarmed[row["risk"]] += assess_conversation(shared_detector(), [row["text"]]).level.escalates
    shares = {level: alarmed[level] / of[level] for level in of}
    assert all(shares[level] <= bound for level, bound in at_most.items()), shares
    assert all(shares[level] >= bound for level, bound in at_least.items()), shares
