"""Folding: the accent-free, punctuation-light form that lexicons are written in."""

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = "'’‘ʼ`´′＇"
_DASHES = "-‐‑‒–—−_/"
_SPECIAL = {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"}
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """Return the folded form of one character: zero, one or two characters, a space for apostrophes and hyphens."""
    if "a" <= character <= "z" or "0" <= character <= "9":
        return character
    if character in _APOSTROPHES or character in _DASHES:
        return " "
    lowered = character.lower()
    lowered = _SPECIAL.get(lowered, lowered)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


def fold_characters(text: str) -> list[str]:
    """Return the folded form of each character of `text`, one string a character (so offsets survive)."""
    return [fold_character(character) for character in text]


def fold(text: str) -> str:
    """Return `text` in lower case, without accents, apostrophes and hyphens as spaces, spaces collapsed."""
    return _SPACES.sub(" ", "".join(fold_characters(text))).strip()
