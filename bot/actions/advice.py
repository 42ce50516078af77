"""Who asks how to say it, or whether it is normal: no register holds that, and naming one is no answer."""

from dataclasses import replace

from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import Memory
from bot.actions.turn import Turn
from understanding.calls import calls_for

WANTED = 0.5
"""Probability that words are wanted which no register holds, from which no register is named."""
OFFER = "words_for_team"
TIMES = 3
"""Times that the team's seeing the question is said, each in other words."""
SAID_OF = {"professional": "hears_professional", "buyer": "hears_buyer"}


def is_wanted(memory: Memory) -> bool:
    """Whether a message that goes on asks for words that no register holds: what to say, what somebody would do."""
    service = asks_for(memory.text) is Asks.SERVICE or "place" in memory.news
    return bool(memory.before) and not service and calls_for(memory.whole)["words"] >= WANTED


def offer(turn: Turn) -> bool:
    """Say that the words are not here, and that a person can think about it; return whether it was said."""
    memory = turn.memory
    response, at_most = ("words_seen", TIMES) if memory.waiting else (OFFER, 1)
    if len(memory.said.get(response, ())) >= at_most or memory.declines_human or memory.spoken:
        return False
    if not memory.waiting and (memory.ask_safety or turn.asked):
        return False  # one question a turn, and that one is not put
    if memory.waiting:
        turn.say(response)
    else:
        turn.ask("human", response, choices="yes_no")
        turn.remember(human_offered=True)
        turn.memory = replace(memory, human_offered=True)
    return True


def heard_as(memory: Memory) -> str:
    """Return what is said to who only tells, as who they are."""
    role = "professional" if "professionals" in memory.audiences else "buyer" if memory.buys else memory.role
    return SAID_OF.get(role or "", "hears_self" if memory.lives_it else "hears_other")
