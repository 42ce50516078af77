"""What a message says that decides of a list: closed lists of phrases (`data/lists.yml`)."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.signs import plain

FILE = Path(__file__).parent / "data" / "lists.yml"


@cache
def lists() -> dict[str, Any]:
    """Return `data/lists.yml`."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(rf"\b(?:{'|'.join(phrases)})\b") for name, phrases in lists()["words"].items()}


@lru_cache(maxsize=64)  # one turn asks many times of the same few messages
def asked_words(text: str) -> frozenset[str]:
    """Return the names of what the message says; a bed that is not wanted is no bed asked for."""
    words = plain(text)
    found = {name for name, pattern in _patterns().items() if pattern.search(words)}
    if "no_bed" in found and not _patterns()["bed"].search(_patterns()["no_bed"].sub(" ", words)):
        found.discard("bed")
    return frozenset(found)


def where_they_are(text: str) -> str | None:
    """Return what follows "my sister is in": the words that name where the person helped is."""
    data = lists()["whereabouts"]
    found = re.search(rf"{data['person']}[^.;!?]{{0,40}}?{data['is_at']}(?P<place>[^.;!?]+)", text, re.IGNORECASE)
    return found["place"] if found else None
