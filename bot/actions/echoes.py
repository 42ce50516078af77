"""What opens a message and asks nothing: a cry ("hein??"), a word of the last answer thrown back ("911?? He is up")."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.signs import plain

FILE = Path(__file__).parent / "data" / "echoes.yml"
MOST = 3
"""Words of the last answer that may be thrown back; a longer opening says something."""
LEFT = 3
"""Words that must follow: a name and a question mark alone ask about it."""
_OPENING = re.compile(r"^\s*(?P<said>[^.!?…\n]{1,40}?)\s*\?+[\s.!]*(?P<rest>[^?]+[.!…\n].*|[^?]+$)", re.DOTALL)


@cache
def _words(name: str) -> frozenset[str]:
    loaded: dict[str, str] = yaml.safe_load(FILE.read_text("utf-8"))
    return frozenset(loaded[name].split())


@cache
def _cry() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:(?:{'|'.join(_words('cries'))})\b[\s?!.,…]*)+", re.IGNORECASE)


def turn_before(events: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return what the bot uttered between the last two messages."""
    users = [at for at, event in enumerate(events) if event.get("event") == "user"]
    start, end = (users[-2] if len(users) > 1 else -1), (users[-1] if users else 0)
    return [event for event in events[start + 1 : end] if event.get("event") == "bot"]


def answered_last(events: Sequence[Mapping[str, Any]]) -> str:
    """Return all that the visitor read in the turn before the newest message, names and questions of facts included."""
    read: list[str] = []
    for event in turn_before(events):
        custom = (event.get("data") or {}).get("custom") or {}
        names = [str(each.get("name") or "") for each in custom.get("resources") or ()]
        read += [str(event.get("text") or ""), str(custom.get("question") or ""), *names]
    return plain(" . ".join(read))


def thrown_back(text: str, answered: str) -> bool:
    """Whether `text` opens with words of the last answer and a question mark, then says something else."""
    return _split(_cry().sub("", text), answered) is not None


def without_opening(text: str, answered: str) -> str:
    """Return `text` without the cry or the thrown back words that open it; whole where nothing else is said."""
    left = _cry().sub("", text)
    rest = _split(left, answered)
    left = left if rest is None else rest
    return left if plain(left) else text


def _split(text: str, answered: str) -> str | None:
    found = _OPENING.match(text)
    if found is None or len(plain(found["rest"]).split()) < LEFT:
        return None
    said = [word for word in plain(found["said"]).split() if word not in _words("small")]
    known = set(answered.split())
    return found["rest"] if said and len(said) <= MOST and all(word in known for word in said) else None
