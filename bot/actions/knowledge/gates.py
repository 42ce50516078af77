"""Whom a fact is for, and what it needs to have been spoken of: a right fact told to the wrong person misleads."""

import re
from functools import cache, lru_cache
from typing import Any

import yaml

from bot.actions.knowledge.index import retrieval, speaks_of_minor
from bot.actions.knowledge.searched import DATA
from bot.actions.memory import Memory
from bot.actions.signs import plain, signs_in
from resources_db.knowledge.records import Fact
from understanding.denials import denied_in, named_in
from understanding.normaliser import LONGEST, fold, normalise
from understanding.risk.past import is_long_past

HELPERS = {"relative", "professional", "witness", "buyer"}
"""Audiences of those who do not live it."""


def may_be_told(fact: Fact, memory: Memory, asked: str = "") -> bool:
    """Whether a fact may be told to this visitor, in answer to the newest message or to what is `asked` in it."""
    return (
        _suits_role(fact, memory)
        and not _is_of_minors(fact, memory)
        and not (memory.minor and fact.id in _gates()["of_adults"])
        and _was_spoken_of(fact, memory, asked or memory.text)
        and not _is_of_something_else(fact, memory, asked or memory.text)
        and not _is_of_what_is_not(fact, memory)
        and not _is_for_another(fact, memory, asked or memory.text)
        and not _is_of_ones_own(fact, memory, asked or memory.text)
        and not _is_of_another_age(fact, memory)
        and not (fact.id in _gates()["of_first_days"] and any(map(is_long_past, (*memory.written, memory.whole))))
    )


def _is_of_what_is_not(fact: Fact, memory: Memory) -> bool:
    """Whether the fact's own question names a role or a relation that the visitor denied."""
    return bool(_denied((*memory.written, memory.whole)) & named_in(f"{fact.question_fr} {fact.question_en}"))


@lru_cache(maxsize=8)  # asked of every fact in a turn
def _denied(written: tuple[str, ...]) -> frozenset[str]:
    """Return the roles and relations denied; a partner and a procurer too where an employer alone was told of."""
    denied = {thing for text in written for thing in denied_in(text)}
    signs = {sign for text in written for sign in signs_in(text)}
    if "employer" in signs and not {"partner", "sale"} & signs:
        denied |= {"partner", "procurer"}
    return frozenset(denied)


def _suits_role(fact: Fact, memory: Memory) -> bool:
    """What is for buyers is for them, and they get nothing else; what binds professionals binds no victim."""
    if memory.role == "buyer":
        return "buyer" in fact.audiences
    if memory.role == "victim" and set(fact.audiences) == {"professional"}:
        return False
    return (
        "buyers" in memory.audiences
        or not set(fact.audiences) <= {"buyer", "professional"}
        or ("buyer" not in fact.audiences)
    )


def _is_for_another(fact: Fact, memory: Memory, asked: str) -> bool:
    """Whether a fact is for who helps somebody, while the victim asks for themselves."""
    if memory.role != "victim" and memory.for_whom != "self":
        return False
    return set(fact.audiences) <= HELPERS and not _others_words().search(plain(asked))


def _is_of_ones_own(fact: Fact, memory: Memory, asked: str) -> bool:
    """Whether a fact is of the visitor's own phone or way out, while they write for somebody else and of theirs."""
    if memory.lives_it or fact.id not in _gates()["of_oneself"]:
        return False
    return not any(pattern.search(plain(asked)) for pattern in _own_words())


def _is_of_another_age(fact: Fact, memory: Memory) -> bool:
    """Whether the age that is known is not the one that a fact holds for."""
    if memory.age is None or memory.age >= retrieval()["adult_age"]:
        return False
    least, below = _gates()["from_age"].get(fact.id, 0), _gates()["below_age"].get(fact.id, memory.age + 1)
    return not least <= memory.age < below


def instead_of(fact: Fact, memory: Memory, asked: str = "") -> str | None:
    """Return the id of the fact that answers this visitor better than `fact`, if there is one."""
    other: str | None = _gates()["for_minors_rather"].get(fact.id) if memory.minor else None
    rather = _gates()["for_professionals_rather"].get(fact.id) if memory.role == "professional" else None
    if rather and not re.search(rather["unless"], plain(asked)):
        other = rather["to"]
    region = str((memory.place or {}).get("region_code") or "")
    return other or _gates()["by_region"].get(fact.id, {}).get(region)


def _is_of_minors(fact: Fact, memory: Memory) -> bool:
    """Whether a fact holds for somebody under 18 only, while the person in need is known to be an adult."""
    grown = memory.age is not None and memory.age >= retrieval()["adult_age"]
    concerned = fact.id in _gates()["of_minors"] or fact.topic in _gates()["topics_of_minors"]
    if not (grown and concerned):
        return False
    said = fold(normalise(f"{memory.before} {memory.text}"))
    return not (speaks_of_minor(memory.text) or _minors_words().search(said) or _told_of_minors(memory))


def _told_of_minors(memory: Memory) -> bool:
    return any(fact in gate["after"] for fact in memory.facts for gate in _gates()["spoken_of"] if gate.get("minors"))


def _was_spoken_of(fact: Fact, memory: Memory, asked: str) -> bool:
    """Whether what a fact leaves unsaid ("this permit", "the report"), or whom it is about, was spoken of."""
    for gate, pattern in _gates_of("spoken_of", "words", fact.id):
        needed = memory.need in gate["needs"] or any(told in gate["after"] for told in memory.facts)
        needed = needed or memory.role in gate.get("roles", ())
        if not needed and not pattern.search(_said(gate, memory, asked)):
            return False
    return True


def _is_of_something_else(fact: Fact, memory: Memory, asked: str) -> bool:
    """Whether words tell that the question is about something that the fact does not answer, near as it may be."""
    kept = {id(gate): pattern for gate, pattern in _gates_of("not_of", "but", fact.id)}
    return any(
        memory.role not in gate.get("roles", ())
        and pattern.search(said := _said(gate, memory, asked))
        and not (gate.get("but") and kept[id(gate)].search(said))
        for gate, pattern in _gates_of("not_of", "words", fact.id)
    )


def _said(gate: dict[str, Any], memory: Memory, asked: str) -> str:
    """Return the plain words that a gate reads, without what they deny ("ce n'est pas mon mari")."""
    where = gate.get("where", "near")
    texts = {
        "asked": (asked,),
        "near": (memory.before, memory.text),
        "conversation": (*memory.written, memory.before, memory.text),
    }[where]
    return _undenied(texts)


@lru_cache(maxsize=32)  # asked of every fact in a turn
def _undenied(texts: tuple[str, ...]) -> str:
    said = " / ".join(plain(text) for text in texts)
    return _denials().sub(" ", said[-LONGEST:])


@cache
def _gates() -> dict[str, Any]:
    gates: dict[str, Any] = yaml.safe_load((DATA / "gates.yml").read_text("utf-8"))
    return gates


@cache
def _minors_words() -> re.Pattern[str]:
    return re.compile("|".join(_gates()["words_of_minors"]))


@cache
def _own_words() -> list[re.Pattern[str]]:
    return [re.compile(pattern) for pattern in _gates()["words_of_oneself"]]


@cache
def _others_words() -> re.Pattern[str]:
    return re.compile("|".join(_gates()["words_of_others"]))


@cache
def _gates_of(kind: str, words: str, fact: str) -> list[tuple[dict[str, Any], re.Pattern[str]]]:
    """Return the gates of that kind before a fact, each with the pattern of its `words`."""
    own = [gate for gate in _gates()[kind] if fact in gate["records"]]
    return [(gate, re.compile("|".join(gate.get(words, ())))) for gate in own]


@cache
def _denials() -> re.Pattern[str]:
    return re.compile("|".join(_gates()["denied"]))
