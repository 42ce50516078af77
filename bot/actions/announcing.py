"""What announces a list: a sentence that is true of what it holds."""

from collections.abc import Sequence
from typing import Any

from bot.actions import referral
from bot.actions.asked import asked_words
from bot.actions.memory import Memory
from bot.actions.referral import BEDS, HOUSES
from bot.actions.signs import signs_in

FINDS_CENTRE = "centres-designes-trouver"
"""The line that says which centre for assaults is the nearest."""
Resources = Sequence[dict[str, Any]]


def announcement(memory: Memory, shown: Resources, response: str) -> str:
    """Return the response that is true of the list, `response` where nothing else has to be said."""
    need = memory.service_need
    if "known_there" in asked_words(memory.whole) and shown and not any(map(referral.is_near, shown)):
        return "list_not_there"
    if memory.written_only and not any(map(_can_be_written_to, shown)):
        return "list_by_voice_only"
    if need in BEDS and memory.place is not None and not any(map(is_bed, shown)):
        return "utter_no_bed_known"
    if need == "medical_care" and "test" in asked_words(memory.text) and not referral.tests_here(shown):
        return "list_no_test_known"
    if need == "police_report" and memory.place is not None:
        known = [*shown, *referral.these(memory, memory.shown)]
        if _has_provincial_police(shown):
            return "list_police_with_sq"
        if any(each["kind"] == "police" for each in shown) and not any(map(_is_police_of_a_place, known)):
            return "list_police"
    if need == "buyer_help" and not any("buyers" in each["audiences"] for each in shown) and _wants_group(memory):
        return "list_no_group_for_buyers"
    return _of_place(memory, shown) if response == "utter_results_in_place" else response


def _of_place(memory: Memory, shown: Resources) -> str:
    """Return the response that says, once, that the place has none of what was asked for."""
    near = [each for each in shown if referral.is_near(each)]
    asked = signs_in(memory.text)
    if "asks_lgbtq" in asked and not any("lgbtq" in each["audiences"] for each in shown):
        response = "utter_none_for_lgbtq"
    elif "asks_for_men" in asked and not any(
        "women" not in each["audiences"] and "men" in each["audiences"] for each in near
    ):
        response = "utter_none_for_men"
    elif near:
        return "utter_results_in_place"
    elif memory.service_need == "medical_care" and any(each["slug"] == FINDS_CENTRE for each in shown):
        response = "list_designated_line"
    elif any(map(referral.is_near, referral.these(memory, memory.shown))):
        return "utter_results_anywhere"  # what is near was shown: these are not of the place
    else:
        response = "utter_none_known_here"
    again = "utter_results_in_place" if near else "utter_results_anywhere"
    return again if response in memory.said else response


def is_bed(resource: dict[str, Any]) -> bool:
    """Whether an organisation has beds of its own."""
    return resource["kind"] != "helpline" and bool(HOUSES & set(resource["services"]))


def has_contact(resource: dict[str, Any]) -> bool:
    """Whether visitors can reach an organisation by what its record shows."""
    return bool(resource["phones"] or resource["website"] or resource["email"] or resource["chat_url"])


def names_of(resources: Resources) -> str:
    """Return the names as a sentence holds them."""
    return ", ".join(each["name"] for each in resources)


def _can_be_written_to(resource: dict[str, Any]) -> bool:
    return referral.answers_in_writing(resource) or bool(resource["email"] or resource["website"])


def _is_police_of_a_place(resource: dict[str, Any]) -> bool:
    return resource["kind"] == "police" and not {"QC", "CA"} & set(resource["coverage"])


def _has_provincial_police(shown: Resources) -> bool:
    return any(each["slug"] == referral.PROVINCIAL_POLICE for each in shown)


def _wants_group(memory: Memory) -> bool:
    return "asks_group" in asked_words(memory.text)
