"""What a message calls for, and how surely."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from understanding.calls.corpus import Example
from understanding.classes import LONGEST, Classes
from understanding.encoder import three
from understanding.normaliser import sentences

FILE = Path(__file__).parent / "model" / "calls.npz"
MOST = 6
"""Sentences of a message that are read by themselves, the last ones."""
TELLS = ("listening", "answer", "closing")


@cache
def shared() -> Classes:
    """The process's reader, loaded once; raise FileNotFoundError if it was never trained."""
    return Classes.load(FILE)


@lru_cache(maxsize=256)  # one turn asks several times of the same few texts
def calls_for(text: str) -> dict[str, float]:
    """Return the probability of each thing that a message may call for; they sum to 1."""
    return shared().read(three.encode(text[:LONGEST]))


def tells(text: str) -> float:
    """Return the probability that a message only tells, answers or closes: nothing is to be looked up."""
    found = calls_for(text)
    return sum(found[name] for name in TELLS)


def safety(text: str) -> float:
    """Return how surely a message, or one sentence of it, calls for what to do now: a story around it drowns it."""
    return max(calls_for(each)["safety"] for each in (text, *sentences(text)[-MOST:]))


def fingerprint(examples: Sequence[Example]) -> str:
    """Return a hash of what the reader is trained on: sentences, labels and encoder."""
    return three.fingerprint(f"{example.text}\0{example.calls}" for example in examples)
