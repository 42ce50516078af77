"""Who can answer where no fact does: one service, for what is asked and who asks (`data/who_answers.yml`)."""

import re
from functools import cache
from typing import Any

import yaml

from bot.actions.knowledge.searched import DATA
from bot.actions.memory import Memory
from bot.actions.signs import plain
from understanding.normaliser import fold, normalise

Answerer = str | dict[str, str]


def who_answers(question: str, memory: Memory) -> Answerer:
    """Return the slug of the service that can answer `question`, or `{"need": …}` for the nearest one of a need.

    What is asked of "them", where one organisation was just spoken of, is for that one to say.
    """
    if len(memory.listed) == 1 and _pattern("of_them").search(plain(question)):
        return memory.listed[0]
    for text in (question, memory.text):
        folded = fold(normalise(text))
        for pattern, answerers in _topics():
            if pattern.search(folded):
                return _for(memory, answerers)
    return _for(memory, _data()["otherwise"])


def _for(memory: Memory, answerers: dict[str, Answerer]) -> Answerer:
    return next((answerers[who] for who in _who(memory) if who in answerers), answerers["any"])


def _who(memory: Memory) -> list[str]:
    """Return what the writer is, the most telling first."""
    said = plain(" / ".join((*memory.written, memory.text)))
    found = [memory.role] if memory.role in ("buyer", "professional", "witness") else []
    if not found and "professionals" in memory.audiences:
        found = ["professional"]
    elif not found and memory.for_whom in ("relative", "other"):
        found = ["relative" if _pattern("of_family").search(said) else "witness"]
    elif not found and (memory.minor or memory.familiar):
        found = ["minor"]
    if found and found[0] != "minor" and memory.minor:
        parent = ["parent_of_minor"] if _pattern("of_parents").search(said) and found[0] == "relative" else []
        found = [*parent, f"{found[0]}_of_minor", *found]
    return [*filter(None, found), *(["man"] if memory.gender == "men" else [])]


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_data()[name])})\b")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DATA / "who_answers.yml").read_text("utf-8"))
    return data


@cache
def _topics() -> list[tuple[re.Pattern[str], dict[str, Answerer]]]:
    return [(re.compile(rf"\b(?:{'|'.join(each['words'])})\b"), each) for each in _data()["topics"]]
