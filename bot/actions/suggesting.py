"""What a turn suggests: organisations that fit what is known, or the one question that is missing."""

from bot.actions import referral
from bot.actions.fitting import need_that_fits
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.settings import dialogue
from bot.actions.signs import signs_in
from bot.actions.turn import Turn, ask_need, may_offer_human, stay

BEDS = ("emergency_shelter", "availability")
AGAIN = 2
"""Organisations shown once more when there is nothing better."""


def refer(turn: Turn) -> None:
    """Suggest organisations for what is known, or ask the one thing that is missing."""
    memory = turn.memory
    need = need_that_fits(memory, memory.service_need)
    if memory.candidates:
        turn.ask_which(memory.candidates[:4], "utter_ask_which_place")
    elif _only_talks(turn):
        stay(turn)
    elif not need:
        ask_need(turn)
    elif memory.outside and not memory.place and "from_elsewhere" not in signs_in(memory.text):
        turn.show(referral.find(memory, first=turn.first), "utter_outside_quebec")
    elif memory.place or memory.place_unknown or not turn.may_ask("place"):
        suggest(turn)
    elif need in dialogue()["answered_from_anywhere"] or turn.opened or memory.level == "imminent":
        if show_fresh(turn, "utter_results_anywhere") and memory.level != "imminent":
            turn.ask("place", "utter_ask_place_to_refine", choices="skip")
    else:
        turn.ask("place", "utter_ask_place", choices="skip")


def _only_talks(turn: Turn) -> bool:
    """Whether the visitor goes on talking after lines were shown: they want to be heard, not a list."""
    memory = turn.memory
    if not memory.shown or turn.opened or "place" in memory.news or asks_for(memory.text) is not Asks.NOTHING:
        return False
    if memory.in_danger:
        return memory.told.need is None or (memory.told.need == "listening" and "wish" not in signs_in(memory.text))
    heard = memory.told.need == "listening" and memory.need == "listening"
    return heard and "other_need" not in memory.news and not memory.services


def show_fresh(turn: Turn, response: str) -> bool:
    """Show what suits and was not shown yet; return whether there was anything."""
    memory = turn.memory
    if _told_shelters_by_phone(turn):
        return True
    found = referral.find(memory, exclude=turn.shown, first=turn.first)
    fresh = [resource for resource in found if resource["slug"] not in turn.shown]
    if fresh:
        turn.show(fresh, _honest(turn, fresh, response))
        return True
    best = referral.find(memory, first=turn.first, limit=AGAIN)
    if best and memory.before and "utter_still_best" in memory.said and "other_need" not in memory.news:
        turn.ask("need", "utter_nothing_else", choices="buyer" if memory.role == "buyer" else "choices")
    elif best:
        turn.show(best, "utter_still_best", choices="after_results")
    elif not memory.place:  # what helps here is near or nowhere
        turn.ask("place", "utter_ask_place", choices="skip")
    else:
        turn.show(referral.find(memory, need="human_agent"), "utter_no_more")
    return False


def _honest(turn: Turn, shown: list[referral.Resource], response: str) -> str:
    """Return the response that is true of the list: where a bed is sought and none is known, it says so."""
    seeks_bed = turn.memory.service_need in BEDS and turn.memory.place is not None
    if seeks_bed and not any(map(_is_bed, shown)):
        return "utter_no_bed_known"
    if response == "utter_results_in_place":
        return _of_place(turn, shown)
    return response


def _of_place(turn: Turn, shown: list[referral.Resource]) -> str:
    """Return the response that says, once, that the place has none of what was asked for."""
    memory, near = turn.memory, [each for each in shown if referral.is_near(each)]
    asked = signs_in(memory.text)
    if "asks_lgbtq" in asked and not any("lgbtq" in each["audiences"] for each in near):
        response = "utter_none_for_lgbtq"
    elif "asks_for_men" in asked and not any(
        "women" not in each["audiences"] and "men" in each["audiences"] for each in near
    ):
        response = "utter_none_for_men"
    elif near or any(map(referral.is_near, referral.these(memory, memory.shown))):
        return "utter_results_in_place"
    else:
        response = "utter_none_known_here"
    return "utter_results_in_place" if response in memory.said else response


def _told_shelters_by_phone(turn: Turn) -> bool:
    """Tell who cannot phone, once, of the shelters that only answer by phone, and show who finds a place by text."""
    memory = turn.memory
    if not memory.written_only or not memory.place or memory.service_need not in BEDS:
        return False
    shelters = referral.shelters_by_phone(memory)
    named = "; ".join(f"{each['name']}{_reached(each)}" for each in shelters)
    writable = referral.find(memory, first=turn.first, limit=AGAIN)
    if not named or not writable or "utter_shelters_by_phone" in memory.said:
        return False
    turn.show(writable, "utter_shelters_by_phone", lines=named)
    return True


def _is_bed(resource: referral.Resource) -> bool:
    return resource["kind"] != "helpline" and bool(
        {"emergency_shelter", "transition_housing"} & set(resource["services"])
    )


def suggest(turn: Turn) -> None:
    """Show organisations, then ask the age if it decides who may help, else whether it suits."""
    memory = turn.memory
    if not show_fresh(turn, "utter_results_in_place" if memory.place else "utter_results_anywhere"):
        return
    age_matters = memory.service_need in dialogue()["age_matters"] and turn.may_ask("person")
    if age_matters and memory.age is None and not memory.person_unknown and memory.level == "none":
        turn.ask("person", "utter_ask_person", choices="skip")
    elif not may_offer_human(turn) and not memory.in_danger:
        turn.ask("suits", "utter_after_results", choices="after_results")


def fit_person(turn: Turn) -> None:
    """Take the age or the person just told: show what suits them, or say that what was shown does."""
    found = referral.find(turn.memory, first=turn.first)
    if all(resource["slug"] in turn.shown for resource in found):
        turn.ask("suits", "utter_suits_person", choices="after_results")
    else:
        turn.show(found, "utter_results_for_person")
        turn.ask("suits", "utter_after_results", choices="after_results")


def _reached(resource: referral.Resource) -> str:
    """Return how a shelter is reached, as far as its record says."""
    way = next((phone["display"] for phone in resource["phones"]), None) or resource["website"]
    return f" ({way})" if way else ""
