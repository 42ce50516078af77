"""A visitor who writes in neither French nor English: a plain line, services that can speak with them, a person."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.memory import Memory
from bot.actions.signs import plain

FILE = Path(__file__).parent / "data" / "languages.yml"


@cache
def languages() -> dict[str, Any]:
    """Return `data/languages.yml`."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


@cache
def _spoken() -> dict[str, re.Pattern[str]]:
    says = r"\b(?:parl\w*|speak\w*|en|in|mostly|surtout) (?:\w+ ){0,3}?"
    return {code: re.compile(f"{says}(?:{names})\\b") for code, names in languages()["codes"].items()}


def said_to_speak(memory: Memory) -> str | None:
    """Return the other language that the visitor says they speak or want help in, if it was not answered yet."""
    words = plain(memory.text)
    found = next((code for code, pattern in _spoken().items() if pattern.search(words)), None)
    return found if found not in memory.languages_told else None


def line(language: str | None) -> str | None:
    """Return the line in that language, if one was reviewed by somebody who speaks it."""
    entry = languages()["lines"].get(language) or {}
    return str(entry["text"]) if entry.get("reviewed") is True else None


def must_be_told(memory: Memory) -> bool:
    """Whether the visitor wrote in another language that was not answered yet, or not since they told of danger."""
    if memory.spoken is None:
        return False
    first_danger = memory.risk.get("alarm") and in_danger(memory.spoken) not in memory.languages_told
    return memory.spoken not in memory.languages_told or bool(first_danger)


def in_danger(language: str | None) -> str:
    """Return the name under which `languages_told` remembers that the note went with the danger."""
    return f"{language}, in danger"
