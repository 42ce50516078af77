"""Who can answer where no fact does: one service, for what is asked and who asks (`data/who_answers.yml`)."""

import re
from collections.abc import Collection
from functools import cache
from typing import Any

import yaml

from bot.actions.about.asking import named_in
from bot.actions.knowledge.searched import DATA
from bot.actions.memory import Memory
from bot.actions.refusals import EMERGENCY
from bot.actions.signs import plain, signs_in
from understanding.normaliser import fold, normalise
from understanding.topics import topic_in_context

Answerer = str | dict[str, str]


def who_answers(question: str, memory: Memory, around: str = "") -> Answerer:
    """Return the slug of the service that can answer `question`, or `{"need": …}` for the nearest one of a need.

    A short question is read with what is `around` it.

    What is asked of who is named, or of "them" after a list, is for that one to say, or the first of the list.
    """
    theirs = _theirs(question, memory, around)
    if theirs is not None:
        return theirs
    topic = _topic(question, around) or _topic(memory.text) or _topic(memory.before)
    return _for(memory, topic) if topic else _for(memory, _data()["otherwise"], by_danger=True)


def _theirs(question: str, memory: Memory, around: str) -> str | None:
    """Return the organisation whose own rules are asked about, if one is: nobody else can say."""
    named = named_in(question, shown=memory.shown)
    if named:
        return named[0]
    listed = [slug for slug in memory.listed if slug != EMERGENCY]
    topic, probability = topic_in_context(question, around)
    of_record = topic.startswith("org_") and probability >= _data()["sure"]
    they = _pattern("of_them").search(plain(question)) is not None
    return listed[0] if listed and (of_record or (they and len(listed) == 1)) else None


def shown_that_answers(question: str, memory: Memory, services: Collection[str], around: str = "") -> bool:
    """Whether an organisation just shown, with these services, can itself answer what is asked of its field."""
    topic = _topic(question, around) or _topic(memory.text)
    return bool(topic and set(topic.get("shown", ())) & set(services))


def _topic(text: str, before: str = "") -> dict[str, Any] | None:
    asked, probability = topic_in_context(text, before) if text else ("", 0.0)
    if probability >= _data()["sure"]:
        known = next((topic for _, topic in _topics() if asked in topic.get("of", ())), None)
        if known is not None:
            return known
    folded = fold(normalise(text))
    return next((topic for pattern, topic in _topics() if pattern.search(folded)), None)


def _for(memory: Memory, answerers: dict[str, Any], *, by_danger: bool = False) -> Answerer:
    """Return the answerer of who asks; `by_danger`, for who lives it, that of the danger told."""
    own = next((answerers[who] for who in _who(memory) if who in answerers), None)
    if own is not None:
        return str(own) if isinstance(own, str) else dict(own)
    types, signs = set(memory.risk.get("types", ())), set().union(*map(signs_in, (*memory.written, memory.text)))
    told = (each["who"] for each in _data()["by_danger"] if by_danger and (
            types & set(each.get("types", ())) or signs & set(each.get("signs", ()))))  # fmt: skip
    found: Answerer = next(told, answerers["any"])
    return found


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
def _topics() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    """Return the entries with the words that tell of them; one without words is told by the topic alone."""
    never = r"(?!)"
    return [(re.compile(rf"\b(?:{'|'.join(each.get('words', [never]))})\b"), each) for each in _data()["topics"]]
