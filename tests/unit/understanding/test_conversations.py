"""Messages of conversations that teach the reader of replies: their labels, and what tells that they changed."""

import json
from pathlib import Path

import pytest

from understanding.replies.corpus import Said, read_conversations, shares
from understanding.replies.reading import fingerprint


@pytest.mark.parametrize(("fits", "half", "label"), [
    (["a"], [], {"a": 1.0}),
    (["a", "b"], [], {"a": 0.5, "b": 0.5}),
    (["a"], ["b"], {"a": 0.8, "b": 0.2}),
    ([], ["a", "b"], {"none": 0.5, "a": 0.25, "b": 0.25}),
    ([], [], {"none": 1.0}),
])  # fmt: skip
def test_what_answers_has_most_of_the_label(fits: list[str], half: list[str], label: dict[str, float]) -> None:
    assert shares(fits, half) == pytest.approx(label)


def test_a_message_without_words_is_refused_by_file_and_line(tmp_path: Path) -> None:
    row = {"text": " ", "before": "", "fits": [], "half": []}
    (tmp_path / "hand.jsonl").write_text(json.dumps(row), "utf-8")
    with pytest.raises(ValueError, match=r"hand\.jsonl, line 1"):
        read_conversations(tmp_path)


def test_another_label_or_another_message_before_is_another_training() -> None:
    said = Said("ok mais si elle dit non?", "je lui dis quoi", {"a": 1.0}, "hand")
    others = [
        Said(said.text, said.before, {"b": 1.0}, "hand"),
        Said(said.text, "", said.shares, "hand"),
        Said("autre", said.before, said.shares, "hand"),
    ]
    assert len({fingerprint([], [each]) for each in (said, *others)}) == 4
