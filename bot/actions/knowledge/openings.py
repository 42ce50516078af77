"""The "Oui" or "Non" that opens a fact: kept after the very question that it answers, left out after any other.

Read after another question it is false ("will they tell my mother?" – "No."). Presentation only: the rest is shown as
it is written, and the record is not changed.
"""

import re
from functools import cache
from typing import Any

import yaml

from bot.actions.knowledge.searched import DATA
from bot.actions.signs import plain
from resources_db.knowledge.records import Fact


def without_opening(fact: str, text: str, language: str) -> str:
    """Return the text of the record of id `fact` from where its information begins."""
    for pattern in _openings(fact, language):
        opened = pattern.match(text)
        if opened and opened.end() < len(text):
            rest = text[opened.end() :]
            return rest[0].upper() + rest[1:]
    return text


def asks_the_same(question: str, fact: Fact, likeness: float) -> bool:
    """Whether a yes to the fact's own question is surely a yes to `question`, so alike by `likeness` (0 to 1)."""
    asked = plain(question)
    if asked in (plain(fact.question_fr), plain(fact.question_en)):
        return True
    if likeness < _data()["same_question"] or _pattern("not_yes_no").search(_pattern("asking").sub(" ", asked).strip()):
        return False
    own = [plain(text) for text in (fact.question_fr, fact.question_en)]
    return any(_turned(asked) == _turned(text) for text in own)


def _turned(words: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _turning() if pattern.search(words))


@cache
def _openings(fact: str, language: str) -> tuple[re.Pattern[str], ...]:
    own = _data()["longer"].get(fact, {}).get(language)
    listed = [*([own] if own else []), *_data()["opens"]["en" if language == "en" else "fr"]]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in listed)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_data()[name])


@cache
def _turning() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"\b(?:{words})\b")) for name, words in _data()["turning"].items())


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DATA / "openings.yml").read_text("utf-8"))
    return data
