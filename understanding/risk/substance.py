"""What is left of a message once the sentences that cannot tell a danger are taken out.

A place corrected, a thank-you, a refusal to talk to a counsellor are noise to a detector trained on disclosures; read
alone, or added to others, they made alarms of nothing. A sentence is dropped only when all its words are of that kind.
"""

import re
from functools import cache
from pathlib import Path

import yaml

from understanding.normaliser import fold, normalise
from understanding.places import read_place
from understanding.places.bare import MOST_PLACES, bare_words
from understanding.wishes import without_wishes

_FILE = Path(__file__).parent / "substance.yml"
_SENTENCE = re.compile(r"[^.!?\n;]+[.!?\n;]*")
_WORD = re.compile(r"\w+")
_LONGEST = 160
"""Characters: a longer sentence always tells something."""


@cache
def _data() -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the small-talk words and the pattern of the places without a name."""
    loaded: dict[str, list[str]] = yaml.safe_load(_FILE.read_text("utf-8"))
    words = frozenset(word for line in loaded["words"] for word in fold(line).split())
    return words, re.compile("|".join(f"(?:{pattern})" for pattern in loaded["stays"]))


def substance(text: str) -> str:
    """Return the sentences of `text` that may tell something, as written; empty when none does."""
    kept = [sentence for sentence in _SENTENCE.findall(text) if not _is_neutral(sentence)]
    return "".join(kept).strip()


def _is_neutral(sentence: str) -> bool:
    if not _WORD.search(sentence):
        return not _has_symbols(sentence)
    if len(sentence) > _LONGEST:
        return False
    words, stays = _data()
    rest = _without_places(sentence)
    left = stays.sub(" ", without_wishes(fold(normalise(rest))))
    placed = rest != sentence or bool(stays.search(fold(normalise(rest))))
    return not set(_WORD.findall(left)) - (words | bare_words() if placed else words)


def _without_places(sentence: str) -> str:
    for _ in range(MOST_PLACES):
        place = read_place(sentence, asked=True)
        if place.start < 0:
            break
        sentence = f"{sentence[: place.start]} {sentence[place.end :]}"
    return sentence


def _has_symbols(sentence: str) -> bool:
    """Whether a sentence without a word may still say something: an emoji does, punctuation does not."""
    return any(ord(character) > 0x2000 and not character.isspace() for character in sentence)
