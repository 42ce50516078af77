"""Signs: what a message says plainly of the writer's situation, by closed lists of phrases."""

import re
from functools import cache
from pathlib import Path

import yaml

from bot.actions.settings import dialogue
from understanding.normaliser import fold, normalise

FILE = Path(__file__).parent / "data" / "signs.yml"
LONGEST = 3000
"""Characters read: the api refuses longer messages."""
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    listed: dict[str, list[str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return {sign: re.compile(rf"\b(?:{'|'.join(phrases)})\b") for sign, phrases in listed.items()}


def sign_names() -> frozenset[str]:
    """Return the signs that can be found."""
    return frozenset(_patterns())


def plain(text: str) -> str:
    """Return the message as the phrases see it: texting written out, folded, words and single spaces only."""
    return _NOT_A_WORD.sub(" ", fold(normalise(text[:LONGEST]))).strip()


def signs_in(text: str) -> frozenset[str]:
    """Return the names of the signs that the message carries."""
    words = plain(text)
    return frozenset(sign for sign, pattern in _patterns().items() if pattern.search(words))


def says_more(text: str) -> bool:
    """Whether a message holds more than greetings, thanks, a yes or a no (`small_words` of dialogue.yml)."""
    return len([word for word in plain(text).split() if word not in _small_words()]) >= dialogue()["rest_words"]


@cache
def _small_words() -> frozenset[str]:
    return frozenset(dialogue()["small_words"].split())
