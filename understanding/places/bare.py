"""Whether a message only says where somebody is."""

import re
from functools import cache
from pathlib import Path

from understanding.normaliser import fold
from understanding.places.model import PlaceReading
from understanding.places.reader import read_place

MOST_PLACES = 3
_WORD = re.compile(r"\w+")
_FILE = Path(__file__).parent / "data" / "bare_words.txt"


@cache
def bare_words() -> frozenset[str]:
    """Return the folded words that add nothing to a place."""
    lines = _FILE.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in fold(line).split())


def is_bare(text: str, reading: PlaceReading) -> bool:
    """Whether nothing is left of `text` once the places that were read in it and the words around places are gone."""
    rest = text
    for _ in range(MOST_PLACES):
        if reading.start < 0:
            break
        rest = f"{rest[: reading.start]} {rest[reading.end :]}"
        reading = read_place(rest, asked=True)
    return rest != text and not set(_WORD.findall(fold(rest))) - bare_words()
