"""A copied evaluation sentence is caught, quickly, in a crowd."""

import json
import random
import time
from pathlib import Path

import pytest

from cli.evaluation.leakage import likenesses, read_texts

TRAINED = [
    ("b1:1", "Mon propriétaire garde mon passeport depuis trois semaines."),
    ("b1:2", "Where can I find a lawyer in Gatineau?"),
    ("b1:3", "oui svp"),
]


def test_a_planted_copy_is_caught_whatever_its_case_accents_and_a_changed_word() -> None:
    (found,) = likenesses([("v1", "MON PROPRIETAIRE GARDE MON PASSEPORT DEPUIS DEUX SEMAINES")], TRAINED)
    assert found.id == "v1" and found.where == "b1:1" and 0.6 < found.jaccard < 1 and not found.common
    (same,) = likenesses([("v2", TRAINED[1][1])], TRAINED)
    assert same.where == "b1:2" and same.jaccard == 1.0


def test_another_sentence_on_the_same_subject_is_not() -> None:
    assert likenesses([("v1", "Ma patronne a pris mon passeport et ne veut plus me le rendre.")], TRAINED) == []


def test_everybody_s_words_are_reported_as_such() -> None:
    (found,) = likenesses([("v1", "Oui SVP")], [*TRAINED, ("b1:4", "ok")])
    assert found.common
    (short,) = likenesses([("v1", "ok")], [*TRAINED, ("b1:4", "ok")])
    assert short.common and short.where == "b1:4"


def test_messages_and_turns_are_read_and_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "e.jsonl"
    file.write_text('{"id": "v1", "text": "un"}\n\n{"id": "w1", "turns": ["deux", "trois"]}\n')
    assert read_texts(file) == [("v1", "un"), ("w1, turn 1", "deux"), ("w1, turn 2", "trois")]
    file.write_text('{"id": "v1", "text": "un"}\n{"id": "v2"}\n')
    with pytest.raises(ValueError, match=r"e.jsonl, line 2"):
        read_texts(file)


def test_a_copy_among_ten_thousand_is_found_in_seconds() -> None:
    chance = random.Random(7)  # noqa: S311
    words = ["".join(chance.choices("aeioulnrstmdp", k=chance.randint(2, 9))) for _ in range(3000)]

    def sentence() -> str:
        return " ".join(chance.choices(words, k=chance.randint(4, 15)))

    trained = [(f"t{n}", sentence()) for n in range(10_000)]
    asked = [(f"v{n}", sentence()) for n in range(800)]
    asked[500] = ("copy", trained[1234][1].upper())
    started = time.process_time()
    found = likenesses(asked, trained)
    assert [(f.id, f.where) for f in found] == [("copy", "t1234")]
    assert time.process_time() - started < 10
    assert json.dumps(found[0].jaccard) == "1.0"
