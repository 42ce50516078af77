"""Who writes, learned from how they open (`understanding.speaker`), and what that makes of a message's own words.

The words of one message mistake a sister who is quoted for the one in need, and a father's "j'ai 45 ans" for her age.
Who writes is read once, in the opening; whoever says in so many words that it is them, or somebody else, is believed
over it (`roles.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.actions.doubts import bare_age
from bot.actions.memory import ADULT_AGE, AGES
from bot.actions.roles import ROLE_GROUPS
from bot.actions.signs import signs_in
from understanding.speaker import Opening, opening

Person = dict[str, Any]
WHOM = {"victim": "self", "relative": "relative", "witness": "other", "professional": "other", "buyer": "self"}
TURNS_TO_ANOTHER = {"for_another", "missing"}
UNLIKELY = 0.4
"""Chance of a writer under which the words of one message are not believed, where none is sure."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: surely `role`, or nobody surely; `chances` of each (empty where nothing was told yet)."""

    role: str | None = None
    chances: Mapping[str, float] = field(default_factory=dict)

    @property
    def whom(self) -> str | None:
        """For whom somebody who writes as `role` does so."""
        return WHOM.get(self.role or "")

    def may_be(self, role: str) -> bool:
        """Whether the words of a message that say so are to be believed."""
        return not self.chances or self.chances.get(role, 0.0) >= UNLIKELY


def writer_of(written: Sequence[str]) -> Writer:
    """Return who has written these messages, the oldest first."""
    found: Opening | None = opening(written)
    return Writer() if found is None else Writer(found.speaker, found.chances)


def person_as_written(person: Person, text: str, writer: Writer, slots: Mapping[str, Any]) -> Person:
    """Return the person of a message as who writes makes it: `for_whom`, `role`, and no age of anybody else."""
    whom = person.get("for_whom")
    endangered = slots.get("for_whom") == "self" and (slots.get("risk") or {}).get("level") in ("high", "imminent")
    if endangered and slots.get("age") is not None and whom == "other" and not TURNS_TO_ANOTHER & signs_in(text):
        return _of_nobody(person)  # "he made me bring a girl of 15": who is in danger keeps their own age
    if not writer.chances or slots.get("role") == "victim" or person.get("role") == "victim":
        return person
    person = _without_unlikely_role(person, writer)
    if writer.role is None:
        believed = whom is None or _likely(whom, writer) or _is_own_young_age(person)
        return person if believed else _of_nobody(person)
    if writer.role in ("professional", "buyer"):
        person = {**person, "role": writer.role}
    if whom == writer.whom or (whom == "other" and writer.whom == "self" and TURNS_TO_ANOTHER & signs_in(text)):
        return person
    if whom is None or bare_age(text):
        return {**person, "for_whom": writer.whom} if writer.role not in ("professional", "buyer") else person
    if {whom, writer.whom} == {"relative", "other"}:
        return {**person, "for_whom": writer.whom}
    return {**_of_nobody(person), "for_whom": writer.whom}


def _likely(whom: str, writer: Writer) -> bool:
    return any(writer.may_be(role) for role, of_whom in WHOM.items() if of_whom == whom)


def _is_own_young_age(person: Person) -> bool:
    """Whether the writer says to be a minor ("j'ai 16 ans"): a father says so of his daughter in other words."""
    return person.get("for_whom") == "self" and person.get("age") is not None and person["age"] < ADULT_AGE


def _without_unlikely_role(person: Person, writer: Writer) -> Person:
    """Return the person without a role that who writes hardly has ("a man, a client hurt me") and its group."""
    unlikely = {role: group for role, group in ROLE_GROUPS.items() if not writer.may_be(role)}
    kept = tuple(each for each in person.get("audiences") or () if each not in unlikely.values())
    return {**person, "role": None if person.get("role") in unlikely else person.get("role"), "audiences": kept}


def _of_nobody(person: Person) -> Person:
    """Return the person without what was said of somebody else's age and tie."""
    kept = tuple(each for each in person.get("audiences") or () if each not in AGES and each != "relatives")
    return {**person, "for_whom": None, "age": None, "gender": None, "audiences": kept}
