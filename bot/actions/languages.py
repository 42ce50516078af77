"""A visitor who writes in neither French nor English: a plain line, services that can speak with them, a person."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.memory import Memory
from bot.actions.signs import plain
from understanding.asides import parts_of

FILE = Path(__file__).parent / "data" / "languages.yml"


@cache
def languages() -> dict[str, Any]:
    """Return `data/languages.yml`."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded


@cache
def _spoken() -> dict[str, re.Pattern[str]]:
    says = r"\b(?:parl\w*|speak\w*|habl\w*|talk|write|ecri\w*|en|in|mostly|surtout|mieux|better) (?:\w+ ){0,3}?"
    return {code: re.compile(f"{says}(?:{names})\\b") for code, names in languages()["codes"].items()}


@cache
def _others() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{languages()['of_others']})\b")


def said_to_speak(memory: Memory) -> str | None:
    """Return the other language that the visitor says they speak or want help in, if it was not answered yet."""
    words = [plain(part) for part in parts_of(memory.text)]
    own = [each for each in words if not _others().search(each)]
    found = next((code for code, pattern in _spoken().items() if any(map(pattern.search, own))), None)
    return found if found not in memory.languages_told else None


def is_understood(memory: Memory) -> bool:
    """Whether a message in another language, already told of what is understood, surely asks for a kind of service."""
    known = languages()["understood"]
    return not is_first(memory) and memory.told.need in known["needs"] and memory.confidence >= known["sure"]


def asks_for_bed(memory: Memory) -> bool:
    """Whether a message in another language asks for a place to go or to sleep, by the few words that say it."""
    phrases = languages()["beds"].get(memory.spoken)
    return bool(phrases) and bool(re.search(rf"\b(?:{phrases})\b", plain(memory.whole)))


def line(language: str | None, *, key: str = "text") -> str | None:
    """Return the line in that language, if a speaker reviewed it, or it is a few plain words."""
    entry = languages()["lines"].get(language) or {}
    return str(entry[key]) if key in entry and (entry.get("reviewed") is True or entry.get("plain") is True) else None


def must_be_told(memory: Memory) -> bool:
    """Whether the visitor wrote in another language: what it asks is answered on no guess."""
    return memory.spoken is not None


def is_first(memory: Memory) -> bool:
    """Whether that language was not answered yet, or not since danger was told."""
    danger = memory.risk.get("alarm") and in_danger(memory.spoken) not in memory.languages_told
    return memory.spoken not in memory.languages_told or bool(danger)


def in_danger(language: str | None) -> str:
    """Return the name under which `languages_told` remembers that the note went with the danger."""
    return f"{language}, in danger"
