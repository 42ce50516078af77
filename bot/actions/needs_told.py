"""The need that a message asks for: never one that is refused, nor one that this visitor cannot have."""

from typing import Any

from bot.actions.asked import asked_words
from bot.actions.doubts import asks_for_a_bed, is_guessed
from bot.actions.memory import ADULT_AGE, EXIT, MATERIAL, OUTSIDERS
from bot.actions.own_words import own_words
from bot.actions.refusals import needs_refused
from bot.actions.roles import role_of
from bot.actions.settings import dialogue
from bot.actions.signs import signs_in
from understanding.asides import read_asides
from understanding.calls import tells

Slots = dict[str, Any]
TELLS = 0.7
"""Probability that a message only tells, answers or closes, from which it changes no need that stands."""
REFUSED = {
    "police": (frozenset({"no_police", "fears_report"}), "wants_police"),
    "dpj": (frozenset({"no_dpj"}), "wants_dpj"),
    "shelter": (frozenset({"no_shelter"}), "wants_shelter"),
    EXIT: (frozenset({"not_ready", "not_stopping", "no_judgement", "no_sex_work"}), "leaving"),
    "indigenous": (frozenset({"no_first_peoples"}), "wants_first_peoples"),
}
"""Record kinds that may be refused: the signs that refuse them, and the one that asks for them after all."""
KIND_OF_NEED = {"police_report": "police", "youth_protection_report": "dpj", "emergency_shelter": "shelter", EXIT: EXIT}


def refused_kinds(signs: frozenset[str]) -> list[str]:
    """Return the kinds of records that these signs refuse."""
    return [kind for kind, (refusing, _) in REFUSED.items() if signs & refusing]


def read_need(message: dict[str, Any], slots: Slots) -> tuple[Slots, list[str]]:
    """Return the slots that the need told sets, and what is new with it."""
    need = _need_told(message, slots)
    if need is None or (need == "listening" and _goes_on_talking(message, slots)) or _only_tells(need, message, slots):
        return {}, []
    if need == slots.get("need"):
        return {"need": need}, ["need"]
    return {"need": need, "services": []}, ["need", "other_need"]


def _goes_on_talking(message: dict[str, Any], slots: Slots) -> bool:
    """Whether what reads as a need to be heard is only more told of what is known: no wish is said, and another need
    stands, asked for or called for by the danger.
    """
    if "wish" in signs_in(message.get("text") or ""):
        return False
    level = ((message.get("risk") or {}).get("level")) or "none"
    return slots.get("need") not in (None, "listening") or level in ("high", "imminent")


def _only_tells(need: str, message: dict[str, Any], slots: Slots) -> bool:
    """Whether what reads as another need is only told beside the one that stands: "the door is locked" asks for no
    police from who was assaulted.
    """
    text = message.get("text") or ""
    if (
        need in MATERIAL
        or slots.get("need") in (None, "listening", need)
        or "wish" in signs_in(text)
        or asks_for_a_bed(text)
    ):
        return False
    return tells(text) >= TELLS


def _need_told(message: dict[str, Any], slots: Slots) -> str | None:
    """Return the need that the message asks for, the next likely one where it cannot be that."""
    if _asks_nothing(message, slots):
        return None
    if asks_for_a_bed(message.get("text") or "") and _can_be("emergency_shelter", message, slots):
        return "emergency_shelter"
    if is_guessed(message, slots):
        return None
    named = [(message.get("need") or message.get("intent") or {}).get("name")]
    likely = [entry["name"] for entry in message.get("intent_ranking") or () if entry["name"] != named[0]]
    need = named[0] if _can_be(named[0], message, slots) else next(iter(likely), None)
    return need if need in dialogue()["service_needs"] and _can_be(need, message, slots) else None


def _asks_nothing(message: dict[str, Any], slots: Slots) -> bool:
    """Whether the message only refuses services or complains of the answer: the need that stands is still meant."""
    asides = read_asides(message.get("text") or "")
    return asides.any and not asides.asks_more and (asides.complains or slots.get("need") is not None)


def _can_be(need: str | None, message: dict[str, Any], slots: Slots) -> bool:
    """Whether the need may be meant: nobody is taken for a buyer who does not say that they buy, nor one who lives it
    for a parent, and what is refused is not asked for.
    """
    if need == "buyer_help":
        return _says_buyer(message, slots)
    if need == "listening" and {"not_suicidal", "wish"} <= signs_in(message.get("whole") or message.get("text") or ""):
        return False  # read in the words of death that are denied: something else is wished for
    if need == "legal_information" and "welcome" in asked_words(message.get("text") or ""):
        return False  # "do men have the right to be here"
    if need == "indigenous_service":
        return _says_first_peoples(message, slots) and "no_first_peoples" not in signs_in(message.get("text") or "")
    if need == "parents_support":
        other = (role_of(message) or slots.get("role")) in OUTSIDERS
        return not other and not _lives_it(message, slots) and not _is_no_parent(message, slots)
    if need == "addiction" and "drugged" in signs_in(message.get("text") or ""):
        return False  # what was done to somebody
    if need == "addiction" and "no_drugs" in signs_in(message.get("text") or ""):
        return False
    if need == "youth_protection_report" and _is_of_age(message, slots):
        return False
    kind = KIND_OF_NEED.get(need or "")
    return need not in needs_refused(message.get("refused") or ()) and (
        kind is None or kind not in refused_kinds(signs_in(message.get("text") or ""))
    )


def _is_no_parent(message: dict[str, Any], slots: Slots) -> bool:
    """Whether the visitor writes for a sister, a friend, a girlfriend: what is made for parents is not for them."""
    named = own_words(message.get("text") or "").get("dear")
    forms = named.forms if named else (slots.get("own_words") or {}).get("dear") or {}
    return forms.get("kin") == "other"


def _is_of_age(message: dict[str, Any], slots: Slots) -> bool:
    """Whether the person in need is said to be an adult: youth protection cannot help them."""
    person = message.get("person") or {}
    age = person.get("age") if person.get("age") is not None else slots.get("age")
    told = set(person.get("audiences") or slots.get("audiences") or ())
    return (age is not None and age >= ADULT_AGE) or ("adults" in told and "minors" not in told)


def _says_first_peoples(message: dict[str, Any], slots: Slots) -> bool:
    """Whether the visitor named a nation or a community: nobody is taken for one of them on a guess."""
    told = {*((message.get("person") or {}).get("audiences") or ()), *(slots.get("audiences") or ())}
    places = [(message.get("place") or {}).get("place") or {}, slots.get("place") or {}]
    named = "first_peoples" in signs_in(message.get("text") or "")
    return named or bool(told & {"indigenous", "inuit"}) or any(p.get("kind") == "first_nation" for p in places)


def _lives_it(message: dict[str, Any], slots: Slots) -> bool:
    """Whether the writer has said to be the one who lives it: no parent is in need of support."""
    person = message.get("person") or {}
    told = {*(person.get("audiences") or ()), *(slots.get("audiences") or ())}
    if person.get("for_whom") in ("relative", "other") or "relatives" in told:
        return False
    own = person.get("for_whom") == "self" and person.get("age") is not None and person["age"] < ADULT_AGE
    return own or slots.get("for_whom") == "self" or slots.get("address") == "tu"


def _says_buyer(message: dict[str, Any], slots: Slots) -> bool:
    signs = signs_in(message.get("text") or "")
    return slots.get("role") == "buyer" or role_of(message) == "buyer" or "wants_to_stop" in signs
