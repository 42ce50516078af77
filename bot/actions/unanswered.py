"""A question that no fact surely answers: say so, name who can answer it, and offer what may have been meant."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions import referral
from bot.actions.finding import neighbours_of
from bot.actions.knowledge.address import question_of
from bot.actions.knowledge.asking import Asks
from bot.actions.knowledge.index import Index
from bot.actions.knowledge.library import library
from bot.actions.knowledge.parts import Part, questions_in
from bot.actions.knowledge.whom import shown_that_answers, who_answers
from bot.actions.memory import Memory
from bot.actions.open_now import say_who_answers_now
from bot.actions.signs import plain, signs_in
from bot.actions.turn import Turn
from understanding.ours import NONE, asked_of_us
from understanding.topics import topic_in_context, topic_of

LINES = Path(__file__).parent / "data" / "question_lines.yml"
NAMES = Path(__file__).parent / "data" / "topic_names.yml"
SURE = 0.5
"""Probability from which a topic is believed."""
OF_US = 0.75
"""Probability from which a question is this chat's, which `ours.py` answers."""
QUOTED = 12
"""Words of a question that is said back as it was asked."""
_OF_US = {"testing", "privacy", "why_alerted", "will_you_tell"}
"""Signs of a question about this service, which is listed among those that no fact answers, and has its own words."""


def unanswered(memory: Memory, facts: Index | None) -> str | None:
    """Return the question that only a fact could answer, if there is one and no service is asked for too.

    Who asks for the answer again ("et ma question?") asks what the message before asked.
    """
    parts = questions_in(memory.text, place=memory.message_place)
    if any(part.asks is Asks.SERVICE for part in parts):
        return None
    asked = _open_in(parts, memory.text, facts)
    if memory.before and _asks_again(memory.text):
        asked = _open_in(questions_in(memory.before), memory.before, facts) or asked
    return next((each for each in asked if not _asks_nothing(each, memory) and not _is_of_us(each)), None)


def _is_of_us(question: str) -> bool:
    """Whether a question is asked of this chat, which answers for itself (`ours.py`)."""
    name, probability = asked_of_us(question)
    return name != NONE and probability >= OF_US


def _asks_nothing(question: str, memory: Memory) -> bool:
    """Whether what has the form of a question surely tells ("je sais plus quoi faire") or looks for a service."""
    if "?" in question or "?" in memory.text:
        return False
    read = (topic_in_context(question, around(question, memory)), topic_in_context(memory.text, memory.before))
    return any(topic in ("none", "service") and probability >= SURE for topic, probability in read)


def _open_in(parts: Sequence[Part], text: str, facts: Index | None) -> list[str]:
    """Return the questions that only a fact could answer, or that are listed as unanswered, the last first."""
    asked = [part.text for part in reversed(parts) if part.what_is]
    if not asked and facts and not _OF_US & signs_in(text):
        asked = [part.text for part in reversed(parts) if facts.is_unanswered(part.text)]
    return asked


def wants_an_answer(memory: Memory) -> bool:
    """Whether a part of the newest message is a question that no list of organisations answers."""
    parts: list[Part] = questions_in(memory.text, place=memory.message_place)
    return any(part.what_is for part in parts) or bool(memory.before and _asks_again(memory.text))


def say_unanswered(turn: Turn, question: str, facts: Index | None) -> None:
    """Say that nothing checked answers the question, who can, and what may have been meant instead."""
    memory = turn.memory
    if _is_small_talk(question, memory):
        turn.say("utter_out_of_scope", choices=None if memory.in_danger else "choices")
        return
    response = "utter_no_checked_answer" if memory.in_danger else "utter_no_sure_answer"
    name_who_answers(turn, answerers(question, memory), response, subject=subject_of(question, memory))
    offer_neighbours(turn, question, facts)


def say_also_open(turn: Turn, question: str, asked_of: Sequence[str] = ()) -> list[str]:
    """Say that another question of the message has no checked answer, and who has one; return what was shown.

    `asked_of` are the organisations that it is asked of: it is for them to say.
    """
    memory = turn.memory
    found = referral.these(memory, asked_of)[:1] or answerers(question, memory)
    if not found:
        return []
    service, subject = found[0]["name"], subject_of(question, memory, _questions_met(turn)) or quoted(question, memory)
    if found[0]["slug"] in (*memory.listed, *turn.shown):
        turn.say("utter_other_question_named", service=service, subject=subject)
        return []
    turn.show(found, "utter_other_question", service=service, subject=subject)
    return [found[0]["slug"]]


def _questions_met(turn: Turn) -> list[str]:
    """Return the questions of the facts told in this turn."""
    index = library()
    now = set(turn.told) - set(turn.memory.facts)
    return [question_of(fact, turn.memory.language) for fact in index.facts if fact.id in now] if index else []


def subject_of(question: str, memory: Memory, answered: Sequence[str] = ()) -> str:
    """Return how what is asked is named ("le bail et le logement"), nothing where its topic is unsure or nameless, or
    is that of one of the questions that were `answered` beside it.
    """
    topic, probability = topic_in_context(question, around(question, memory))
    met = any(topic_of(other)[0] == topic for other in answered)
    names = _topic_names().get(topic) if probability >= SURE and not met else None
    if names is None:
        return ""
    return names["en"] if memory.language == "en" else names.get("tu" if memory.familiar else "fr", names["fr"])


def quoted(question: str, memory: Memory) -> str:
    """Return a short question in the visitor's own words, to name what is left open; nothing for a long one."""
    words = " ".join(question.split()).strip(" ?!.,;:")
    if memory.in_danger or not 0 < len(words.split()) <= QUOTED:
        return ""  # what frightens is not read back
    return f'"{words}"' if memory.language == "en" else f"« {words} »"


def _is_small_talk(question: str, memory: Memory) -> bool:
    """Whether a question surely has nothing to do with what is helped with here: nobody is named for it."""
    topic, probability = topic_in_context(question, around(question, memory))
    return topic == "out_of_scope" and probability >= SURE


def offer_neighbours(turn: Turn, question: str, facts: Index | None) -> None:
    """Offer the facts that may have been meant as buttons, by their own questions; not to who is in danger."""
    memory = turn.memory
    if facts is None or memory.in_danger or memory.ask_safety:
        return
    titles = [
        fact.question_en if memory.language == "en" else fact.question_fr
        for fact in neighbours_of(facts, question, memory)
    ]
    if titles:
        turn.say_text(_line("did_you_mean", memory), offered=[{"title": each, "payload": each} for each in titles])


def around(question: str, memory: Memory) -> str:
    """Return what a question is read with: the rest of its message, or the message before if that is all it says."""
    told = " ".join(memory.text.replace(question, " ").split())
    return told if len(told.split()) > len(question.split()) else memory.before


def answerers(question: str, memory: Memory) -> list[dict[str, Any]]:
    """Return the one service that can answer where no fact does: one just shown that does this, else the topic's."""
    for shown in referral.these(memory, memory.listed):
        if shown_that_answers(question, memory, shown["services"], around(question, memory)) and _may_be_named(
            memory, shown
        ):
            return [shown]
    answerer = who_answers(question, memory, around(question, memory))
    if isinstance(answerer, str):
        found = [each for each in referral.named(memory, answerer) if _may_be_named(memory, each)]
    else:
        found = referral.find(memory, need=answerer["need"], limit=1)
    return (found or referral.find(memory, need="human_agent", limit=1))[:1]


def _may_be_named(memory: Memory, service: dict[str, Any]) -> bool:
    """Whether a service suits what was refused and how the person can be answered."""
    return service["kind"] not in memory.avoids and (not memory.written_only or referral.answers_in_writing(service))


_NAMED = {
    "utter_fact_unsure": "utter_fact_unsure_named",
    "utter_no_sure_answer": "utter_no_sure_answer_named",
    "utter_no_checked_answer": "utter_no_checked_answer_named",
}


def name_who_answers(turn: Turn, services: list[dict[str, Any]], response: str, *, subject: str = "") -> None:
    """Show who can answer; a service that was just shown is only named. `subject` names what is asked."""
    if services and services[0]["slug"] in turn.memory.listed:
        turn.say(_NAMED[response], choices="after_results", service=services[0]["name"], subject=subject)
    else:
        turn.show(services, response, choices="after_results", subject=subject)
    say_who_answers_now(turn, services)


def _asks_again(text: str) -> bool:
    """Whether a text only asks for the answer to what was asked before."""
    words = plain(text)
    return (
        any(each in f" {words} " for each in _lines()["asks_again"]) and len(words.split()) <= _lines()["again_at_most"]
    )


def _line(name: str, memory: Memory) -> str:
    words: dict[str, str] = _lines()[name]
    return words["en"] if memory.language == "en" else words["tu" if memory.familiar else "fr"]


@cache
def _topic_names() -> dict[str, dict[str, str]]:
    names: dict[str, dict[str, str]] = yaml.safe_load(NAMES.read_text("utf-8"))
    return names


@cache
def _lines() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(LINES.read_text("utf-8"))
    return loaded
