"""What a message asks for: a fact, a service, or nothing in particular (`data/asking.yml`)."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from understanding.normaliser import fold, normalise

_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_FILE = Path(__file__).parent / "data" / "asking.yml"


class Asks(StrEnum):
    """What is asked for."""

    FACT = "fact"
    SERVICE = "service"
    NOTHING = "nothing"


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    entries: dict[str, list[str]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return {key: re.compile("|".join(f"(?:{p})" for p in patterns)) for key, patterns in entries.items()}


def questions_in(text: str) -> list[str]:
    """Return the sentences of `text` that ask for a fact, as written."""
    return [part.strip() for part in _SENTENCE.findall(text) if asks_for(part) is Asks.FACT]


def asks_what_is(text: str) -> bool:
    """Whether a question wants a yes, a no or a number, which only a fact can give: not where or who can help."""
    folded = fold(normalise(text))
    return asks_for(text) is Asks.FACT and not _patterns()["help"].search(folded)


def asks_for(text: str, *, place: bool = False) -> Asks:
    """Return what `text` asks for; `place` says whether it names a place where help is wanted."""
    folded = fold(normalise(text))
    if _patterns()["service"].search(folded):
        return Asks.SERVICE
    if place and _patterns()["service_with_place"].search(folded):
        return Asks.SERVICE
    return Asks.FACT if _patterns()["question"].search(folded) else Asks.NOTHING
