"""Signs: what a message says plainly of the writer's situation, by closed lists of phrases and by acts learned."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.settings import dialogue
from understanding.asides import read_asides
from understanding.denials import denied_in, without_denied
from understanding.normaliser import LONGEST, plain_words
from understanding.topics import topic_of

FILE = Path(__file__).parent / "data" / "signs.yml"
_ME = re.compile(r"\b(?:me|m|moi|nous|us|mine)\b")
MORE = FILE.with_name("signs_more.yml")
LEARNED = FILE.with_name("acts.yml")
OTHER_TOPICS = Path(__file__).parent / "data" / "signs_topics.yml"
DANGERS, DANGERS_AROUND = FILE.with_name("dangers.yml"), FILE.with_name("dangers_around.yml")
DANGERS_AFTER = FILE.with_name("dangers_after.yml")
DYING = FILE.with_name("dying.yml")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
_WORD = re.compile(r"\w+")
_NEGATIVE = ("no_", "not_")
"""Beginnings of the signs of what is not."""
_OF_MEANS = ("dark", "means_pills")
"""Signs that a health question must not carry: a morning-after pill is no means to die."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    listed: dict[str, list[str]] = {}
    for path in (FILE, MORE):
        listed |= yaml.safe_load(path.read_text("utf-8"))
    return {sign: re.compile(rf"\b(?:{'|'.join(phrases)})\b") for sign, phrases in listed.items()}


def sign_names() -> frozenset[str]:
    """Return the signs that can be found."""
    return frozenset(_patterns())


@lru_cache(maxsize=128)  # every fact's gates read the same few messages
def plain(text: str) -> str:
    """Return the message as the phrases see it: texting written out, folded, words and single spaces only."""
    return plain_words(text[:LONGEST])


def says(text: str, phrases: Sequence[str]) -> bool:
    """Whether the plain words of a text hold one of these phrases, regular expressions that start at a word."""
    return bool(any_of(tuple(phrases)).search(plain(text)))


@cache
def phrases_of(path: Path) -> dict[str, re.Pattern[str]]:
    """Return each list of phrases of a file, as one pattern."""
    listed: dict[str, list[str]] = yaml.safe_load(path.read_text("utf-8"))
    return {name: any_of(tuple(phrases)) for name, phrases in listed.items()}


@cache
def any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern of these phrases, regular expressions that start at a word."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})")


@lru_cache(maxsize=128)  # one turn asks many times of the same few messages
def signs_in(text: str) -> frozenset[str]:
    """Return the names of the signs that the message carries; what it denies tells only of what is not."""
    words, left = plain(text), plain(without_denied(text))
    read = dict.fromkeys(_OF_MEANS, without_threats(without_health(left))) | {"wants_to_die": without_threats(left)}
    words = without_threats(words)
    found = {
        sign
        for sign, pattern in _patterns().items()
        if pattern.search(words if sign.startswith(_NEGATIVE) else read.get(sign, left))
    }
    if "partner" in denied_in(text) and "partner" not in found:
        found.add("no_partner")
    asides = read_asides(text)
    learned = {_learned()[act] for act in asides.acts if act in _learned()}
    if "of_another" in found and not _ME.search(words):  # "ma soeur s'est fait violer": whose harm it is is said
        learned.discard("harmed_me")
    found |= learned if may_be_of_dying(left) else learned - {"dark"}
    found -= {f"no_{topic}" for topic in asides.taken_back}
    return frozenset(found - _asked_otherwise(text, found))


def _asked_otherwise(text: str, found: set[str]) -> set[str]:
    """Return the signs whose words are in a message that surely asks something else ("comment je lui parle si…")."""
    rule = _other_topics()
    doubtful = found & set(rule["signs"])
    topic, probability = topic_of(text) if doubtful else ("", 0.0)
    return {sign for sign in doubtful if probability >= rule["sure"] and topic in rule["signs"][sign]}


@cache
def _other_topics() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(OTHER_TOPICS.read_text("utf-8"))
    return data


@cache
def danger_data() -> dict[str, Any]:
    """Return `data/dangers.yml`, which `data/dangers_around.yml` goes on (one list, whose names of phrases both use),
    with each kind of `data/dangers_after.yml` before the one that it names.
    """
    data: dict[str, Any] = yaml.safe_load(DANGERS.read_text("utf-8") + DANGERS_AROUND.read_text("utf-8"))
    after: list[dict[str, Any]] = yaml.safe_load(DANGERS_AFTER.read_text("utf-8"))["kinds"]
    for kind in after:
        at = next(at for at, each in enumerate(data["kinds"]) if each["name"] == kind["before"])
        data["kinds"].insert(at, kind)
    return data


@cache
def danger_kind(name: str) -> dict[str, Any]:
    """Return the kind of danger of that name."""
    found: dict[str, Any] = next(kind for kind in danger_data()["kinds"] if kind["name"] == name)
    return found


@cache
def _health() -> re.Pattern[str]:
    return re.compile(rf"\b{danger_data()['health']}")


def without_health(words: str) -> str:
    """Return plain words without those of health that hold a word of danger ("pilule du lendemain")."""
    return _health().sub(" ", words)


def may_be_of_dying(words: str) -> bool:
    """Whether some plain words may be of dying or of self-harm (dying.yml): what was learned of it needs them."""
    return bool(any_of(tuple(_dying()["veiled"])).search(without_threats(words)))


def without_threats(words: str) -> str:
    """Return plain words without those of somebody who would kill or hurt the writer: no wish to die."""
    return _threats().sub(" ", words)


@cache
def _threats() -> re.Pattern[str]:
    return re.compile(rf"\b{_dying()['threats']}")


@cache
def _dying() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(DYING.read_text("utf-8"))
    return loaded


@cache
def _learned() -> dict[str, str]:
    listed: dict[str, str] = yaml.safe_load(LEARNED.read_text("utf-8"))
    return listed


def without_sign(text: str, sign: str) -> str:
    """Return the message's plain words without those that say a sign."""
    return _patterns()[sign].sub(" ", plain(text))


def says_plainly(text: str, sign: str) -> bool:
    """Whether the words of the message say a sign, however near its meaning may be otherwise."""
    return bool(_patterns()[sign].search(plain(text)))


def without_quotes(text: str) -> str:
    """Return the message without what it quotes: those are somebody else's words (a text that was received)."""
    return _QUOTED.sub(" ", text)


def says_more(text: str) -> bool:
    """Whether a message holds more than greetings, thanks, a yes or a no (dialogue.yml)."""
    return len([word for word in plain(text).split() if word not in _small_words()]) >= dialogue()["rest_words"]


def without_small_talk(text: str) -> str:
    """Return the message without the greetings and thanks that it opens with, or whole if it holds nothing else."""
    words = _WORD.finditer(text)
    first = next((word.start() for word in words if plain(word.group()) not in _opening_words()), 0)
    return text[first:]


@cache
def _small_words() -> frozenset[str]:
    return _opening_words() | frozenset(dialogue()["small_words"].split())


@cache
def _opening_words() -> frozenset[str]:
    return frozenset(dialogue()["opening_words"].split())
