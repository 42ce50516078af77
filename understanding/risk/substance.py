"""What is left of a message once the sentences that cannot tell a danger are taken out.

A denial, a place corrected, a thank-you, an adult's age, a refusal to talk to a counsellor are noise to a detector
trained on disclosures; read alone, or added to others, they made alarms of nothing. A sentence is dropped only when all
its words are of that kind.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from understanding.normaliser import fold, normalise
from understanding.places import read_place
from understanding.places.bare import MOST_PLACES, bare_words
from understanding.wishes import without_wishes

_FILE = Path(__file__).parent / "substance.yml"
_SENTENCE = re.compile(r"[^.!?\n;]+[.!?\n;]*")
_WORD = re.compile(r"\w+")
_LONGEST = 160
"""Characters: a longer sentence always tells something."""


@dataclass(frozen=True)
class _Neutral:
    """The small-talk words, and the patterns of what is as neutral; `taken` tells that a number may count something."""

    words: frozenset[str]
    stays: re.Pattern[str]
    passing: re.Pattern[str]
    no_bed: re.Pattern[str]
    bed_for: re.Pattern[str]
    to_talk: re.Pattern[str]
    calm: re.Pattern[str]
    denials: re.Pattern[str]
    asked: re.Pattern[str]
    talking: re.Pattern[str]
    near: re.Pattern[str]
    hours: re.Pattern[str]
    asking: re.Pattern[str]
    not_calm: re.Pattern[str]
    end: re.Pattern[str]
    plan: re.Pattern[str]
    deadly: re.Pattern[str]
    closing: frozenset[str]
    number: re.Pattern[str]
    taken: re.Pattern[str]


@cache
def _data() -> _Neutral:
    loaded = yaml.safe_load(_FILE.read_text("utf-8"))
    return _Neutral(
        words=frozenset(word for line in loaded["words"] for word in fold(line).split()),
        stays=_any_of(loaded["stays"]),
        passing=_any_of(loaded["passing"]),
        no_bed=re.compile(loaded["no_bed"]),
        bed_for=re.compile(loaded["bed_for"]),
        to_talk=re.compile(loaded["to_talk"]),
        calm=_any_of(loaded["calm"]),
        denials=_any_of(loaded["denials"]),
        asked=_any_of(loaded["questions"]["asked"]),
        talking=_any_of(loaded["questions"]["talking"]),
        near=re.compile(loaded["questions"]["near"]),
        hours=re.compile(loaded["questions"]["hours"]),
        asking=re.compile(loaded["questions"]["asking"]),
        not_calm=re.compile(loaded["questions"]["not_calm"]),
        end=re.compile(loaded["closing"]["end"]),
        plan=re.compile(loaded["closing"]["plan"]),
        deadly=re.compile(loaded["closing"]["deadly"]),
        closing=frozenset(word for line in loaded["closing"]["words"] for word in line.split()),
        number=re.compile(loaded["number"]),
        taken=re.compile(loaded["taken"]),
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def substance(text: str, before: Sequence[str] = ()) -> str:
    """Return the sentences of `text` that may tell something, as written; empty when none does.

    `before` are the messages that came before: a number alone tells something where they say that something was taken.
    """
    if closes_calmly(text, before):
        return ""
    said = [fold(normalise(earlier)) for earlier in before]
    kept: list[str] = []
    for sentence in map(_without_denials, _SENTENCE.findall(text)):
        if not _is_neutral(sentence, [*said, *(fold(normalise(earlier)) for earlier in kept)]):
            kept.append(sentence)
    return "".join(kept).strip()


def closes_calmly(text: str, before: Sequence[str] = ()) -> bool:
    """Whether a message only says goodbye or thanks, and what its writer will do; never after words of death.

    Every word must be of a closed list: who else is there, what was taken, a "no" are no part of a goodbye.
    """
    known = _data()
    words = _words(without_denials(text))
    if not known.end.search(words) or not known.plan.search(words) or "?" in text:
        return False
    if set(words.split()) - known.closing:
        return False
    return not any(known.deadly.search(_words(earlier)) for earlier in before)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(normalise(text))))


def substances(texts: Sequence[str]) -> list[str]:
    """Return the substance of each message of a conversation, oldest first."""
    return [substance(text, texts[:position]) for position, text in enumerate(texts)]


def without_denials(text: str) -> str:
    """Return the text without what denies a danger ("personne m'a frappée"); as written where it denies none."""
    return "".join(map(_without_denials, _SENTENCE.findall(text)))


def _without_denials(sentence: str) -> str:
    """Return the sentence without what denies a danger, folded if there was any; as written otherwise."""
    folded = fold(normalise(sentence))
    left = _data().denials.sub(" ", folded)
    return sentence if left == folded else left


def _is_neutral(sentence: str, before: Sequence[str]) -> bool:
    if not _WORD.search(sentence):
        return not _has_symbols(sentence)
    if len(sentence) > _LONGEST:
        return False
    known = _data()
    if _passes(sentence, before) or asks_calmly(sentence):
        return True
    rest = _without_places(sentence)
    left = known.stays.sub(" ", without_wishes(fold(normalise(rest))))
    placed = rest != sentence or bool(known.stays.search(fold(normalise(rest))))
    return not set(_WORD.findall(left)) - (known.words | bare_words() if placed else known.words)


def asks_calmly(sentence: str) -> bool:
    """Whether a sentence only asks what the law, a service or a careful person does: an age beside it is no danger.

    One word of harm, of the present or of what somebody does to the writer, and it is read as any other.
    """
    known = _data()
    words = _words(sentence)
    asking = "?" in sentence or known.asking.search(words)
    if known.talking.search(words) and not known.near.search(words):
        words = known.hours.sub(" ", words)
        return not known.not_calm.search(words)
    return bool(asking and known.asked.search(words)) and not known.not_calm.search(words)


def _passes(sentence: str, before: Sequence[str]) -> bool:
    """Whether a sentence is only an adult's age, words taken back, a page closed; a number counts what was taken."""
    known = _data()
    words = _words(sentence)
    if known.number.match(words):
        return not any(known.taken.search(earlier) for earlier in before)
    if known.no_bed.match(words) or known.bed_for.match(words) or known.to_talk.match(words):
        return not before
    if known.calm.match(words):
        return not known.not_calm.search(words)
    return bool(known.passing.match(words))


def _without_places(sentence: str) -> str:
    for _ in range(MOST_PLACES):
        place = read_place(sentence, asked=True)
        if place.start < 0:
            break
        sentence = f"{sentence[: place.start]} {sentence[place.end :]}"
    return sentence


def _has_symbols(sentence: str) -> bool:
    """Whether a sentence without a word may still say something: an emoji does, punctuation does not."""
    return any(ord(character) > 0x2000 and not character.isspace() for character in sentence)
