"""Whether a reply that a message may call for truly answers it: learned from what readers found in whole conversations.

The reader of replies (`reading.py`) was taught sentences written for a reply each. In a conversation most messages are
for none of them, and it is as sure there. The judge looks again at those it puts first, with what else tells them
apart, and gives the probability that a strict reader would say "that is what I asked" (logistic regression;
`judge_training.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.classes import CONTEXT, LONGEST
from understanding.encoder import universal
from understanding.encoder.both import encode
from understanding.normaliser import sentences
from understanding.replies.reading import NONE, reply_to

FILE = Path(__file__).parent / "model" / "judge.npz"
LEAST = 3
"""Words that a sentence must pass to be read by itself."""
PARTS = 6
"""Sentences of a message that are read by themselves, the last ones."""
TINY = 1e-4
"""Added to a probability before its logarithm is taken."""
MAYBE = 8
"""Replies looked at, those that the reader puts first."""
FEATURES = (
    "share", "share_of_part", "share_in_context", "highest", "rank", "likeness", "likeness_of_part", "behind",
    "about_general", "about_adapted", "suits", "people", "late", "words", "log_words", "asks", "questions", "parts",
    "none", "none_of_part",
)  # fmt: skip

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Known:
    """What is known of a reply apart from its words: its kin with itself, and whether it suits this visitor."""

    kin: tuple[str, ...]
    suits: bool
    people: int
    late: bool


@dataclass(frozen=True)
class Reading:
    """What the reader of replies reads in a message: whole, sentence by sentence, and after the message `before`."""

    text: str
    whole: Mapping[str, float]
    parts: tuple[Mapping[str, float], ...]
    after: Mapping[str, float] | None
    vectors: Vector

    @property
    def all(self) -> tuple[Mapping[str, float], ...]:
        """The message's own readings and the one in context."""
        return (self.whole, *self.parts, *([self.after] if self.after is not None else []))


@dataclass(frozen=True)
class Judge:
    """`names` (n,) of replies; `about` (n, d) and `middles` (n, k, g): unit vectors of what each is for and of the
    middles of its sentences (general encoder); `weights` (f,), `mean` (f,), `spread` (f,) and `bias` of FEATURES.
    """

    names: tuple[str, ...]
    about: Vector
    middles: Vector
    weights: Vector
    mean: Vector
    spread: Vector
    bias: float
    fingerprint: str = ""

    def fit(self, reading: Reading, known: Mapping[str, Known]) -> dict[str, float]:
        """Return the probability that each of the likeliest replies of `known` answers; one of a family of kin."""
        found = likeliest(reading, known)
        if not found:
            return {}
        features = (self.features(reading, found, known) - self.mean) / self.spread
        odds = features @ self.weights + self.bias
        return dict(zip(found, map(float, 1 / (1 + np.exp(-odds))), strict=True))

    def features(self, reading: Reading, found: Sequence[str], known: Mapping[str, Known]) -> Vector:
        """Return FEATURES of replies for a message, shape (replies, features)."""
        general = reading.vectors[:, : universal.DIMENSIONS]
        near = np.einsum("ug,nkg->unk", general, self.middles, optimize=True).max(axis=2)
        row = {name: at for at, name in enumerate(self.names)}
        words = len(reading.text.split())
        none = (reading.whole[NONE], max((part[NONE] for part in reading.parts), default=reading.whole[NONE]))
        message = (words, np.log1p(words), "?" in reading.text, reading.text.count("?"), len(reading.parts), *none)
        rows = [
            (*self._of_reply(name, rank, reading, known[name], near, row), *message) for rank, name in enumerate(found)
        ]
        return np.array(rows, np.float32)

    def _of_reply(
        self, name: str, rank: int, reading: Reading, reply: Known, near: Vector, row: Mapping[str, int]
    ) -> tuple[float, ...]:
        """Return the FEATURES that are of one reply; `near` (units, names) is how like its sentences each unit is."""
        own = [sum(read.get(other, 0.0) for other in reply.kin) for read in (reading.whole, *reading.parts)]
        after = own[0] if reading.after is None else sum(reading.after.get(other, 0.0) for other in reply.kin)
        likeness = near[:, [row[other] for other in reply.kin if other in row]].max(axis=1)
        of_parts = likeness[1 : 1 + len(reading.parts)] if reading.parts else likeness[:1]
        about, vector = self.about[row[name]], reading.vectors[0]
        split = universal.DIMENSIONS
        return (
            *(float(np.log(share + TINY)) for share in (own[0], max(own), after)),
            max(read.get(name, 0.0) for read in reading.all), rank,
            float(likeness[0]), float(of_parts.max()), float(likeness[0] - near[0].max()),
            float(vector[:split] @ about[:split]), float(vector[split:] @ about[split:]),
            reply.suits, reply.people, reply.late,
        )  # fmt: skip

    def save(self, path: Path = FILE) -> None:
        """Write the judge."""
        halves = {"about": self.about.astype(np.float16), "middles": self.middles.astype(np.float16)}
        numbers = {"weights": self.weights, "mean": self.mean, "spread": self.spread, "bias": np.array(self.bias)}
        told = {"names": np.array(self.names), "fingerprint": np.array(self.fingerprint)}
        np.savez_compressed(path, **halves, **numbers, **told)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path = FILE) -> "Judge":
        """Read a judge written by `save`; raise FileNotFoundError if it was never trained."""
        with np.load(path) as data:
            return cls(
                names=tuple(map(str, data["names"])),
                about=data["about"].astype(np.float32),
                middles=data["middles"].astype(np.float32),
                weights=data["weights"],
                mean=data["mean"],
                spread=data["spread"],
                bias=float(data["bias"]),
                fingerprint=str(data["fingerprint"]),
            )


@cache
def shared() -> Judge:
    """The process's judge, loaded once; raise FileNotFoundError if it was never trained."""
    return Judge.load()


@lru_cache(maxsize=64)  # a turn asks several times of the same message
def read(text: str, before: str) -> Reading:
    """Return what the reader of replies reads in a message, and the vectors of its units, the whole first."""
    told = units(text, before)
    shares = [reply_to(each) for each in told]
    after = shares[-1] if before else None
    vectors = np.array([encode(each) for each in told], np.float32)
    return Reading(text, shares[0], tuple(shares[1 : len(shares) - bool(before)]), after, vectors)


def parts(text: str) -> list[str]:
    """Return the sentences that are read by themselves: none where the message is one."""
    found = [part for part in sentences(text) if len(part.split()) > LEAST]
    return found[-PARTS:] if len(found) > 1 else []


def units(text: str, before: str) -> list[str]:
    """Return the texts that are read: the message, its sentences, and the message after the one before it."""
    return [text[:LONGEST], *parts(text), *([f"{before[-CONTEXT:]} {text}"[:LONGEST]] if before else [])]


def likeliest(reading: Reading, known: Mapping[str, Known]) -> list[str]:
    """Return the likeliest replies, one of a family of kin: the likeliest that suits this visitor."""
    highest: dict[str, float] = {}
    for shares in reading.all:
        for name, share in shares.items():
            highest[name] = max(share, highest.get(name, 0.0))
    found: list[str] = []
    seen: set[str] = set()
    for name in sorted((each for each in known if each in highest), key=lambda each: -highest[each]):
        if name in seen:
            continue
        family = known[name].kin
        seen.update((name, *family))
        suited = [each for each in family if each in known and each in highest and known[each].suits]
        found.append(name if known[name].suits or not suited else max(suited, key=lambda each: highest[each]))
        if len(found) == MAYBE:
            break
    return found
