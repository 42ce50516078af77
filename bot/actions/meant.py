"""What the newest message means for a list, where words are read too fast: "une place" that is no bed, two places."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from bot.actions.asked import asked_words, where_they_are
from bot.actions.database import sessions
from bot.actions.memory import OUTSIDERS, Memory, Place
from bot.actions.referral import BEDS
from bot.actions.settings import dialogue
from bot.actions.signs import signs_in
from resources_db.catalogue import read_catalogue
from understanding.places import read_place

AFTER_A_BED = ("exit_prostitution", "listening", "counselling", "human_agent", None)
"""Needs that wait until a bed was shown to who has nowhere to sleep."""
AT_HOME = {"violence_now", "captivity"}
"""Dangers from which a place to go is a bed."""
OF_WHO_SELLS = ("harm_reduction", "outreach", "listening")
"""Services of who sells, asks for a place and says no more."""


def as_meant(memory: Memory, message: dict[str, Any], events: Sequence[dict[str, Any]]) -> Memory:
    """Return the memory with the need and the place that the newest message means."""
    place = _place_of_person(memory)
    if place is not None:
        memory = replace(memory, place=place)
    need = _need_meant(memory, message, events)
    if need == memory.need:
        return memory
    brought = need is not None and need != _need_before(events)
    news = tuple(n for n in memory.news if n not in ("need", "other_need")) + (
        ("need", "other_need") if brought else ()
    )
    told = replace(memory.told, need=need if brought else None)
    services = OF_WHO_SELLS if need == "listening" and brought and _sells(memory) else memory.services
    return replace(memory, need=need, services=services, news=news, told=told)


def _need_meant(memory: Memory, message: dict[str, Any], events: Sequence[dict[str, Any]]) -> str | None:
    """Return the need, a bed only where sleeping, leaving, being put out or danger at home was said."""
    now = asked_words(memory.text)
    if _asks_for_kin(memory, now):
        return "parents_support"
    pressed = memory.need == "police_report" and "wants_police" not in signs_in(memory.text)  # told, not asked for
    if (memory.need in AFTER_A_BED or pressed) and _waits_for_a_bed(memory):
        return "emergency_shelter"
    if memory.need not in BEDS:
        return memory.need
    refused = "no_bed" in asked_words(memory.whole) and "bed" not in now
    just_told = bool({"need", "other_need"} & set(memory.news))
    if not refused and (not just_told or "vague_place" not in now or _says_bed(memory)):
        return memory.need
    if "test" in now:
        return "medical_care"
    if _for_relative(memory):
        return memory.need if "for_them" in now else "parents_support"
    if "talk" in now:
        return "listening"
    if "for_people" in now and _sells(memory):
        return "listening"  # "a place for sex workers" is no longer what was asked before
    before = _need_before(events)
    if before is not None and before not in BEDS:
        return before
    return _next_likely(message) or ("listening" if _sells(memory) else None)


def _waits_for_a_bed(memory: Memory) -> bool:
    """Whether somebody told to have nowhere to sleep, and was shown no bed since: the rest of what they tell waits."""
    texts = [text for text in (*memory.written, memory.text) if text]
    told = any("nowhere" in asked_words(text) for text in texts)
    refused = any("no_bed" in asked_words(text) for text in texts) or "shelter" in memory.avoids
    return (
        told and not refused and not _for_relative(memory) and memory.role not in OUTSIDERS and not _showed_beds(memory)
    )


def _showed_beds(memory: Memory) -> bool:
    with sessions()() as session:
        records = read_catalogue(session).records
    houses = [records[slug] for slug in memory.shown if slug in records and records[slug].kind != "helpline"]
    return any("emergency_shelter" in house.services for house in houses)


def _sells(memory: Memory) -> bool:
    texts = (*memory.written, memory.text)
    return memory.lives_it and ("sex_workers" in memory.audiences or any("sale" in signs_in(text) for text in texts))


def _says_bed(memory: Memory) -> bool:
    """Whether something told in the conversation makes a place a bed."""
    texts = (*memory.written, memory.before, memory.text)
    told = {*memory.risk.get("types", ()), *memory.risk.get("turn_types", ())}
    now = asked_words(memory.text)
    relative = _for_relative(memory) and "for_them" not in now  # their child's bed is not theirs
    alone = relative or "for_people" in now  # "a place for sex workers" is not the bed spoken of before
    said = any("bed" in asked_words(text) for text in ([memory.text] if alone else texts) if text)
    return said or (not alone and bool(told & AT_HOME))


def _asks_for_kin(memory: Memory, now: frozenset[str]) -> bool:
    """Whether a parent or a relative asks for themselves: what helps them, not the one they worry for."""
    return "kin_support" in now and _for_relative(memory) and "bed" not in now and memory.role not in OUTSIDERS


def asks_for_parents_group(memory: Memory) -> bool:
    """Whether a parent or a relative asks for others like them."""
    now = asked_words(memory.text)
    return {"kin_support", "asks_group"} <= now and _for_relative(memory)


def _for_relative(memory: Memory) -> bool:
    return memory.role not in OUTSIDERS and (memory.for_whom == "relative" or "relatives" in memory.audiences)


def _next_likely(message: dict[str, Any]) -> str | None:
    """Return the likeliest need of the message that is no bed, if it is likely enough."""
    for found in message.get("intent_ranking") or ():
        if found["name"] in dialogue()["service_needs"] and found["name"] not in BEDS:
            return str(found["name"]) if found["confidence"] >= dialogue()["second_need_from"] else None
    return None


def _need_before(events: Sequence[dict[str, Any]]) -> str | None:
    """Return the need that stood before the newest message, as the tracker's events tell it."""
    last = max((at for at, event in enumerate(events) if event.get("event") == "user"), default=0)
    set_before = [e for e in events[:last] if e.get("event") == "slot" and e.get("name") == "need"]
    value = set_before[-1].get("value") if set_before else None
    return str(value) if value else None


def _place_of_person(memory: Memory) -> Place | None:
    """Return where the person helped is, when the message says so after another place ("je suis de Manawan")."""
    if memory.place is None or "place" not in memory.news or memory.for_whom not in ("relative", "other"):
        return None
    words = where_they_are(memory.whole)
    found = read_place(words).place if words else None
    if found is None or found.name == memory.place.get("name"):
        return None
    return asdict(found)
