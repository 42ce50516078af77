"""`action_read_message`: fills the slots from what the components read in the newest message."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.memory import ADULT_AGE
from bot.actions.own_words import OwnWords, own_words
from bot.actions.settings import dialogue
from bot.actions.signs import signs_in

Slots = dict[str, Any]
NOT_YOUNG = {"professionals", "relatives"}
"""Audiences whose members speak of a minor without being one."""


class ActionReadMessage(Action):
    """Runs at each user turn, before the turn's own action."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_read_message"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Return a SlotSet for each slot that the message changes."""
        found = read(tracker.latest_message, tracker.slots)
        return [SlotSet(name, value) for name, value in found.items()]


def read(message: dict[str, Any], slots: Slots) -> Slots:
    """Return the slots that `message` sets, given the present `slots`."""
    metadata = message.get("metadata") or {}
    found: Slots = {
        "language": message.get("reply_language") or slots.get("language") or "fr",
        "risk": message.get("risk") or {},
        "declines_human": bool(metadata.get("declines_human")),
    }
    news = ["language"] if found["language"] != slots.get("language") else []
    for part in (_read_need, _read_place, _read_person, _read_writer):
        changes, brought = part(message, slots)
        found |= changes
        news += brought
    return found | {"news": news}


def _read_need(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    need = _need_told(message)
    if need is None:
        return {}, []
    if need == slots.get("need"):
        return {"need": need}, ["need"]
    return {"need": need, "services": []}, ["need", "other_need"]


def _need_told(message: dict[str, Any]) -> str | None:
    """Return the need that the message asks for; nobody is taken for a buyer who does not say that they buy."""
    need = (message.get("need") or message.get("intent") or {}).get("name")
    if need == "buyer_help" and not _says_buyer(message):
        likely = [entry["name"] for entry in message.get("intent_ranking") or () if entry["name"] != need]
        need = likely[0] if likely else None
    return need if need in dialogue()["service_needs"] else None


def _says_buyer(message: dict[str, Any]) -> bool:
    signs = signs_in(message.get("text") or "")
    return "buyers" in ((message.get("person") or {}).get("audiences") or ()) or "wants_to_stop" in signs


def _read_place(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    place = (message.get("place") or {}).get("place")
    if not place:
        return {}, []
    return {"place": place, "place_unknown": False}, ["place"]


def _read_person(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    person = message.get("person") or {}
    changes: Slots = {key: person[key] for key in ("age", "gender") if person.get(key) is not None}
    known = list(slots.get("audiences") or ())
    added = [audience for audience in person.get("audiences") or () if audience not in known]
    if added:
        changes["audiences"] = known + added
    return changes, ["person"] if changes else []


def _read_writer(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    """Read for whom the visitor writes, how to address them, and their own words for others."""
    text = message.get("text") or ""
    changes: Slots = {}
    signs = signs_in(text)
    named = own_words(text)
    whom = _for_whom(message, slots, signs, named.get("dear"))
    if whom != slots.get("for_whom"):
        changes["for_whom"] = whom
    if _is_young_writer(message, slots, whom, signs):
        changes["address"] = "tu"
    heard = {role: person.forms for role, person in named.items()}
    if heard:
        changes["own_words"] = {**(slots.get("own_words") or {}), **heard}
    return changes, []


def _for_whom(message: dict[str, Any], slots: Slots, signs: frozenset[str], dear: OwnWords | None) -> str | None:
    """Return for whom the visitor writes: a relative stays the one in need though the visitor speaks of themselves."""
    before: str | None = slots.get("for_whom")
    now: str | None = (message.get("person") or {}).get("for_whom")
    if "harmed_me" in signs:
        return "self"
    if now is None and before is None and dear is not None:
        return dear.whom
    if now is None or (now == "self" and before in ("relative", "other")):
        return before
    return now


def _is_young_writer(message: dict[str, Any], slots: Slots, whom: str | None, signs: frozenset[str]) -> bool:
    """Whether the writer is a minor, as they say themselves or because they live in a youth centre."""
    person = message.get("person") or {}
    audiences = {*(person.get("audiences") or ()), *(slots.get("audiences") or ())}
    age = person.get("age") if person.get("age") is not None else slots.get("age")
    if audiences & NOT_YOUNG or (age is not None and age >= ADULT_AGE):
        return False
    if "youth_centre" in signs and whom in (None, "self"):
        return True
    return whom == "self" and (age is not None or "minors" in audiences)
