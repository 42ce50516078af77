"""The judge of answers: which of those that may be meant it looks at, and what it is told of them."""

from pathlib import Path

import numpy as np
import pytest

from understanding.replies import FACT, NONE
from understanding.replies.judging import FEATURES, MAYBE, Judge, Known, Reading, likeliest, parts

NAMES = ("a", "b", "c", f"{FACT}d")


def reading(whole: dict[str, float], *parts: dict[str, float], after: dict[str, float] | None = None) -> Reading:
    return Reading("mot", {NONE: 0.1, **whole}, tuple({NONE: 0.1, **part} for part in parts), after)


def known(*, kin: dict[str, tuple[str, ...]] | None = None, unsuited: str = "") -> dict[str, Known]:
    return {name: Known((kin or {}).get(name, (name,)), name not in unsuited) for name in NAMES}


def judge(**weights: float) -> Judge:
    """A judge that looks at these features alone."""
    return Judge(np.array([weights.get(name, 0.0) for name in FEATURES]), 0.0)


def test_the_likeliest_are_looked_at_wherever_in_the_message_they_are_called_for() -> None:
    assert likeliest(reading({"a": 0.5, "b": 0.1}, {"c": 0.9, "b": 0.2}), known()) == ["c", "a", "b"]
    assert likeliest(reading({"a": 0.5}, after={"b": 0.7}), known()) == ["b", "a"]


def test_of_kin_the_one_for_this_person_is_looked_at() -> None:
    family = {"a": ("a", "b"), "b": ("a", "b")}
    assert likeliest(reading({"a": 0.5, "b": 0.1, "c": 0.2}), known(kin=family, unsuited="a")) == ["c", "b"]
    assert likeliest(reading({"a": 0.5, "b": 0.1, "c": 0.2}), known(kin=family)) == ["a", "c"]


def test_no_more_than_a_few_are_looked_at_and_none_that_hardly_is_called_for() -> None:
    names = [f"r{at}" for at in range(MAYBE + 5)]
    found = likeliest(reading(dict.fromkeys(names, 0.05)), {name: Known((name,), True) for name in names})
    assert len(found) == MAYBE
    assert likeliest(reading({"a": 0.001}), known()) == []


def test_the_probability_of_kin_counts_together() -> None:
    family = {"a": ("a", "b"), "b": ("a", "b")}
    alone = judge(whole=1.0).fit(reading({"a": 0.3, "b": 0.3, "c": 0.4}), known())
    together = judge(whole=1.0).fit(reading({"a": 0.3, "b": 0.3, "c": 0.4}), known(kin=family))
    assert alone["a"] < alone["c"] and together["a"] > together["c"]


def test_replies_and_facts_are_weighed_together() -> None:
    found = judge(whole=1.0, fact=2.0).fit(reading({"a": 0.4, f"{FACT}d": 0.3}), known())
    assert found[f"{FACT}d"] > found["a"]


def test_an_answer_with_a_strong_rival_is_less_sure() -> None:
    fits = judge(whole=1.0, others=-0.5).fit
    assert fits(reading({"a": 0.4, "b": 0.39}), known())["a"] < fits(reading({"a": 0.4, "b": 0.01}), known())["a"]


def test_a_sentence_alone_is_not_read_twice() -> None:
    assert parts("est-ce que je peux venir avec mon chien?") == []
    assert parts("Bonjour. Il fait froid ici le soir. Est-ce que je peux venir?") == [
        "Il fait froid ici le soir.", "Est-ce que je peux venir?",
    ]  # fmt: skip


def test_a_judge_is_read_as_it_was_written(tmp_path: Path) -> None:
    kept = judge(whole=1.0, part=0.5)
    kept.save(tmp_path / "judge.yml")
    told = reading({"a": 0.4, "c": 0.2})
    assert Judge.load(tmp_path / "judge.yml").fit(told, known()) == pytest.approx(kept.fit(told, known()), abs=1e-3)
