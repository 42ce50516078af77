"""Of whom a question is asked: this service, the writer, or somebody else (`data/subjects.yml`)."""

import re
from functools import cache
from typing import Any

import yaml

from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.searched import DATA
from bot.actions.signs import plain, signs_in
from understanding.calls import calls_for

OURS = "will_you_tell"
"""The sign of a question on whom this service tells."""
TO_US = 0.1
"""Probability that a message calls for a word on this service, under which it asks it nothing: "pay or it goes to my
boss and my kids" has the words of such a question."""


def may_speak_to_us(text: str) -> bool:
    """Whether a message may call for a word on this service (understanding/calls)."""
    return calls_for(text)["service"] >= TO_US


def asks_whom_we_tell(text: str) -> bool:
    """Whether a text asks whom this service tells, not what the police or a shelter does, nor what one may say."""
    if OURS not in signs_in(text):
        return False
    words = _pattern("of_the_writer").sub(" / ", plain(text))
    if _pattern("of_them").search(words):
        return False
    if _pattern("of_us").search(words):
        return True
    return not is_of_others(text) and OURS in signs_in(words)


def asks_what_others_do(text: str) -> bool:
    """Whether a question is what somebody else will do, not where they are nor whether there is one."""
    return asks_for(text) is Asks.FACT and is_of_others(text) and not _pattern("seeks").search(plain(text))


def seeks_one(text: str) -> bool:
    """Whether a question looks for an organisation ("is there a group for…"): a list or its record answers it."""
    return bool(re.search(_pattern("existence"), plain(text)))


def is_of_others(text: str) -> bool:
    """Whether a question is about what somebody else named in it does, and does not speak to this service."""
    words = plain(text)
    spoken_to = _pattern("of_us").search(words)
    return not spoken_to and bool(_pattern("others").search(words) and _pattern("acts").search(words))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    data: dict[str, Any] = yaml.safe_load((DATA / "subjects.yml").read_text("utf-8"))
    return re.compile(data[name])
