"""Which reply fits a text, and how surely."""

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from understanding.classes import Classes
from understanding.encoder import both
from understanding.replies.corpus import Example, Seen

FILE = Path(__file__).parent / "model" / "replies.npz"
NONE = "none"


@cache
def shared() -> Classes:
    """The process's reader, loaded once; raise FileNotFoundError if it was never trained."""
    return Classes.load(FILE)


def names() -> tuple[str, ...]:
    """Return the names of the replies, `none` among them."""
    return shared().names


@lru_cache(maxsize=256)  # one turn asks several times of the same few texts
def reply_to(text: str) -> dict[str, float]:
    """Return the probability of each reply, and of none, for a message or a part of one; they sum to 1."""
    return shared().read(text)


def fingerprint(examples: Sequence[Example], others: Sequence[str], seen: Sequence[Seen] = ()) -> str:
    """Return a hash of what the reader is trained on: sentences, messages of conversations, labels and encoder."""
    told = (f"{each.text}\0{' '.join(each.fits)}\0{' '.join(each.half)}" for each in seen)
    return both.fingerprint([*(f"{example.text}\0{example.reply}" for example in examples), *others, *told])
