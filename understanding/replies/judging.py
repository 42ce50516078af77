"""Whether an answer that a message may call for truly answers it: learned from what readers found in conversations.

The reader of answers (`reading.py`) gives each reply, fact and question of this chat a probability for a text. In a
conversation a message holds several sentences and leans on the one before it. The judge looks again at the answers
that come first in any of these readings, and gives the probability that a strict reader would say "that is what I
asked" (logistic regression; `judge_training.py`). One judge weighs all kinds, so that what fits best is what is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from understanding.classes import CONTEXT, LONGEST
from understanding.normaliser import sentences
from understanding.replies.corpus import FACT, OURS
from understanding.replies.reading import NONE, answers_to

FILE = Path(__file__).parent / "model" / "judge.yml"
LEAST = 3
"""Words that a sentence must pass to be read by itself."""
PARTS = 6
"""Sentences of a message that are read by themselves, the last ones."""
TINY = 1e-4
"""Added to a probability before its logarithm is taken."""
MAYBE = 10
"""Answers looked at, those that the reader puts first."""
SEEN = 0.003
"""Probability in some reading from which an answer is looked at."""
FEATURES = (
    "whole", "after", "part", "highest", "rank", "others", "fact", "ours",
    "log_words", "asks", "parts", "none", "none_after", "begun",
)  # fmt: skip

Vector = NDArray[np.float64]
Shares = Mapping[str, float]


@dataclass(frozen=True)
class Known:
    """What is known of an answer apart from its words: its kin with itself, and whether it suits this visitor."""

    kin: tuple[str, ...]
    suits: bool


@dataclass(frozen=True)
class Reading:
    """What the reader of answers reads in a message: whole, sentence by sentence, and after the message `before`."""

    text: str
    whole: Shares
    parts: tuple[Shares, ...]
    after: Shares | None

    @property
    def all(self) -> tuple[Shares, ...]:
        """The message's own readings and the one in context."""
        return (self.whole, *self.parts, *([self.after] if self.after is not None else []))


@dataclass(frozen=True)
class Judge:
    """`weights` (f,) of FEATURES and `bias`; `fingerprint` is that of the reader it was fitted on."""

    weights: Vector
    bias: float
    fingerprint: str = ""

    def fit(self, reading: Reading, known: Mapping[str, Known]) -> dict[str, float]:
        """Return the probability that each of the likeliest answers of `known` answers; one of a family of kin."""
        found = likeliest(reading, known)
        if not found:
            return {}
        odds = features(reading, found, known) @ self.weights + self.bias
        return dict(zip(found, map(float, 1 / (1 + np.exp(-odds))), strict=True))

    def save(self, path: Path = FILE) -> None:
        """Write the judge."""
        weights = dict(zip(FEATURES, (round(float(weight), 4) for weight in self.weights), strict=True))
        data = {"reader": self.fingerprint, "bias": round(self.bias, 4), "weights": weights}
        path.write_text(
            "# Written by `repere adapt --judge` (judging.py).\n" + yaml.safe_dump(data, sort_keys=False), "utf-8"
        )

    @classmethod
    def load(cls, path: Path = FILE) -> "Judge":
        """Read a judge written by `save`; raise FileNotFoundError if it was never fitted."""
        data = yaml.safe_load(path.read_text("utf-8"))
        weights = np.array([data["weights"][name] for name in FEATURES], np.float64)
        return cls(weights, float(data["bias"]), data["reader"])


def features(reading: Reading, found: Sequence[str], known: Mapping[str, Known]) -> Vector:
    """Return FEATURES of answers for a message, shape (answers, features)."""
    highest = {name: max(shares.get(name, 0.0) for shares in reading.all) for name in found}
    after = reading.after if reading.after is not None else reading.whole
    message = (
        float(np.log1p(len(reading.text.split()))), "?" in reading.text, len(reading.parts),
        _log(reading.whole.get(NONE, 0.0)), _log(after.get(NONE, 0.0)), reading.after is not None,
    )  # fmt: skip
    rows = []
    for rank, name in enumerate(found):
        whole, then = (_log(_share(shares, known[name])) for shares in (reading.whole, after))
        part = max((_log(_share(shares, known[name])) for shares in reading.parts), default=whole)
        others = max((highest[other] for other in found if other != name), default=0.0)
        kinds = (name.startswith(FACT), name.startswith(OURS))
        rows.append((whole, then, part, max(whole, part), rank, _log(others), *kinds, *message))
    return np.array(rows, np.float64)


def _share(shares: Shares, answer: Known) -> float:
    """Return the probability of an answer and of its kin, which say nearly the same."""
    return sum(shares.get(name, 0.0) for name in answer.kin)


def _log(share: float) -> float:
    return float(np.log(share + TINY))


@cache
def shared() -> Judge:
    """The process's judge, loaded once; raise FileNotFoundError if it was never fitted."""
    return Judge.load()


@lru_cache(maxsize=64)  # a turn asks several times of the same message
def read(text: str, before: str) -> Reading:
    """Return what the reader of answers reads in a message."""
    shares = [answers_to(each) for each in units(text, before)]
    after = shares.pop() if before else None
    return Reading(text, shares[0], tuple(shares[1:]), after)


def parts(text: str) -> list[str]:
    """Return the sentences that are read by themselves: none where the message is one."""
    found = [part for part in sentences(text) if len(part.split()) > LEAST]
    return found[-PARTS:] if len(found) > 1 else []


def units(text: str, before: str) -> list[str]:
    """Return the texts that are read: the message, its sentences, and the message after the one before it."""
    return [text[:LONGEST], *parts(text), *([f"{before[-CONTEXT:]} {text}"[:LONGEST]] if before else [])]


def likeliest(reading: Reading, known: Mapping[str, Known]) -> list[str]:
    """Return the likeliest answers that suit this visitor, one of a family of kin."""
    highest: dict[str, float] = {}
    for shares in reading.all:
        for name, share in shares.items():
            highest[name] = max(share, highest.get(name, 0.0))
    found: list[str] = []
    seen: set[str] = set()
    suited = (name for name, answer in known.items() if answer.suits and highest.get(name, 0.0) >= SEEN)
    for name in sorted(suited, key=lambda each: -highest[each])[: 2 * MAYBE]:
        if name not in seen:
            seen.update((name, *known[name].kin))
            found.append(name)
    return found[:MAYBE]
