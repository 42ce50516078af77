"""Roles and relations that a message denies: "chu pas un client" speaks of no buyer.

`denied_in` names what is denied; `without_denied` is the message with those words blanked, from which signs, roles and
people are read.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from understanding.normaliser import LONGEST, fold

_FILE = Path(__file__).parent / "denials.yml"
_PART = re.compile(r"[^\W_]+|[.!?;:,\n…]+")
_START = r"(?:^|(?<=\| )|(?<=\? ))"
"""Where a clause starts."""
Span = tuple[int, int]


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return loaded


@cache
def _forms(thing: str) -> tuple[re.Pattern[str], ...]:
    data = _data()
    words = f"(?:{'|'.join(data['things'][thing])})"
    lacking = data["lacking"]["forms"] if thing in data["lacking"]["of"] else []
    if thing in data["lacking"]["only"]:
        return tuple(re.compile(rf"(?<!\w){form}(?!\w)".replace("THING", words)) for form in lacking)
    anywhere = [rf"(?<!\w){form}(?!\w)" for form in [*data["forms"], *lacking]]
    starts = [rf"{_START}{form}(?!\w)" for form in data["starts"]]
    echo = rf"{_START}{data['echo']}(?= \? {data['echo_denial']})"
    return tuple(re.compile(form.replace("THING", words)) for form in (*anywhere, *starts, echo))


def _folded(text: str) -> tuple[str, list[tuple[int, Span]]]:
    """Return the words as the forms see them, and where each starts there, with its place in `text`."""
    words: list[str] = []
    places: list[tuple[int, Span]] = []
    at = 0
    for found in _PART.finditer(text):
        mark = not found.group()[0].isalnum()
        word = ("?" if "?" in found.group() else "|") if mark else fold(found.group())
        places.append((at, found.span()))
        words.append(word)
        at += len(word) + 1
    return " ".join(words), places


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[frozenset[str], str]:
    words, places = _folded(text[:LONGEST])
    denied: set[str] = set()
    left = text
    for thing in _data()["things"]:
        for form in _forms(thing):
            for found in form.finditer(words):
                denied.add(thing)
                for at, (start, end) in places:
                    if found.start() <= at < found.end():
                        left = left[:start] + " " * (end - start) + left[end:]
    return frozenset(denied), left


def denied_in(text: str) -> frozenset[str]:
    """Return the roles and relations that `text` denies (`denials.yml`)."""
    return _read(text)[0]


def without_denied(text: str) -> str:
    """Return `text` with what it denies blanked, each character by a space."""
    return _read(text)[1]


@lru_cache(maxsize=512)
def named_in(text: str) -> frozenset[str]:
    """Return the roles and relations that `text` names, denied or not."""
    words = _folded(text[:LONGEST])[0]
    things: dict[str, list[str]] = _data()["things"]
    return frozenset(thing for thing, said in things.items() if re.search(rf"\b(?:{'|'.join(said)})\b", words))
