"""Where what was read of a message is not believed: children who come along, a bare age, a need only guessed."""

import re
from typing import Any

from bot.actions.asked import asked_words
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import ADULT_AGE, NOT_LIVING_IT, OUTSIDERS, Memory
from bot.actions.referral import BEDS
from bot.actions.signs import plain, signs_in
from understanding.asides import asked_in
from understanding.calls import calls_for
from understanding.normaliser import sentences
from understanding.topics import topic_of

Slots = dict[str, Any]
_OWN_AGE = re.compile(
    r"\b(?:moi|j ai|jai|i m|im|i am|me)(?: (?:i m|im|j ai|jai|c est))? (\d{2})(?= |$)"
    r"(?! (?:mois|months|enfants?|kids?))"
)
_BARE_AGE = re.compile(r"(?:\w+ ){0,2}?(\d{2})(?: (?:ans|years?|yo|old|years old))?(?: \w+)?")
_FOR_ANOTHER = {"for_another", "missing", "told_of_another"}
_WITH_ME = re.compile(r"\b(?:avec moi|with me|me and|moi (?:et|pis|avec)|j?e? ?suis leur mere|i m their mother)\b")
_CHILD_NEEDS = re.compile(
    r"\b(?:ma fille|mon fils|mon gars|mon enfant|my (?:daughter|son|kid|child|girl|boy))\b"
    r"(?: (?:a|is|qui a|who is|de|of|\d{1,2}|ans|years?|old|yo)){0,6}"
    r" (?:a besoin|needs?|cherche|veut|wants?|is looking)"
)
GROUPS_OF_CHILDREN = {"minors", "relatives"}
_ONLY_A_BED = re.compile(
    r"(?:(?:ok|oui|bon|alors|d abord|yes|so|first) )*(?:un |une |a |the )?"
    r"(?:hebergement|refuge|lit|toit|shelter|bed|place to (?:sleep|stay))"
    r"(?: (?:d abord|premierement|svp|s il vous plait|pour ce soir|first|please|for tonight|tonight))*"
)
GUESSED, SURE = 0.5, 0.5
"""Below the first a need is a guess; from the second a topic is believed."""
A_LIST = 0.5
"""Probability that a list is called for, from which a house asked about is looked for."""
OF_NO_NEED = {"service", "none", "org_which", "org_accepts", "org_what", "us_how", "us_team_does", "transport"}
"""Topics that name no need by themselves."""


def person_meant(message: dict[str, Any], slots: Slots) -> dict[str, Any]:
    """Return the person of a message: a parent who looks for a bed with their children writes for themselves, and a
    bare number after our question of age is that age.
    """
    person: dict[str, Any] = message.get("person") or {}
    text = str(message.get("text") or "")
    if children_come_along(message, slots):
        return {**person, **_of_parent(person, text)}
    if slots.get("question") == "person" and person.get("age") is None:
        found = bare_age(text)
        if found:
            return {**person, "age": int(found[1])}
    return person


def bare_age(text: str) -> re.Match[str] | None:
    """Return the number of a message that is an age and hardly anything else ("16", "elle a 16 ans")."""
    return _BARE_AGE.fullmatch(plain(text))


def children_come_along(message: dict[str, Any], slots: Slots) -> bool:
    """Whether children told of are those of the writer, who looks for a place with them."""
    text = asked_in(str(message.get("text") or ""))
    signs = signs_in(text)
    person = message.get("person") or {}
    told = "with_children" in signs or (person.get("for_whom") == "relative" and bool(_WITH_ME.search(plain(text))))
    if not told or _FOR_ANOTHER & signs or _CHILD_NEEDS.search(plain(text)) or not _writes_for_self(slots):
        return False
    named = (message.get("need") or message.get("intent") or {}).get("name")
    return bool({named, slots.get("need")} & set(BEDS))


def _writes_for_self(slots: Slots) -> bool:
    groups = set(slots.get("audiences") or ()) & NOT_LIVING_IT
    return slots.get("for_whom") in (None, "self") and slots.get("role") not in OUTSIDERS and not groups


def _of_parent(person: dict[str, Any], text: str) -> dict[str, Any]:
    """Return what is said of the parent: nothing of a child's age or gender is theirs."""
    own = _OWN_AGE.search(plain(text))
    age = int(own[1]) if own and int(own[1]) >= ADULT_AGE else None
    grown = person.get("for_whom") == "self" and (person.get("age") or 0) >= ADULT_AGE
    audiences = [each for each in person.get("audiences") or () if each not in GROUPS_OF_CHILDREN]
    return {
        "age": person["age"] if grown else age,
        "gender": person.get("gender") if grown else None,
        "audiences": tuple(audiences),
        "for_whom": "self",
    }


def is_guessed(message: dict[str, Any], slots: Slots) -> bool:
    """Whether a need is only guessed of a message that names none ("who can help me there"), and another stands."""
    read = message.get("need") or message.get("intent") or {}
    stands = slots.get("need") is not None or bool((slots.get("risk") or {}).get("types"))
    if not stands or float(read.get("confidence") or 1.0) >= GUESSED:
        return False
    topic, probability = topic_of(str(message.get("text") or ""))
    return topic in OF_NO_NEED and probability >= SURE


def asks_for_a_bed(text: str) -> bool:
    """Whether a message plainly asks for a house or a bed to go to, whatever it was taken for."""
    return bool(_ONLY_A_BED.fullmatch(plain(text))) or any(map(_asks_for_a_bed, (text, *sentences(text))))


def _asks_for_a_bed(text: str) -> bool:
    """Whether a sentence, or a message of one, asks for a bed: "that is no place to sleep" is told beside it."""
    said = asked_words(text)
    named = "names_bed" in said and asks_for(text, place=True) is Asks.SERVICE
    return (named or "wants_bed" in said) and "no_bed" not in said


def asks_which_bed(memory: Memory) -> bool:
    """Whether a message asks for a place to sleep, or which house: beds answer, no fact or word on houses does."""
    if memory.told.need not in BEDS or memory.role in OUTSIDERS:
        return False
    return any(map(asks_for_a_bed, (memory.text, memory.whole))) or calls_for(memory.whole)["list"] >= A_LIST
