"""Written replies to what people often say or ask and no fact answers (`data/replies/`): which fits is learned.

A reply is words, at times with a fact, a counsellor or a service beside them.
"""

import re

from bot.actions import facts, referral, themes
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.gates import may_be_told
from bot.actions.knowledge.library import library
from bot.actions.knowledge.subjects import asks_whom_we_tell
from bot.actions.life import dark, swallowed
from bot.actions.memory import Memory
from bot.actions.opening import learn_from
from bot.actions.signs import plain, says_more, signs_in
from bot.actions.turn import SAFETY, Turn
from bot.actions.written import SHORT, Reply, fits, likeliest
from understanding.calls import calls_for, safety
from understanding.replies import NONE, OURS
from understanding.risk.taxonomy import Level

CERTAIN = 0.7
"""Probability that a reply answers what a correction asks besides, from which it goes before owning the mistake."""
OWNED = 0.4
"""Probability that a reply meets a complaint, from which it says more than that the last one did not fit."""
SURELY = 0.5
"""Probability that a reply answers (`understanding.replies.judging`) from which it goes before all else that may."""
LOOKED_UP = 0.8
"""The same where a list or a bed is asked for."""
IN_DANGER = 0.3
"""The same where danger was read in the message: a reader of 830 turns found it better than the lines alone."""
OF_ADVICE = 0.3
"""The same where advice is wanted, which nothing else gives."""
FIRST_IN_DANGER = 0.6
"""The same for a first message in which danger was read."""
LIKELY = 0.2
"""Probability from which it stands where nothing else answers."""
MEETS = 0.15
"""The same where only general words are left: a reader found it better 20 times, worse 9 (docs/replies.md)."""
SHOWN = 2
"""Organisations shown with a reply that calls for a service."""
FEW, SURE_OF_FEW = 3, 0.5
"""Words of a message that says too little to be believed below that probability."""
OF_LIST, CLOSES = 2, 0.5
"""Words that, after a list, are of the list ("toujours rien"), unless they close."""
OF_AGE = 0.35
"""The same of an age that nobody asked."""
OPENING = 2
"""Words of a first message that only opens: "allo", "bonsoir vous"."""
FEW_OF_PILLS = 4
"""Words that say too little of who thinks of dying: "à peu près 30" is no age where pills were told of."""
VITAL = {"suicide", "self_harm", "medical_overdose", "violence_now", "captivity"}
"""Dangers told again, to which no words stand in for the numbers."""
MAY_PRESS = 0.25
"""Probability that what to do this minute is wanted, from which an imminent danger is taken for one of now."""
OF_US = {"why_alerted", "watched", "not_suicidal", "insult"}
"""Signs of what has its own words: a question about this conversation, a denial, an insult."""
OF_A_LIST = frozenset({"another_option", "closer_option"})
"""Intents that ask for another organisation than those shown."""
_AGE = re.compile(r"(?:(?:j ai|jai|i m|im|moi c est|chu|i am) )?\d{2}(?: (?:ans|yo|y o|years old|years))?")
MOVES = frozenset(
    {"affirm", "deny", "dont_know", "no_preference", "learn_more", "language_switch", "location_only", "human_agent"}
)  # fmt: skip
"""Intents that answer what was asked, or ask for more of it."""


def fitting(memory: Memory, *, sure: float, late: bool = False, alarmed: bool = False) -> Reply | None:
    """Return the reply that fits the newest message with a probability of `sure` at least, of those for this person.

    None fits a message that tells of danger, unless it was `alarmed` before.
    """
    words = len(memory.whole.split())
    answers = memory.question == SAFETY or (memory.question is not None and bool(memory.news))
    if not words or (memory.risk.get("alarm") and not alarmed) or (answers and words <= SHORT) or memory.wants_human:
        return None
    signs = signs_in(memory.whole)
    of_us = OF_US & signs or (asks_whom_we_tell(memory.text) and _is_asked_of_us(memory))
    age = _tells_age(memory)
    too_little = words <= FEW_OF_PILLS and _may_count_pills(memory)
    found, fit = likeliest(memory)
    moves = memory.intent in OF_A_LIST or (
        memory.intent in MOVES and words <= SHORT and (memory.question or fit < CERTAIN)
    )
    moves = moves or _is_of_what_was_said(memory, signs)
    if of_us or "wants_to_die" in signs or moves or too_little:
        return None
    if memory.told.level == Level.IMMINENT:
        sure = max(sure, IN_DANGER)  # a scene, a number or the team is looked to first
    vital = found is not None and found.vital
    if fit < SURELY and not vital and (themes.are_told(memory) or memory.tells_material):
        return None  # "nothing to eat since yesterday" is near "cannot eat"
    least = OF_AGE if age else SURE_OF_FEW if words <= FEW else 0.0
    enough = fit >= max(sure, least)
    return found if found is not None and enough and not (late and found.late) else None


def _is_of_what_was_said(memory: Memory, signs: frozenset[str]) -> bool:
    """Whether a few words take back, close before anything was said, only open, or are of the list just shown."""
    words, closes = len(memory.whole.split()), calls_for(memory.whole)["closing"] >= CLOSES
    takes_back = "retraction" in signs and not says_more(memory.text)
    first = not memory.before and (closes or words <= OPENING)
    return takes_back or first or (bool(memory.listed) and words <= OF_LIST and not closes)


def _tells_age(memory: Memory) -> bool:
    """Whether the message is an age that nobody asked, and no number of what was taken."""
    unasked = memory.question is None and memory.age is not None and "person" in memory.news
    return unasked and bool(_AGE.fullmatch(plain(memory.whole))) and not _may_count_pills(memory)


def _may_count_pills(memory: Memory) -> bool:
    """Whether a few words may be of what was taken, or of dying."""
    pills = any(swallowed(text) or "means_pills" in signs_in(text) for text in memory.written)
    return pills or dark(memory) or "medical_overdose" in memory.risk.get("types", ())


def _is_asked_of_us(memory: Memory) -> bool:
    """Whether a question of who is told is of this chat as likely as it is of anybody else."""
    of_us = sum(fit for name, fit in fits(memory).items() if name.startswith(OURS))
    return of_us >= likeliest(memory)[1]


def answer(turn: Turn, *, sure: float, late: bool = False) -> bool:
    """Say the reply that fits, if one surely does and was not said yet; return whether it was the whole turn."""
    memory = turn.memory
    reply = fitting(memory, sure=sure, late=late)
    if reply is None or turn.has_said(reply.id):
        return False
    looked_for = asks_for(memory.text) is Asks.SERVICE or memory.brings_place
    if not looked_for:
        learn_from(turn)
    listed = [] if looked_for else _services(turn.memory, reply)
    follows = looked_for or bool(listed) or _fresh_fact(turn, reply) is not None
    turn.say(reply.id, choices=_choices(reply, memory), leads=follows)
    turn.opened = True
    if looked_for:
        return False  # what is asked is looked for, and the situation gets its words
    tell_fact(turn, reply)
    if listed:
        turn.show(listed, "utter_fact_further")
    return True


def _choices(reply: Reply, memory: Memory) -> str | None:
    """Return the name of the suggested answers: a person where the reply leads to one, all where nothing was told."""
    if reply.next == "person" and not memory.waiting:
        return "person"
    return None if memory.before else "choices"


def say_in_danger(turn: Turn) -> bool:
    """Under an alert, say the reply that fits what is told then ("I feel so stupid"); return whether one did."""
    memory = turn.memory
    opens = memory.buys and not memory.before  # who buys is met by what the law and the children need said first
    sure = IN_DANGER if memory.before else FIRST_IN_DANGER
    reply = None if turn.danger is not None or opens else fitting(memory, sure=sure, alarmed=True)
    if reply is None or (is_vital(memory) and not reply.vital):
        return False
    say_with_fact(turn, reply)
    return True


def is_vital(memory: Memory) -> bool:
    """Whether a life may be at stake in what is told: no words stand before the numbers.

    What is read as imminent and calls for nothing to be done this minute was hardly ever so.
    """
    types = memory.risk.get("turn_types") or memory.risk.get("types", ())
    now = memory.told.level == Level.IMMINENT and safety(memory.whole) >= MAY_PRESS
    return now or bool(VITAL & set(types))


def say_with_fact(turn: Turn, reply: Reply) -> None:
    """Say the reply and the first of its facts that was not told; nothing is announced that does not follow."""
    turn.say(reply.id, leads=_fresh_fact(turn, reply) is not None)
    tell_fact(turn, reply)


def tell_fact(turn: Turn, reply: Reply) -> None:
    """Give the first fact of the reply that was not told: its words lead to it."""
    fresh = _fresh_fact(turn, reply)
    if fresh is not None:
        facts.tell_known(turn, fresh, alone=False)


def _fresh_fact(turn: Turn, reply: Reply) -> str | None:
    return next((name for name in _told_to(turn.memory, reply) if name not in turn.told), None)


def _services(memory: Memory, reply: Reply) -> list[referral.Resource]:
    """Return who can help with what the reply is about and was not shown; in danger, only whom its words announce."""
    if reply.next in (NONE, "person") or (memory.in_danger and not (reply.leads and memory.level == "high")):
        return []
    found = referral.lines(memory) if reply.next == "lines" else referral.find(memory, need=reply.next, limit=SHOWN)
    return [each for each in found if each["slug"] not in memory.shown][:SHOWN]


def _told_to(memory: Memory, reply: Reply) -> list[str]:
    """Return the ids of the reply's facts that may be told to this visitor."""
    index = library()
    known = {fact.id: fact for fact in index.facts} if index else {}
    return [name for name in reply.facts if name in known and may_be_told(known[name], memory)]
