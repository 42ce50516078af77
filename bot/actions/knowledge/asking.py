"""What a message asks for: a fact, a service, or nothing in particular (`data/asking.yml`)."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from understanding.normaliser import fold, normalise

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


def asks_what_is(text: str) -> bool:
    """Whether a question wants a yes, a no or a number, which only a fact can give: not where or who can help,
    nor why this was answered."""
    folded = fold(normalise(text))
    if asks_for(text) is not Asks.FACT or _patterns()["of_us"].search(folded):
        return False
    return bool(_patterns()["duty"].search(folded)) or not _patterns()["help"].search(folded)


def asks_of_us(text: str) -> bool:
    """Whether a question only reproaches what was answered here."""
    return bool(_patterns()["of_us"].search(fold(normalise(text))))


def asks_of_organisation(text: str) -> bool:
    """Whether a question is one that the record of an organisation answers: its price, its hours, its address."""
    return bool(_patterns()["of_organisation"].search(fold(normalise(text))))


def asks_for(text: str, *, place: bool = False) -> Asks:
    """Return what `text` asks for; `place` says whether it names a place where help is wanted."""
    folded = fold(normalise(text))
    if _patterns()["service"].search(folded):
        return Asks.SERVICE
    if place and _patterns()["service_with_place"].search(folded):
        return Asks.SERVICE
    return Asks.FACT if _patterns()["question"].search(folded) else Asks.NOTHING
