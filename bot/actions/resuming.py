"""After a correction or a complaint: what was corrected is said, then what was asked before is taken up."""

from dataclasses import replace

from bot.actions import facts, referral
from bot.actions.asked import asked_words
from bot.actions.corrections import KEPT, corrected_in, is_said_back, said_back, was_told
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import Memory
from bot.actions.signs import plain
from bot.actions.suggesting import refer
from bot.actions.turn import Turn, stay
from understanding.asides import asked_in
from understanding.calls import calls_for

CORRECTS = 0.1
"""Probability that a message answers or complains under which nothing is said back of what it corrects."""
BRIEF = 7
"""Words of a message that is taken at its word."""
ALONE = 14
"""Words of a message that may only correct: a longer one tells something besides."""


def say_back(turn: Turn) -> bool:
    """Say once what the newest message corrects; return whether it corrects anything."""
    memory = turn.memory
    found = _corrected(memory)
    fresh = [thing for thing in found if KEPT + thing in memory.refused]
    if fresh:
        turn.say("corrected", what=said_back(fresh[0], language=memory.language, familiar=memory.familiar))
    return bool(found)


def corrects(memory: Memory) -> bool:
    """Whether the newest message corrects what was taken for granted, and has that said back."""
    return bool(_corrected(memory))


def _corrected(memory: Memory) -> tuple[str, ...]:
    """Return what the newest message corrects; the same words in one that tells or asks correct nothing."""
    if not memory.before:
        return ()
    called = calls_for(memory.whole)
    brief = len(memory.whole.split()) <= BRIEF or memory.throws_back
    if not brief and called["answer"] + called["complaint"] < CORRECTS:
        return ()
    found = filter(is_said_back, corrected_in(memory.whole))
    return tuple(each for each in found if brief or was_told(each, memory.written[:-1]))


def say_amiss(turn: Turn) -> None:
    """Say what the newest message corrects, else own that the last answer missed, where it says so."""
    memory = turn.memory
    say_back(turn)
    if not turn.has_said("corrected") and memory.before and (memory.asides.complains or memory.throws_back):
        turn.say("utter_misread")


def only_corrects(memory: Memory) -> bool:
    """Whether the newest message asks nothing and brings nothing besides what it corrects or complains of."""
    said = memory.said_now or memory.whole
    of_somebody = "person" in memory.news and any(each.isdigit() for each in said)
    if "?" in said or "place" in memory.news or of_somebody or "names_service" in asked_words(memory.text):
        return False
    if says_what_was_asked(said) and asks_for(memory.text) is not Asks.SERVICE:
        return True
    if asks_for(memory.text) is not Asks.NOTHING:
        return False
    return len(plain(asked_in(said)).split()) <= ALONE and memory.told.need in (None, memory.need)


def says_what_was_asked(text: str) -> bool:
    """Whether a message says what the one before it asked ("my question was about my boy")."""
    return "asks_before" in asked_words(text)


def resume(turn: Turn) -> None:
    """Take up what was asked before: its answer, what fits and was not shown; else say that nothing better is known.

    That is said once, with choices and a person; afterwards the visitor is only told that they are read.
    """
    memory = turn.memory
    if answers_before(turn):
        return
    asks_service = asks_for(asked_in(memory.before)) is Asks.SERVICE or (
        memory.need is not None and not memory.in_danger
    )
    fresh = (
        asks_service
        and memory.service_need
        and any(each["slug"] not in turn.shown for each in referral.find(memory, exclude=turn.shown, first=turn.first))
    )
    if fresh:
        refer(turn)
    elif "nothing_better" in memory.said or "nothing_better_seen" in memory.said:
        stay(turn)
    else:
        turn.ask("need", "nothing_better_seen" if memory.waiting else "nothing_better",
                 choices="buyer" if memory.role == "buyer" else "choices")  # fmt: skip
        if memory.ask_safety:
            turn.say("utter_listening")


def answers_before(turn: Turn) -> bool:
    """Answer the question of the message before, read again with what is known now; return whether it was answered."""
    memory = turn.memory
    asked = replace(memory, text=asked_in(memory.before), message_place=False)
    if not facts.asks_one(asked):
        return False
    turn.memory = asked
    try:
        return facts.answer_anew(turn)
    finally:
        turn.memory = memory
