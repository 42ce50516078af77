"""The judge of replies: which of those that may be meant it looks at, and what it is told of them."""

import numpy as np
import pytest

from understanding.encoder import both, universal
from understanding.replies import NONE
from understanding.replies.judging import FEATURES, MAYBE, Judge, Known, Reading, likeliest, parts

NAMES = ("a", "b", "c")
SPLIT = universal.DIMENSIONS


def unit(at: int) -> np.ndarray:
    """A vector of both encoders that is near to nothing but itself."""
    vector = np.zeros(both.DIMENSIONS, np.float32)
    vector[at] = vector[SPLIT + at] = 1
    return vector


def reading(whole: dict[str, float], *parts: dict[str, float], text: str = "mot", at: int = 0) -> Reading:
    """A message whose vectors are all that of `unit(at)`."""
    vectors = np.array([unit(at)] * (1 + len(parts)))
    return Reading(text, {NONE: 0.1, **whole}, tuple({NONE: 0.1, **part} for part in parts), None, vectors)


def known(*, kin: dict[str, tuple[str, ...]] | None = None, unsuited: str = "") -> dict[str, Known]:
    return {name: Known((kin or {}).get(name, (name,)), name not in unsuited, 1, False) for name in NAMES}


def judge(**weights: float) -> Judge:
    """A judge that looks at these features alone; reply number n is about what `unit(n)` is near to."""
    vectors = np.array([unit(at) for at in range(len(NAMES))])
    number = np.array([weights.get(name, 0.0) for name in FEATURES], np.float32)
    blank = np.zeros(len(FEATURES), np.float32)
    return Judge(NAMES, vectors, vectors[:, None, :SPLIT], number, blank, blank + 1, 0.0)


def test_the_likeliest_are_looked_at_wherever_in_the_message_they_are_called_for() -> None:
    assert likeliest(reading({"a": 0.5, "b": 0.1}, {"c": 0.9, "b": 0.2}), known()) == ["c", "a", "b"]


def test_of_kin_the_one_for_this_person_is_looked_at() -> None:
    family = {"a": ("a", "b"), "b": ("a", "b")}
    assert likeliest(reading({"a": 0.5, "b": 0.1, "c": 0.2}), known(kin=family, unsuited="a")) == ["b", "c"]
    assert likeliest(reading({"a": 0.5, "b": 0.1, "c": 0.2}), known(kin=family)) == ["a", "c"]


def test_no_more_than_a_few_are_looked_at() -> None:
    names = [f"r{at}" for at in range(MAYBE + 5)]
    found = likeliest(reading(dict.fromkeys(names, 0.1)), {name: Known((name,), True, 0, False) for name in names})
    assert len(found) == MAYBE


def test_what_the_message_is_near_to_raises_a_reply_above_one_that_is_as_likely() -> None:
    found = judge(likeness=2.0).fit(reading({"a": 0.4, "b": 0.4}, at=1), known())
    assert found["b"] > found["a"]


def test_the_probability_of_kin_counts_together() -> None:
    family = {"a": ("a", "b"), "b": ("a", "b")}
    alone = judge(share=1.0).fit(reading({"a": 0.3, "b": 0.3, "c": 0.4}), known())
    together = judge(share=1.0).fit(reading({"a": 0.3, "b": 0.3, "c": 0.4}), known(kin=family))
    assert alone["a"] < alone["c"] and together["a"] > together["c"]


def test_a_sentence_alone_is_not_read_twice() -> None:
    assert parts("est-ce que je peux venir avec mon chien?") == []
    assert parts("Bonjour. Il fait froid ici le soir. Est-ce que je peux venir?") == [
        "Il fait froid ici le soir.", "Est-ce que je peux venir?",
    ]  # fmt: skip


def test_a_judge_is_read_as_it_was_written(tmp_path: pytest.TempPathFactory) -> None:
    path = tmp_path / "judge.npz"  # type: ignore[operator]
    kept = judge(share=1.0, likeness=0.5)
    kept.save(path)
    told = reading({"a": 0.4, "c": 0.2}, at=2)
    assert Judge.load(path).fit(told, known()) == pytest.approx(kept.fit(told, known()), abs=1e-3)
