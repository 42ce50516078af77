"""Who a message, alone, sounds written by."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from understanding.classes import LONGEST, Classes
from understanding.encoder import both
from understanding.speaker.corpus import Example

FILE = Path(__file__).parent / "model" / "speaker.npz"


@cache
def shared() -> Classes:
    """The process's reader, loaded once; raise FileNotFoundError if it was never trained."""
    return Classes.load(FILE)


@lru_cache(maxsize=1024)
def speakers_in(text: str) -> dict[str, float]:
    """Return the probability of each speaker for a message; they sum to 1."""
    return shared().read(both.encode(text[:LONGEST]))


def fingerprint(examples: Sequence[Example]) -> str:
    """Return a hash of what the reader is trained on: sentences, labels and encoder."""
    return both.fingerprint(f"{example.text}\0{example.speaker}" for example in examples)
