"""`action_read_message`: fills the slots from what the components read in the newest message."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.about.asking import kept_of
from bot.actions.corrections import KEPT, undone_in
from bot.actions.corrections import kept_of as corrected
from bot.actions.dangers import unknown_to_police
from bot.actions.doubts import person_meant
from bot.actions.memory import ADULT_AGE, AGES, DARK_TYPES, OUTSIDERS, messages_of
from bot.actions.memory import REFUSED as JUST_REFUSED
from bot.actions.moments import read_moment
from bot.actions.needs_told import REFUSED, read_need, refused_kinds
from bot.actions.own_words import OwnWords, own_words
from bot.actions.presence import NOTHING_WRONG
from bot.actions.referral import BEDS
from bot.actions.refusals import asked_after_all, left_out, needs_refused
from bot.actions.roles import ROLE_GROUPS, change_role, fitting_risk, forget_denied, role_of
from bot.actions.signs import plain, signs_in, without_quotes
from bot.actions.writers import Writer, person_as_written, writer_of
from understanding.asides import asked_in, read_asides
from understanding.places.roles import ASIDE, PASSING

Slots = dict[str, Any]
NOT_YOUNG = {"professionals", "relatives", "buyers"}
"""Audiences whose members speak of a minor without being one."""


class ActionReadMessage(Action):
    """Runs at each user turn, before the turn's own action."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_read_message"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Return a SlotSet for each slot that the message changes."""
        message = tracker.latest_message
        found = read(message, tracker.slots, messages_of(tracker.events))
        asked = {**message, "text": asked_in(message.get("text") or "")}
        kept = kept_of(asked, tracker.slots, tracker.events)
        if kept:
            news = kept | ({"other_need"} if "need" in kept else set()) | ({"person"} if "audiences" in kept else set())
            found = {name: value for name, value in found.items() if name not in kept}
            found["news"] = [name for name in found["news"] if name not in news]
        return [SlotSet(name, value) for name, value in found.items()]


def read(message: dict[str, Any], slots: Slots, said: Sequence[str] = ()) -> Slots:
    """Return the slots that `message` sets, given the present `slots` and all that the visitor `said`, it included."""
    metadata = message.get("metadata") or {}
    text = message.get("text") or ""
    writer = writer_of(said)
    person = person_meant({**message, "person": message.get("person") or {}}, slots)
    message = {**message, "person": person_as_written(person, text, writer, slots), "writer": writer}
    whole, message = message, {**message, "text": asked_in(text), "whole": text, "refused": read_asides(text).refused}
    found: Slots = {
        "language": message.get("reply_language") or slots.get("language") or "fr",
        "declines_human": bool(metadata.get("declines_human")),
    }
    news = ["language"] if found["language"] != slots.get("language") else []
    denied = forget_denied(text, slots)
    corrected = denied | change_role(message, {**slots, **denied})
    found |= corrected
    known = {**slots, **corrected}
    for part in (read_need, _read_place, _read_person, _read_writer):
        changes, brought = part(message, known)
        found |= changes
        news += brought
    changes, brought = _read_refusals(whole, {**known, **found, "news": news})
    found |= changes
    news += brought
    return found | {"risk": fitting_risk(whole, {**slots, **found}), "news": news}


def _read_place(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    read = message.get("place") or {}
    place, points = read.get("place"), read.get("points") or 0.0
    if not place or points < PASSING or (points < ASIDE and slots.get("place")):
        return {}, []  # "he drives her to Montreal", and "ma mère à Gatineau" from somebody of Laval
    if place.get("kind") == "first_nation" and slots.get("place") and _is_origin(message.get("text") or "", place):
        return {}, []  # "chu atikamekw de Wemotaci", written from the town said before
    known = slots.get("place") or {}
    wider = place.get("kind") == "region" and known.get("kind") not in (None, "region")
    if wider and known.get("region_code") == place.get("region_code"):
        return {}, ["place"]  # "a shelter in Nunavik", from somebody of Kuujjuaq: their town is known
    return {"place": place, "place_unknown": False}, ["place"]


def _is_origin(text: str, place: dict[str, Any]) -> bool:
    """Whether a community is only named as the one that the writer comes from."""
    told = plain(text)
    return any(f" {word} {plain(place.get('name') or '')} " in f" {told} " for word in ("de", "from", "of"))


def _read_person(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    """Read the person in need: an age or a word that says the contrary replaces what was known, never adds to it."""
    person = message.get("person") or {}
    group = ROLE_GROUPS.get(role_of(message) or "")
    told = set(person.get("audiences") or ()) | ({group} if group else set())
    age = person.get("age")
    if _speaks_of_another(message, slots):
        age, told = None, told - AGES
    changes: Slots = {"age": age} if age is not None else {}
    if person.get("gender") is not None and (age is not None or told or not _speaks_of_another(message, slots)):
        changes["gender"] = person["gender"]
    elif "asks_for_men" in signs_in(message.get("text") or "") and slots.get("gender") is None:
        changes["gender"] = "men"
    known = list(slots.get("audiences") or ())
    if age is None and _turns_to_another(message, slots):
        # what was known of a grown writer is not of who they speak of
        changes["age"] = None
        known = [audience for audience in known if audience not in AGES]
    kept = [audience for audience in known if audience not in AGES or not told & AGES or audience in told]
    audiences = kept + [audience for audience in sorted(told) if audience not in kept]
    if audiences != list(slots.get("audiences") or ()):
        changes["audiences"] = audiences
    if told & AGES and age is None and _contradicts(slots.get("age"), told):
        changes["age"] = None
    return changes, ["person"] if changes else []


def _turns_to_another(message: dict[str, Any], slots: Slots) -> bool:
    now = (message.get("person") or {}).get("for_whom")
    if "harmed_me" in signs_in(without_quotes(message.get("text") or "")) or _told_of_self(message, slots):
        return False
    return now in ("relative", "other") and slots.get("for_whom") in (None, "self") and _is_grown(slots)


def _is_grown(slots: Slots) -> bool:
    """Whether the age that is known is an adult's."""
    return slots.get("age") is not None and bool(slots["age"] >= ADULT_AGE)


def _contradicts(age: float | None, told: set[str]) -> bool:
    """Whether what was just told denies the age that was known ("no im an adult")."""
    return age is not None and ("adults" if age < ADULT_AGE else "minors") in told


def _speaks_of_another(message: dict[str, Any], slots: Slots) -> bool:
    """Whether the ages told are not those of the person in need: the writer's own, or of somebody a buyer paid."""
    person = message.get("person") or {}
    if slots.get("role") == "buyer" or role_of(message) == "buyer":
        return person.get("for_whom") != "self" or person.get("age") is None
    if _is_grown(slots) and person.get("for_whom") == "other" and _told_of_self(message, slots):
        return True
    if person.get("age") is not None and person["age"] < ADULT_AGE:
        return False
    of_another = person.get("for_whom") in ("relative", "other")
    if "harmed_me" in signs_in(message.get("text") or ""):  # "mon frère de 25 ans me vend"
        return of_another
    aside = slots.get("for_whom") in ("relative", "other") and person.get("for_whom") == "self"
    return aside and role_of(message) is None


def _read_writer(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    """Read for whom the visitor writes, how to address them, and their own words for others."""
    text = message.get("text") or ""
    changes: Slots = {}
    signs = signs_in(text)
    named = own_words(text)
    whom = _for_whom(message, slots, signs, named.get("dear"))
    if whom != slots.get("for_whom"):
        changes["for_whom"] = whom
    role = role_of(message) or slots.get("role")
    if role != slots.get("role"):
        changes["role"] = role
    if _is_young_writer(message, slots, whom, signs):
        changes["address"] = "tu"
    elif slots.get("address") == "tu" and _is_grown(message):
        changes["address"] = "vous"
    heard = {role: person.forms for role, person in named.items()}
    if heard:
        changes["own_words"] = {**(slots.get("own_words") or {}), **heard}
    return changes, []


def _for_whom(message: dict[str, Any], slots: Slots, signs: frozenset[str], dear: OwnWords | None) -> str | None:
    """Return for whom the visitor writes: a relative stays the one in need though the visitor speaks of themselves."""
    before: str | None = slots.get("for_whom")
    now: str | None = (message.get("person") or {}).get("for_whom")
    role = role_of(message) or slots.get("role")
    writer: Writer = message.get("writer") or Writer()
    if role != "victim" and writer.role in ("relative", "witness", "victim") and now == writer.whom:
        return now
    if "harmed_me" in signs_in(without_quotes(message.get("text") or "")) or role in ("buyer", "victim"):
        return "self"
    if role == "witness":
        return "other"
    if role == "professional" and now in (None, "self"):
        return None if before == "self" else before
    if now is None and before is None and dear is not None:
        return None if dear.whom == "other" and _only_quoted(signs) else dear.whom
    if now is None or (now == "self" and before in ("relative", "other")):
        return before
    if before in (None, "self") and now == "other" and _is_about_self(message, slots, named=dear is not None):
        return before
    if now == "other" and before == "relative" and dear is None:  # "elle a 24 ans", of the sister named before
        return before
    return now


def _only_quoted(signs: frozenset[str]) -> bool:
    """Whether a friend is named only for what they said of something else ("mon ami dit qu'il existe un permis")."""
    return "friend_said" in signs and not {"for_another", "told_of_another"} & signs


def _is_about_self(message: dict[str, Any], slots: Slots, *, named: bool) -> bool:
    """Whether the danger told so far is the writer's own: a friend named in passing is not in need.

    Who has told of their own danger turns to another by saying so ("c'est pour mon amie"), or how old they are.
    """
    if _told_of_self(message, slots):
        return True
    if (message.get("person") or {}).get("age") is not None:
        return False
    known = set((slots.get("risk") or {}).get("types") or ())
    return not named and bool((known | set((message.get("risk") or {}).get("types") or ())) & DARK_TYPES)


def _told_of_self(message: dict[str, Any], slots: Slots) -> bool:
    """Whether the writer told of their own danger, and does not say to write for another now."""
    known = set((slots.get("risk") or {}).get("types") or ()) - {"distress"}
    turns = {"missing", "for_another"} & signs_in(message.get("text") or "")
    return slots.get("for_whom") == "self" and bool(known) and not turns


def _is_grown(message: dict[str, Any]) -> bool:
    """Whether the writer says that they are an adult."""
    person = message.get("person") or {}
    return person.get("for_whom") in (None, "self") and "adults" in (person.get("audiences") or ())


def _is_young_writer(message: dict[str, Any], slots: Slots, whom: str | None, signs: frozenset[str]) -> bool:
    """Whether the writer is a minor, as they say themselves or because they live in a youth centre."""
    person = {} if _speaks_of_another(message, slots) else message.get("person") or {}
    audiences = {*(person.get("audiences") or ()), *(slots.get("audiences") or ())}
    age = person.get("age") if person.get("age") is not None else slots.get("age")
    if "adults" in (person.get("audiences") or ()):
        return False
    if (
        audiences & NOT_YOUNG
        or role_of(message) in OUTSIDERS
        or slots.get("role") in OUTSIDERS
        or (age is not None and age >= ADULT_AGE)
    ):
        return False
    if "youth_centre" in signs and "got_out" not in signs and whom in (None, "self"):
        return True
    return whom == "self" and (age is not None or "minors" in audiences)


def _read_refusals(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    """Read the kinds of services that the visitor does not want, until they ask for them.

    A need that stands for what is refused is given up.
    """
    text = message.get("text") or ""
    signs, asides = signs_in(text), read_asides(text)
    before = tuple(slots.get("avoids") or ())
    wanted = {kind for kind, (_, asking) in REFUSED.items() if asking in signs} | asked_after_all(before, asides)
    wanted |= set(left_out(asides.taken_back)) | undone_in(text)
    if "need" in slots["news"] and slots.get("need") in BEDS:  # somewhere to sleep, whatever was refused before
        wanted.add("shelter")
    refused = [*refused_kinds(signs), *left_out(asides.refused), *_not_to_repeat(text, signs)]
    if unknown_to_police(text):
        refused = [kind for kind in refused if kind != "police"]
    refused = [kind for kind in (*refused, *corrected(text)) if kind not in asides.taken_back]
    risk = message.get("risk") or {}
    if risk.get("alarm"):  # danger is told: something is wrong after all
        wanted.add(KEPT + NOTHING_WRONG)
        refused = [kind for kind in refused if kind != KEPT + NOTHING_WRONG]
    if risk.get("alarm") and DARK_TYPES & set(risk.get("turn_types") or risk.get("types") or ()):
        wanted.add("suicide_lines")
    after = [kind for kind in dict.fromkeys((*before, *refused)) if kind in refused or kind not in wanted]
    changes: Slots = {"avoids": after} if tuple(after) != before else {}
    if slots.get("need") in needs_refused(asides.refused):
        changes |= {"need": None, "services": []}
    return changes, [JUST_REFUSED + topic for topic in (*asides.refused, *corrected(text)) if topic not in before]


def _not_to_repeat(text: str, signs: frozenset[str]) -> list[str]:
    """Return what is not said again unprompted: 911 to who called it or will not, suicide lines to who denies it."""
    told = read_moment(text).told
    emergency = ["911"] if {"called", "refuses_911"} & told else []
    emergency += ["no_911"] if "refuses_911" in told else []
    return [*emergency, *(["suicide_lines"] if "not_suicidal" in signs and "suicid" in plain(text) else [])]
