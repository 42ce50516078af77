"""What the visitor is in what happened, for the whole conversation, and what a wrong guess must not leave behind."""

from typing import Any

from bot.actions.asked import asked_words
from bot.actions.corrections import corrected_in, denied
from bot.actions.memory import ADULT_AGE, DARK_TYPES, NOT_LIVING_IT
from bot.actions.signs import says_plainly, signs_in
from understanding.asides import read_asides
from understanding.denials import denied_in

Slots = dict[str, Any]
ROLE_GROUPS = {"buyer": "buyers", "professional": "professionals", "witness": "witnesses", "victim": None}
"""The audience that goes with each role, if there is one."""
OF_THE_PERSON = {"minors", "adults", "sex_workers"}
"""Audiences of the person who lives it: they are not the visitor's once the visitor says to be somebody else."""
MINOR_TYPES = {"minor_exploitation", "runaway_missing_minor"}
NOT_DARK = {
    "never_said",
    "leaving",
    "assault",
    "assault_recent",
    "not_stopping",
    "no_judgement",
    "keeps_secret",
    "sexual_health",
    "detained",
}
"""Signs of another trouble: without a word of dying or of hurting oneself, their writer is not given suicide lines."""
BUYER_TYPES = {"suicide", "self_harm", "medical_overdose", "violence_now", "distress"}


def role_of(message: dict[str, Any]) -> str | None:
    """Return the role that the message says its writer has, if it says one."""
    person = message.get("person") or {}
    return str(person["role"]) if person.get("role") else None


def change_role(message: dict[str, Any], slots: Slots) -> Slots:
    """Return what to forget when the message says another role than the one taken for granted so far."""
    role = role_of(message) or _corrected(message, slots)
    if role is None or role == (slots.get("role") or _role_taken(slots)):
        return {}
    known = set(slots.get("audiences") or ())
    another = role in ("buyer", "witness") or (role == "victim" and slots.get("for_whom") in ("relative", "other"))
    wrong = (NOT_LIVING_IT - {ROLE_GROUPS[role]}) | (OF_THE_PERSON if another else set())
    forgotten: Slots = {"role": role}
    if known & wrong:
        forgotten["audiences"] = [audience for audience in slots["audiences"] if audience not in wrong]
    if another:
        forgotten |= {name: None for name in ("age", "gender") if slots.get(name) is not None}
    if slots.get("need") is not None:
        forgotten |= {"need": None, "services": []}
    if slots.get("address") == "tu" and role != "victim":
        forgotten["address"] = "vous"
    return forgotten


def _corrected(message: dict[str, Any], slots: Slots) -> str | None:
    """Return the role that the message corrects to, when another was taken for granted."""
    acts = read_asides(message.get("text") or "").acts
    for_whom = (message.get("person") or {}).get("for_whom")
    settled = denied(slots.get("avoids") or (), "not_the_one")
    another = slots.get("for_whom") in ("relative", "other") or slots.get("role") == "witness"
    if "is_the_person" in acts and another and not settled:
        return "victim"
    if "is_not_the_person" in acts and for_whom != "self" and _role_taken(slots) == "victim":
        return "witness" if _says_so(message, slots) else None
    return None


def _says_so(message: dict[str, Any], slots: Slots) -> bool:
    """Whether it is said in so many words that somebody else lives it, where the writer told of their own danger, or
    opened as who lives it would.
    """
    text, writer = message.get("text") or "", message.get("writer")
    own = set((slots.get("risk") or {}).get("types") or ()) - {"distress"}
    opened_so = writer is not None and bool(writer.chances) and writer.may_be("victim")
    return not (own or opened_so) or "not_the_one" in corrected_in(text) or "for_another" in signs_in(text)


DENIED_GROUPS = {
    "buyer": {"buyers"},
    "professional": {"professionals"},
    "partner": {"domestic_violence_victims"},
    "newcomer": {"newcomers"},
    "first_peoples": {"indigenous", "inuit"},
}
"""What was taken for granted of the visitor by each thing that a message may deny."""
DENIED_NEEDS = {
    "buyer": "buyer_help",
    "newcomer": "immigration_support",
    "first_peoples": "indigenous_service",
    "images": "image_removal",
}
"""The need that was read with it."""


def forget_denied(text: str, slots: Slots) -> Slots:
    """Return what to forget when the message denies a role or a relation that was taken for granted."""
    denied = denied_in(text) | set(corrected_in(text))
    wrong = {group for thing in denied for group in DENIED_GROUPS.get(thing, ())}
    forgotten: Slots = {}
    if slots.get("role") in denied:
        forgotten["role"] = None
    if wrong & set(slots.get("audiences") or ()):
        forgotten["audiences"] = [audience for audience in slots["audiences"] if audience not in wrong]
    if slots.get("need") in {DENIED_NEEDS.get(thing) for thing in denied} - {None}:
        forgotten |= {"need": None, "services": []}
    named = (slots.get("own_words") or {}).get("other") or {}
    if "partner" in denied and denied_in(f"pas {named.get('fr', '')}"):
        forgotten["own_words"] = {who: said for who, said in slots["own_words"].items() if who != "other"}
    return forgotten


def _role_taken(slots: Slots) -> str | None:
    """Return the role that was taken for granted: of somebody who wrote for themselves without saying more."""
    return (
        "victim" if slots.get("for_whom") == "self" and not NOT_LIVING_IT & set(slots.get("audiences") or ()) else None
    )


def fitting_risk(message: dict[str, Any], slots: Slots) -> dict[str, Any]:
    """Return the message's risk with the types that fit who is in danger; the level is never touched.

    A danger of minors is not one of somebody who is grown, nor of somebody whose age nothing tells.
    """
    risk: dict[str, Any] = dict(message.get("risk") or {})
    told = {key: _fitting(list(risk[key]), message, slots) for key in ("types", "turn_types") if risk.get(key)}
    return risk | told


def _fitting(types: list[str], message: dict[str, Any], slots: Slots) -> list[str]:
    told = signs_in(message.get("text") or "")
    if denied(slots.get("avoids") or (), "missing"):
        types = [kind for kind in types if kind != "runaway_missing_minor"]
    if "no_assault" in told:
        types = [kind for kind in types if kind != "recent_sexual_assault"]
    if told & NOT_DARK and "dark" not in told:
        before = set((slots.get("risk") or {}).get("types") or ())  # what was told earlier stays told
        types = [kind for kind in types if kind not in DARK_TYPES - before]
    if slots.get("role") == "witness" and _asks_for_themself(message):  # no word of dying: it was a likeness
        types = [kind for kind in types if kind not in DARK_TYPES]
    if slots.get("role") == "buyer":
        kept = [kind for kind in types if kind in BUYER_TYPES]
    elif _is_grown(slots):
        kept = [kind for kind in types if kind not in MINOR_TYPES]
    elif _may_be_minor(message, slots):
        kept = types
    else:
        instead = {"minor_exploitation": "coercion_trafficking"}
        kept = [instead.get(kind, kind) for kind in types if kind != "runaway_missing_minor"]
    return list(dict.fromkeys(kept)) or ["distress"]


def _asks_for_themself(message: dict[str, Any]) -> bool:
    """Whether somebody asks for a person to talk to for themself, and says no word of dying."""
    text = message.get("text") or ""
    said = says_plainly(text, "dark") or says_plainly(text, "wants_to_die")
    return not said and bool({"for_oneself"} & asked_words(text))


def _is_grown(slots: Slots) -> bool:
    age = slots.get("age")
    return age >= ADULT_AGE if age is not None else "adults" in (slots.get("audiences") or ())


def _may_be_minor(message: dict[str, Any], slots: Slots) -> bool:
    """Whether words tell of a minor: an age, a group, or what only a young person or their family would say."""
    said = slots.get("age") is not None or "minors" in (slots.get("audiences") or ())
    told = signs_in(message.get("text") or "")
    youth = bool({"young", "missing"} & told or ("youth_centre" in told and "got_out" not in told))
    return said or youth or slots.get("for_whom") == "relative" or slots.get("address") == "tu"
