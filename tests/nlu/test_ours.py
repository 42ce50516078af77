"""What is asked of this chat itself, on questions of a hand that taught nothing, and on whole conversations."""

import json
from pathlib import Path

from understanding.ours import NONE, QUESTIONS, asked_of_us
from understanding.ours.corpus import read_examples
from understanding.ours.reading import fingerprint, shared

DATA = Path(__file__).parent / "data"
ROWS = [json.loads(line) for line in (DATA / "ours.jsonl").read_text("utf-8").splitlines()]
LIVE = [json.loads(line) for line in (DATA / "replies_live.jsonl").read_text("utf-8").splitlines()]
LEAST = 0.35
"""The floor of `bot/actions/data/ours.yml`."""


def test_the_reader_was_trained_on_the_sentences_as_they_stand() -> None:
    assert shared().fingerprint == fingerprint(read_examples()), "repere adapt --ours"


def test_every_question_is_asked_in_both_languages_and_no_sentence_was_learned() -> None:
    trained = {" ".join(example.text.lower().split()) for example in read_examples()}
    assert not [row["text"] for row in ROWS if " ".join(row["text"].lower().split()) in trained]
    assert {(row["kind"], row["language"]) for row in ROWS} == {
        (name, language) for name in QUESTIONS if name != NONE for language in ("fr", "en")
    }


def test_what_is_asked_is_read_in_more_than_half_and_rightly_in_most() -> None:
    read = [(row["kind"], *asked_of_us(row["text"])) for row in ROWS]
    believed = [(kind, name) for kind, name, sure in read if name != NONE and sure >= LEAST]
    right = sum(kind == name for kind, name in believed)
    assert right / len(ROWS) >= 0.65 and right / len(believed) >= 0.92


def test_whole_conversations_are_rarely_taken_for_a_question_of_this_chat() -> None:
    others = [row["text"] for row in LIVE if row["calls"] in ("listening", "words", "fact", "list", "safety", "answer")]
    taken = [text for text in others if asked_of_us(text)[0] != NONE and asked_of_us(text)[1] >= LEAST]
    assert len(others) > 150 and len(taken) / len(others) <= 0.02, taken
