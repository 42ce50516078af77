"""`action_read_message`: fills the slots from what the components read in the newest message."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.settings import dialogue

Slots = dict[str, Any]
NORTHERN_VILLAGE = "Village nordique"


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
    for part in (_read_need, _read_place, _read_person):
        changes, brought = part(message, slots)
        found |= changes
        news += brought
    return found | {"news": news}


def _read_need(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    need = (message.get("need") or message.get("intent") or {}).get("name")
    if need not in dialogue()["service_needs"]:
        return {}, []
    changed = need != slots.get("need")
    return {"need": need} | ({"shown": []} if changed else {}), ["need"]


def _read_place(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    place = (message.get("place") or {}).get("place")
    if not place:
        return {}, []
    changed = place != slots.get("place")
    return {"place": place, "place_unknown": False} | ({"shown": []} if changed else {}), ["place"]


def _read_person(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    person = message.get("person") or {}
    changes: Slots = {key: person[key] for key in ("age", "gender") if person.get(key) is not None}
    known = list(slots.get("audiences") or ())
    added = [audience for audience in person.get("audiences") or () if audience not in known]
    if added:
        changes["audiences"] = known + added
    return changes, ["person"] if changes else []
