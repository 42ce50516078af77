"""What a turn suggests: organisations that fit what is known, or the one question that is missing."""

from bot.actions import advice, facts, kind_lists, referral
from bot.actions.announcing import announcement, has_contact, is_bed, names_of
from bot.actions.asked import asked_words
from bot.actions.doubts import asks_which_bed
from bot.actions.fitting import need_that_fits
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.parts import asks_who_helps
from bot.actions.memory import Memory
from bot.actions.open_now import say_who_answers_now
from bot.actions.referral import BEDS, POOL
from bot.actions.settings import dialogue
from bot.actions.signs import signs_in
from bot.actions.talking import wants_no_list
from bot.actions.turn import Turn, ask_need, may_offer_human, stay

SAME = {"list_same", "list_no_group_same"}
AGAIN_SAID = {"utter_still_best", *SAME}
AGAIN = 2
"""Organisations shown once more when there is nothing better."""
CARE_LINE = "centres-designes-trouver"
"""The record whose number tells which centre cares for who was assaulted."""
FINDS_BED = "emergency_shelter"


def refer(turn: Turn) -> None:
    """Suggest organisations for what is known, or ask the one thing that is missing."""
    memory = turn.memory
    need = need_that_fits(memory, memory.service_need)
    if memory.candidates:
        turn.ask_which(memory.candidates[:4], "utter_ask_which_place")
    elif _only_talks(turn):
        stay(turn)
    elif not asks_which_bed(memory) and _answers_otherwise(turn):
        return
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


def _answers_otherwise(turn: Turn) -> bool:
    """Answer with what is known of the topic, or offer somebody to think with; return whether one was said."""
    memory = turn.memory
    return facts.answer_by_topic(turn) or (bool(memory.shown) and advice.is_wanted(memory) and advice.offer(turn))


def _only_talks(turn: Turn) -> bool:
    """Whether the visitor goes on talking after lines were shown: they want to be heard, not a list."""
    memory = turn.memory
    if wants_no_list(memory) and not memory.risk.get("alarm"):
        return True
    if not memory.shown or turn.opened or "place" in memory.news or asks_for(memory.text) is not Asks.NOTHING:
        return False
    if memory.in_danger:
        return memory.told.need is None or (memory.told.need == "listening" and "wish" not in signs_in(memory.text))
    heard = memory.told.need == "listening" and memory.need == "listening"
    return heard and "other_need" not in memory.news and not memory.services


def show_fresh(turn: Turn, response: str) -> bool:
    """Show what suits and was not shown yet; return whether there was anything.

    Children told of now, or a test, change what suits: what was shown is looked at again.
    """
    memory = turn.memory
    if kind_lists.show_asked(turn) or _told_shelters_by_phone(turn):
        return True
    shown = [] if _asks_anew(turn) else turn.shown
    found = referral.find(memory, exclude=shown, first=turn.first)
    fresh = [resource for resource in found if resource["slug"] not in shown]
    if again := beds_again(turn, fresh):
        turn.show(again, "utter_still_best", choices="after_results")
        return True
    if fresh and (_care_line(memory) or not any(map(referral.is_near, fresh))) and showed_near(turn):
        return True
    if fresh:
        said = announcement(memory, fresh, response)
        if said == "list_no_test_known":
            _show_tests(turn, fresh, response)
        else:
            turn.show(fresh, said)
            say_who_answers_now(turn, fresh)
        return True
    if facts.say_nothing_checked(turn):
        return False
    if showed_near(turn):
        return True
    found = referral.find(memory, first=turn.first, limit=AGAIN)
    best = turn.shown_of(found) if found else []
    goes_on_asking = bool(memory.before) and "other_need" not in memory.news
    if best and _still_listed(turn, best):
        said = announcement(memory, best, "list_same")  # on the screen: no second copy
        said = "list_no_group_same" if said == "list_no_group_for_buyers" else "list_same"
        turn.say(said, choices="after_results", names=names_of(best))
    elif best and goes_on_asking and AGAIN_SAID & set(memory.said):
        turn.ask("need", "utter_nothing_else", choices="buyer" if memory.role == "buyer" else "choices")
    elif best:
        fresh = [each for each in best if each["slug"] not in turn.shown]
        before, best = not fresh, fresh or best  # what was never shown was not "shown before", and comes alone
        said = announcement(memory, best, "utter_still_best" if before else response)
        still = said if said.startswith("list_") or not before else "utter_still_best"
        turn.show(best, still, choices="after_results")
    elif not memory.place:  # what helps here is near or nowhere
        turn.ask("place", "utter_ask_place", choices="skip")
    else:
        turn.show(referral.find(memory, need="human_agent"), "utter_no_more")
    return False


def showed_near(turn: Turn) -> bool:
    """Where a place was just told and only lines of all Quebec answer, show whom one can meet there, if anybody."""
    memory = turn.memory
    met = memory.service_need in dialogue()["met_in_person"]
    if "place" not in memory.news or not met or memory.buys or not memory.lives_it:
        return False
    care = _care_line(memory)
    if memory.service_need == "medical_care" and not care:
        return False
    found = referral.find(memory, need=referral.NEAR_NEED, exclude=turn.shown)
    near = [each for each in found if each["phones"] and referral.is_near(each)]
    if near:
        turn.show(near, "list_near_after_assault" if care else "list_near_in_person", line=care)
    return bool(near)


def _care_line(memory: Memory) -> str:
    """Return the number that tells where care is after an assault of the last days; nothing if none is looked for."""
    if memory.service_need != "medical_care" or "recent_sexual_assault" not in memory.risk.get("types", ()):
        return ""
    record = referral.named(memory, CARE_LINE)
    return str(record[0]["phones"][0]["display"]) if record and record[0]["phones"] else ""


def beds_again(turn: Turn, fresh: list[referral.Resource]) -> list[referral.Resource]:
    """Where a message asks for a bed and nothing new has one, return those shown before: they are the answer still.

    With them comes the line that finds a bed, if it suits.
    """
    memory = turn.memory
    if memory.told.need not in BEDS or any(map(is_bed, fresh)):
        return []
    found = [each for each in referral.find(memory, first=turn.first, limit=POOL) if FINDS_BED in each["services"]]
    shown = turn.shown_of(found) if any(each["slug"] in memory.shown and is_bed(each) for each in found) else []
    beds, lines = [each for each in shown if is_bed(each)], [each for each in shown if not is_bed(each)]
    return [*beds[:AGAIN], *lines[:1]] if beds else []


def _still_listed(turn: Turn, found: list[referral.Resource]) -> bool:
    """Whether the list shown last holds all of what was found, and that was not said yet."""
    return {each["slug"] for each in found} <= set(turn.memory.listed) and not SAME & set(turn.memory.said)


def _asks_anew(turn: Turn) -> bool:
    """Whether what was just told may make of something shown before the right answer, or the first was misread."""
    memory = turn.memory
    children = memory.service_need in BEDS and memory.lives_it and "with_children" in signs_in(memory.text)
    test = memory.service_need == "medical_care" and "test" in asked_words(memory.text)
    group = "kin_support" in asked_words(memory.text) or "asks_lgbtq" in signs_in(memory.text)
    misread = "not_suicidal" in signs_in(memory.whole) and asks_who_helps(memory.text)
    return children or test or misread or (group and memory.service_need is not None)


def _show_tests(turn: Turn, found: list[referral.Resource], response: str) -> None:
    """Show who tests, with whom to ask how to reach them, else who directs to care."""
    testing = referral.who_tests(turn.memory)
    unreached = [each for each in testing if not has_contact(each)]
    if len(unreached) < len(testing):
        turn.show([each for each in testing if each not in unreached], response)
    elif unreached:
        turn.show(
            [*unreached, *referral.finders(turn.memory)], "list_of_kind_without_contact", names=names_of(unreached)
        )
    else:
        turn.show(referral.direct_to_care(turn.memory, found), "list_no_test_known")


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


def say_no_more(turn: Turn) -> None:
    """Show the lines that can look further, once; then say that all was shown: nothing old comes as something else."""
    memory = turn.memory
    found = referral.find(memory, need="human_agent")
    lines = [each for each in found if each["slug"] not in memory.shown and each["kind"] == "helpline"]
    if lines:
        turn.show(lines, "utter_no_more", choices="person")
    if not memory.place and turn.may_ask("place"):
        turn.ask("place", "utter_ask_place_to_refine" if lines else "no_other_without_place", choices="skip")
    elif not lines:
        turn.ask("need", "utter_nothing_else", choices="buyer" if memory.buys else "choices")


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


def goes_on(turn: Turn) -> bool:
    """Whether the message, whatever else it said, brought what the bot was waiting for; then suggest."""
    memory = turn.memory
    brought = set(memory.news) & {"place", "need"}
    if brought and memory.service_need and (memory.place or memory.place_unknown):
        refer(turn)
        return True
    if "person" in memory.news and memory.question == "person" and memory.service_need:
        fit_person(turn)
        return True
    return False
