"""What the topics read of a question about an organisation, and whether it is asked of one or of this service.

The topic reader knows no names: a name is read as "this organisation", and what follows a list as if one was told of.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.about.names import Found
from bot.actions.signs import plain
from understanding.language import read_language
from understanding.topics import topic_in_context, topic_of, topics_in_context

FILE = Path(__file__).resolve().parents[1] / "data" / "about_asked.yml"


def asked_of_record(text: str, names: Sequence[Found] = ()) -> tuple[str, float]:
    """Return the topic of `data/about.yml` that a text most probably asks of an organisation, and how probably."""
    rules, language = _data()["masks"], "en" if read_language(text).code == "en" else "fr"
    before = "" if names else rules["listed"][language]
    read = topics_in_context(_masked(text, names, rules["named"][language]), before)
    mass = {topic: sum(read[each] for each in of) for topic, of in _data()["of"].items()}
    best = max(mass, key=lambda topic: mass[topic])
    return best, mass[best]


def surely(topic: str, mass: float, *, named: bool) -> bool:
    """Whether a topic is probable enough to be what is asked; less is needed where somebody is named."""
    return mass >= _data()["sure_named" if named else "sure"] and not (named and topic in _data()["of_a_list"])


def kept_beside(topics: Sequence[str], topic: str, mass: float) -> tuple[str, ...]:
    """Return the topics read from words that go with the one that is asked: the others are stray words."""
    if mass < _data()["alone"]:
        return tuple(topics)
    kept = tuple(each for each in topics if each in _data()["goes_with"][topic])
    itself = topic in _data()["itself"] and kept and "wait" not in kept
    return (topic,) if itself else kept or tuple(topics)


def agrees(topics: Sequence[str], topic: str, mass: float) -> bool:
    """Whether topics read from words go with the one that is most probably asked of an organisation."""
    return mass >= _data()["agreed"] and set(topics) <= set(_data()["goes_with"][topic])


def asked_of_them(text: str) -> bool:
    """Whether a text is asked of "them", the organisations told of, and says nothing to this service."""
    words = plain(text)
    return bool(_pattern("of_them").search(words)) and not said_to_us(text)


def points(text: str) -> bool:
    """Whether a text points at one of those told of: "that line"."""
    return bool(_pattern("pointed").search(plain(text)))


def said_to_us(text: str) -> bool:
    """Whether a text speaks to this service or of its team."""
    return bool(_pattern("to_us").search(plain(text)))


def acts(text: str, names: Sequence[Found]) -> bool:
    """Whether the acts of who is named are asked about, not what somebody tells them ("report me to the DYP")."""
    words = plain(text).split()
    return any(not _pattern("told_to").search(" ".join(words[: name.start])) for name in names)


def tells_whom(text: str) -> bool:
    """Whether a text asks if somebody else will be told: the police, parents, immigration."""
    return bool(_pattern("tells_whom").search(plain(text)))


def asks_of_no_record(text: str, before: str = "") -> bool:
    """Whether a message surely asks what no organisation's record answers, whoever it names."""
    rule: dict[str, Any] = _data()["of_no_record"]
    read = [topic_in_context(text, before), *([topic_of(f"{before} {text}")] if before else [])]
    alone, *together = [(topic, probability >= rule["sure"]) for topic, probability in read]
    if alone[1] and alone[0].startswith("org_"):
        return False  # "c tu gratuit?" is of a record, whatever was told before it
    return (alone[0] in rule["topics"] and alone[1]) or any(sure and topic in rule["after"] for topic, sure in together)


def asks_of_a_record(text: str) -> bool:
    """Whether a message surely asks of an organisation: its number, its hours, whom it takes."""
    topic, probability = topic_of(text)
    return topic.startswith("org_") and probability >= _data()["of_no_record"]["sure"]


def decides() -> dict[str, dict[str, str]]:
    """Return the words of a record that answer with a yes or a no, by topic."""
    found: dict[str, dict[str, str]] = _data()["decides"]
    return found


def without_owned(words: str, topics: Collection[str]) -> str:
    """Return plain words without what is the writer's own ("my number", "the phone bill"), for topics of reaching."""
    return _pattern("owned").sub(" ", words) if set(_data()["owned_of"]) & set(topics) else words


def _masked(text: str, names: Sequence[Found], instead: str) -> str:
    words = plain(text).split()
    for name in sorted(names, key=lambda each: -each.start):
        start = name.start - (name.start > 0 and words[name.start - 1] in ("la", "le", "les", "l", "the"))
        words[start : name.end] = [instead]
    return " ".join(words) if names else text


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(_data()[name])})(?!\w)")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data
