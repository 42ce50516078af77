"""What a message corrects of what was taken for granted, and what is kept of it for the rest of the conversation."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.signs import plain, signs_in
from understanding.asides import read_asides
from understanding.denials import denied_in
from understanding.person.roles import role_said

FILE = Path(__file__).parent / "data" / "corrections.yml"
KEPT = "denied:"
"""What begins, among what the visitor refused, the name of a thing that they said is not so."""


@cache
def _things() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


@cache
def _pattern(thing: str, key: str) -> re.Pattern[str] | None:
    words = _things()[thing].get(key)
    return re.compile("|".join(rf"\b(?:{each})" for each in words)) if words else None


def corrected_in(text: str) -> tuple[str, ...]:
    """Return the things that `text` corrects, by the names of `corrections.yml`."""
    return tuple(thing for thing in _things() if _corrects(thing, text))


def _corrects(thing: str, text: str) -> bool:
    said, words = _things()[thing], plain(text)
    found, against = _pattern(thing, "words"), _pattern(thing, "not_words")
    if against is not None and against.search(words):
        return False
    return (
        said.get("denied") in denied_in(text)
        or (bool(said.get("protests")) and read_asides(text).protests)
        or bool(signs_in(text) & set(said.get("signs", ())))
        or (found is not None and bool(found.search(words)))
        or ("role" in said and role_said(text) == said["role"])
    )


def without_correction(thing: str, text: str) -> str:
    """Return the plain words of `text` without those that correct a thing."""
    found = _pattern(thing, "words")
    return found.sub(" ", plain(text)) if found is not None else plain(text)


def kept_of(text: str) -> list[str]:
    """Return what to remember of what `text` says is not so."""
    return [KEPT + thing for thing in corrected_in(text)]


def undone_in(text: str) -> set[str]:
    """Return what was remembered as not so, of things that `text` tells after all."""
    signs, words, now = signs_in(text), plain(text), corrected_in(text)
    found: set[str] = set()
    for thing, said in _things().items():
        after_all = _pattern(thing, "undone")
        told = after_all.search(words) if after_all else signs & set(said.get("of", ()))
        if told and thing not in now:
            found.add(KEPT + thing)
    return found


def denied(avoids: Iterable[str], thing: str) -> bool:
    """Whether the visitor has said that a thing is not so, and not the contrary since."""
    return KEPT + thing in set(avoids)


def signs_denied(avoids: Iterable[str]) -> frozenset[str]:
    """Return the signs that tell of what the visitor said is not so: those of earlier messages hold no more."""
    kept = set(avoids)
    return frozenset(sign for thing, said in _things().items() if KEPT + thing in kept for sign in said.get("of", ()))


def was_told(thing: str, before: Iterable[str]) -> bool:
    """Whether what a thing corrects was told in the messages `before`, where it is one that must have been."""
    said = _things()[thing]
    return not said.get("if_told") or any(signs_in(text) & set(said["of"]) for text in before)


def is_said_back(thing: str) -> bool:
    """Whether a correction has words of its own here to be said back with."""
    return "fr" in _things()[thing]


def said_back(thing: str, *, language: str, familiar: bool) -> str:
    """Return a correction as it is said back to the visitor."""
    said = _things()[thing]
    fr = said.get("tu", said["fr"]) if familiar else said["fr"]
    return str(said["en"] if language == "en" else fr)
