"""Facts in the conversation: the short answer and where it comes from, then who can take it further."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from bot.actions import referral
from bot.actions.knowledge.address import text_for
from bot.actions.knowledge.asking import Asks, asks_for, asks_what_is, questions_in
from bot.actions.knowledge.index import retrieval
from bot.actions.knowledge.library import library
from bot.actions.memory import Memory
from bot.actions.settings import dialogue
from bot.actions.signs import plain, signs_in
from bot.actions.turn import Turn, ask_need
from resources_db.knowledge.records import Fact
from resources_db.knowledge.review import confirmed_by

QUESTIONS = 2
"""Questions of one message that are answered."""
REFERRED = 2
"""Organisations shown after a fact, with the one that can confirm it."""


def answer(turn: Turn) -> bool:
    """Answer the newest message with a fact if it asks for one that is known; return whether it was answered."""
    found = _found_all(turn.memory)
    if not found:
        return False
    fact = found[-1]
    if len(found) > 1 and found[0].may_be_shown and found[0].id not in turn.memory.facts:
        _tell(turn, found[0], choices=None)
    _hold_need(turn, fact)
    if not fact.may_be_shown:
        turn.show(referral.named(turn.memory, confirmed_by(fact)), "utter_fact_unsure", choices="after_results")
    elif fact.id in turn.memory.facts:
        turn.say("utter_fact_again", choices="after_fact")
    else:
        turn.remember(fact=fact.id)
        shown = _tell(turn, fact)
        _refer(turn, shown)
    return True


def is_asked(memory: Memory) -> bool:
    """Whether the newest message is a direct question that a fact answers, whatever else it was taken for."""
    return _asks(memory) is Asks.FACT and bool(_found_all(memory))


def speaks_of(memory: Memory, names: Sequence[str]) -> bool:
    """Whether a fact answers the newest message, a direct question, and speaks of one of these names."""
    found = _found_all(memory) if _asks(memory) is Asks.FACT else []
    said = [f" {plain(f'{fact.question_fr} {fact.question_en} {fact.fact_fr} {fact.fact_en}')} " for fact in found]
    return any(f" {name} " in words for name in names for words in said)


def asks_one(memory: Memory) -> bool:
    """Whether the newest message is a direct question, whether or not a fact answers it."""
    return _asks(memory) is Asks.FACT


def refuse_to_guess(turn: Turn) -> bool:
    """Where only a fact could answer and none does, say so and give who can answer; return whether that was so."""
    memory = turn.memory
    if "place" in memory.news or not asks_what_is(memory.text):
        return False
    if memory.in_danger:
        turn.show(referral.find(memory, need="human_agent", limit=1), "utter_no_checked_answer")
    else:
        need = memory.told.need or memory.service_need or retrieval()["need_otherwise"]
        turn.show(referral.find(memory, need=need, limit=REFERRED), "utter_no_sure_answer", choices="after_results")
    return True


def answer_in_danger(turn: Turn) -> bool:
    """After the numbers, give the fact that surely answers a direct question, without any list; say whether it did."""
    memory = turn.memory
    if _asks(memory) is not Asks.FACT:
        return False
    found = _found_all(memory, floor="in_danger")
    fresh = [fact for fact in found if fact.may_be_shown and fact.id not in memory.facts]
    for fact in fresh:
        turn.remember(fact=fact.id)
        _tell(turn, fact, choices=None)
    if not fresh and asks_what_is(memory.text):
        turn.say("utter_question_seen")
    return bool(fresh)


def tell_known(turn: Turn, name: str) -> None:
    """Give the fact of that id, which goes with what was just said, unless it was given or may not be."""
    facts = library()
    fact = next((each for each in facts.facts if each.id == name), None) if facts else None
    if fact is not None and fact.may_be_shown and fact.id not in turn.told:
        _tell(turn, fact, choices=None)


def tell_more(turn: Turn) -> None:
    """Give the facts nearest to the last answer that were not given yet, or say that there are none left."""
    memory, facts = turn.memory, library()
    last = next((fact for fact in facts.facts if fact.id == memory.fact), None) if facts else None
    if facts is None or last is None:
        ask_need(turn)
        return
    related = facts.related(last, audiences=_audiences(memory))
    fresh = [fact for fact in related if fact.may_be_shown and fact.id not in memory.facts]
    if not fresh:
        turn.say("utter_fact_no_more", choices="after_results")
        return
    turn.say("utter_fact_more")
    for fact in fresh[: retrieval()["related"]["limit"]]:
        _tell(turn, fact)


def _asks(memory: Memory) -> Asks:
    return asks_for(memory.text, place=memory.message_place)


def _found_all(memory: Memory, *, floor: str | None = None) -> list[Fact]:
    """Return the facts that answer the newest message: one, or one for each of two questions asked at once."""
    if memory.declines_human and "?" not in memory.text:
        return []  # a refusal asks for nothing
    if "not_suicidal" in signs_in(memory.text):
        return []  # what is denied is not what is asked about
    parts = questions_in(memory.text)
    if len(parts) > 1:
        each = [_found(replace(memory, text=part, before=memory.text), floor=floor) for part in parts[:QUESTIONS]]
        found = list({fact.id: fact for fact in each if fact is not None}.values())
        if found:
            return found
    whole = _found(memory, floor=floor)
    return [] if whole is None else [whole]


def _found(memory: Memory, *, floor: str | None = None) -> Fact | None:
    """Return the fact that answers the newest message, in the light of what was said before it."""
    facts = library()
    if facts is None:
        return None
    asked = partial(
        facts.find, memory.text, asks=_asks(memory), need=memory.need, audiences=_audiences(memory), floor=floor
    )
    fact = asked(before=memory.before, last=memory.fact)
    if fact is not None and fact.id in memory.facts and asked() is not fact:
        return None  # what came before made it fit: the message asks something else
    return fact if fact is not None and _is_for(fact, memory) else None


def _is_for(fact: Fact, memory: Memory) -> bool:
    """Whether a fact may be told to this visitor: what is for buyers is for them, and they get nothing else."""
    if memory.role == "buyer":
        return "buyer" in fact.audiences
    return (
        "buyers" in memory.audiences
        or not set(fact.audiences) <= {"buyer", "professional"}
        or ("buyer" not in fact.audiences)
    )


def _tell(turn: Turn, fact: Fact, *, choices: str | None = "learn_more") -> list[str]:
    """Give a fact as it is written; return the services shown to confirm it."""
    memory = turn.memory
    if fact.id in retrieval()["about_us_too"]:
        turn.say("utter_who_is_told" if "who_is_told" in signs_in(memory.text) else "utter_privacy")
    told = text_for(fact, language=memory.language, familiar=memory.familiar)
    turn.tell(told, _sources(fact), question=_question(fact, memory.language), choices=choices)
    turn.remember(facts=[*turn.told, fact.id])
    if fact.confidence != "medium":
        return []
    service = referral.named(memory, confirmed_by(fact))
    if not service:
        turn.say("utter_fact_to_confirm_elsewhere")
        return []
    if service[0]["slug"] in turn.shown and turn.memory.in_danger:
        turn.say("utter_fact_to_confirm_elsewhere")  # its number is above already
        return []
    turn.show(service, "utter_fact_to_confirm", service=service[0]["name"])
    return [service[0]["slug"]]


def _question(fact: Fact, language: str) -> str:
    return fact.question_en if language == "en" else fact.question_fr


def _sources(fact: Fact) -> list[dict[str, Any]]:
    """Return the message's `sources`: each with the record it supports and the date of the reading."""
    checked = {"record": fact.id, "as_of": fact.as_of, "as_of_estimated": fact.as_of_estimated}
    return [{"title": source.title, "url": source.url, **checked} for source in fact.sources]


def _refer(turn: Turn, shown: list[str]) -> None:
    """Show who can take it further, without what was shown already."""
    exclude = [*turn.memory.shown, *shown]
    found = referral.find(
        turn.memory, need=turn.need or retrieval()["need_otherwise"], exclude=exclude, limit=REFERRED - len(shown)
    )
    fresh = [resource for resource in found if resource["slug"] not in exclude]
    if fresh:
        turn.show(fresh, "utter_fact_further", choices="after_fact")


def _hold_need(turn: Turn, fact: Fact) -> None:
    """Let "plus près" and "autre chose" be about what was just answered."""
    served = [need for need in fact.needs if need in dialogue()["service_needs"]]
    if served and turn.memory.service_need not in served and not turn.memory.in_danger:
        turn.remember(need=served[0])


def _audiences(memory: Memory) -> set[str]:
    """Return the person's audiences in the words of the facts."""
    words = retrieval()["audiences"]
    found = {words[audience] for audience in memory.audiences if audience in words}
    return found | ({"minor"} if memory.age is not None and memory.age < retrieval()["adult_age"] else set())
