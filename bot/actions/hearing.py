"""What a message calls for decides what is no answer to it: a list to who only tells, "nothing checked" to who asks how
to say it, a word of company to who is in danger now (`understanding/calls`).
"""

from bot.actions import dangers, facts, replies, themes
from bot.actions.advice import heard_as
from bot.actions.kinds import kind_asked
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.life import dark, lines_to_live, may_die
from bot.actions.memory import Memory
from bot.actions.opening import learn_from, signals
from bot.actions.signs import signs_in
from bot.actions.situations import match
from bot.actions.turn import Turn, offer_human, stay
from understanding.calls import calls_for, safety
from understanding.risk.taxonomy import Level

LISTENS = 0.6
"""Probability that a message wants to be listened to, from which it gets nothing else."""
FEW = 3
"""Words that, after a list, are of the list: "toujours rien"."""
TELLS_FACT = 0.4
"""Probability that a fact answers, from which it is told to who only tells: two in three meet it, whole or in part."""
NOW = 0.7
"""Probability that what to do this minute is wanted, from which it is said though no danger was read."""


def acts_now(turn: Turn) -> bool:
    """Say what to do now, and tell the team, where a message surely asks for that and no danger was read in it."""
    memory = turn.memory
    if not _may_answer(memory) or safety(memory.whole) < NOW or memory.buys:
        return False
    if turn.danger is not None and turn.danger.fresh:
        return False
    if dark(memory) and may_die(memory):  # no door is locked behind who is alone with what could kill
        turn.say("utter_keep_company")
        turn.show(lines_to_live(memory), "utter_written_lines", kind="safety")
    elif not replies.answer(turn, sure=replies.IN_DANGER):
        turn.say("danger_now_self" if memory.lives_it else "danger_now_other")
    if not memory.waiting and not memory.declines_human:
        turn.show(dangers.lines(memory, None), "utter_lines_now", kind="safety")
        turn.alert("utter_escalated")
    return True


def _is_met_by_services(memory: Memory) -> bool:
    """Whether one who lives it tells of a situation that care or services answer: an assault, papers taken."""
    return memory.lives_it and any(each.then == "refer" for each in match(signals(memory), memory.situations))


def _may_answer(memory: Memory) -> bool:
    """Whether the conversation goes on, without an alarm or a wish for a person in the newest message."""
    return bool(memory.before) and not memory.risk.get("alarm") and not memory.wants_human


def answer(turn: Turn) -> bool:
    """Listen to who only tells: a reply that meets it, else that it is read; return whether that was the turn."""
    memory = turn.memory
    if not _may_answer(memory) or not only_tells(memory):
        return False
    if not (_tells_fact(turn) or replies.answer(turn, sure=replies.MEETS)):
        if not themes.answer(turn):
            stay(turn) if memory.level == Level.IMMINENT or dark(memory) else turn.say(heard_as(memory))
        learn_from(turn)
    offer_human(turn)
    return True


def _tells_fact(turn: Turn) -> bool:
    """Tell the fact that answers what is told ("i don't speak french") more surely than any reply, if one does."""
    found = facts.likeliest(turn.memory, sure=TELLS_FACT)
    if found is None:
        return False
    facts.tell_known(turn, found.id)
    return True


def only_tells(memory: Memory) -> bool:
    """Whether the newest message only tells: it asks, answers and brings nothing that is waited for."""
    if calls_for(memory.whole)["listening"] < LISTENS or "?" in memory.whole or memory.question in ("safety", "human"):
        return False
    if safety(memory.whole) >= dangers.MAY_BE_NOW or memory.tells_material or _is_met_by_services(memory):
        return False
    of_the_list = memory.listed and len(memory.whole.split()) <= FEW
    brings = of_the_list or memory.brings_place or kind_asked(memory) is not None or "wish" in signs_in(memory.whole)
    waits = memory.service_need is not None and not memory.shown  # what was asked was not given yet
    return not brings and not waits and asks_for(memory.text) is not Asks.SERVICE
