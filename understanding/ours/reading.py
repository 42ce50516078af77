"""What a message asks of this chat, and how surely."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from understanding.classes import LONGEST, Classes
from understanding.encoder import three
from understanding.ours.corpus import Example

FILE = Path(__file__).parent / "model" / "ours.npz"


@cache
def shared() -> Classes:
    """The process's reader, loaded once; raise FileNotFoundError if it was never trained."""
    return Classes.load(FILE)


@lru_cache(maxsize=256)  # one turn asks several times of the same few texts
def asked_of_us(text: str) -> tuple[str, float]:
    """Return what a text most probably asks of this chat (one of QUESTIONS), and how surely."""
    found = shared().read(three.encode(text[:LONGEST]))
    name = max(found, key=lambda each: found[each])
    return name, found[name]


def fingerprint(examples: Sequence[Example]) -> str:
    """Return a hash of what the reader is trained on: sentences, labels and encoder."""
    return three.fingerprint(f"{example.text}\0{example.asks}" for example in examples)
