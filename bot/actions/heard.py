"""What is heard before anything is answered: a plain wish for a counsellor, a refusal, a complaint, a moment."""

from typing import Any

from bot.actions import (
    about,
    advice,
    dangers,
    deaf,
    facts,
    hearing,
    moments,
    night,
    ours,
    pinned,
    presence,
    referral,
    replies,
    resuming,
    several,
    talking,
)
from bot.actions.counsellor import connect, is_plainly_wanted
from bot.actions.doubts import asks_which_bed
from bot.actions.kinds import kind_asked
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.parts import questions_in
from bot.actions.life import dark, lines_to_live, may_die
from bot.actions.memory import Memory
from bot.actions.moments import close, read_moment
from bot.actions.opening import learn_from, speak_to
from bot.actions.refusals import EMERGENCY, refusals
from bot.actions.resuming import only_corrects, resume, say_back
from bot.actions.signs import signs_in
from bot.actions.suggesting import refer
from bot.actions.turn import Turn, ask_need
from understanding.calls import calls_for
from understanding.risk.substance import closes_calmly
from understanding.topics import topic_in_context
from understanding.wishes import read_wishes

SURE = 0.6
"""Probability from which the topic of a message is believed."""
WELCOME = frozenset({"asks_for_men"})
"""Signs of who asks whether this is for them, which a first message is met by."""
LOOKS = 0.5
"""Probability that a list is called for, from which that goes before words."""
MET = frozenset({"deaf", "cannot_speak", "written_only"})
"""Signs of what has words and services of its own, whatever it tells."""
TELLS = 0.6
"""Probability that a first message wants to be listened to, from which words may go before the services of its need."""
LINES = 3
"""Lines shown with what is said to who thinks of dying."""


def answer(turn: Turn) -> bool:
    """Answer what must be heard first; return whether it was the whole turn."""
    memory = turn.memory
    if memory.risk.get("alarm"):
        return False
    danger = dangers.speak(turn)
    if is_plainly_wanted(turn) and not ours.asks_who_writes(memory):
        connect(turn)
        if memory.waiting and "place" in memory.news and memory.service_need:
            refer(turn)  # who they asked for is awaited: what is near them is shown beside
        return True
    if _says_goodbye(memory) and (danger is None or not danger.fresh):
        close(turn, read_moment(memory.whole))
        return True
    if (danger is None or not danger.fresh) and pinned.answer(turn):
        return True
    refuses = dangers.refuses_numbers(memory)
    if (danger is None or not danger.fresh) and night.answer(turn):
        return True
    ear = memory.in_danger and refuses and night.asks_ear(memory.whole)
    if refuses and (ear or not asks_more(turn)):
        if danger is None or not danger.fresh:
            turn.say("presence_listens" if ear else "utter_no_more_numbers")
        return True
    if danger is not None and danger.fresh and (danger.answers or not asks_more(turn)):
        _help_now(turn, danger)
        return True
    if danger is not None and "suicide" in danger.covers and not asks_more(turn):
        turn.say("utter_keep_company")  # told again: stayed with, not sent a list
        return True
    if _misread(turn):
        return True
    if memory.waiting and presence.chats(memory):
        turn.say("presence_small_talk")
        return True
    if memory.wishes.to_the_bot and not memory.asides.any and _only_asks_leave(turn):
        speak_to(turn, ends=False)
        turn.say("utter_go_ahead")
        return True
    if _hears(turn) or hearing.acts_now(turn):
        return True
    if _waits_for_a_bed(memory) and (danger is None or not danger.fresh):
        if asks_for(memory.text) is Asks.SERVICE:
            replies.answer(turn, sure=replies.LOOKED_UP)
        learn_from(turn)
        turn.opened = True
        refer(turn)  # a bed that is asked for goes before any other word on it
        return True
    if several.answer(turn) or ours.answer(turn):
        return True
    if _replies(turn):
        return True
    if memory.in_danger and "testing" in signs_in(memory.whole) and not memory.asides.any:
        turn.say("utter_what_i_am")
        return True
    if talking.answer(turn):
        return True
    heard, amiss = _acknowledge(turn)
    turn.opened = turn.opened or heard
    if deaf.answer(turn):
        return True
    if (
        amiss and "insult" not in signs_in(memory.whole) and (only_corrects(memory) or not memory.asides.asks_more)
    ):  # what was asked before was not answered
        resume(turn)
        return True
    if heard and not memory.asides.asks_more:  # what stands is answered, whatever the message was taken for
        refer(turn) if memory.service_need else ask_need(turn)
        return True
    return moments.answer(turn) or hearing.answer(turn)


def _waits_for_a_bed(memory: Memory) -> bool:
    """Whether a bed is asked for in mid-conversation, by who can phone and corrects nothing: that is met first."""
    if not memory.before or memory.written_only or "deaf" in signs_in(memory.whole):
        return False
    amiss = memory.throws_back or memory.asides.complains or resuming.corrects(memory)
    return not amiss and not about.is_asked(memory) and asks_which_bed(memory)


def _says_goodbye(memory: Memory) -> bool:
    """Whether the message only closes the conversation, and nothing dark was told in it."""
    return bool(memory.before) and closes_calmly(
        memory.whole, [text for text in memory.written if text != memory.whole]
    )


def _replies(turn: Turn) -> bool:
    """Say the reply that surely answers, where no fact does more surely.

    A first message is met by its situation, and by services of its need.
    """
    memory = turn.memory
    met = not memory.before and (_seeks_help(memory) or WELCOME & signs_in(memory.whole))
    if about.is_asked(memory) or met:
        return False
    if memory.before and resuming.corrects(memory):  # that is owned first, and what was asked before is answered
        return (
            memory.asides.asks_more
            and not resuming.only_corrects(memory)
            and replies.answer(turn, sure=replies.CERTAIN)
        )
    if memory.before and memory.asides.complains:
        return replies.answer(turn, sure=replies.OWNED, late=not memory.asides.asks_more)
    if calls_for(memory.whole)["list"] >= LOOKS:  # words stand for no list on a guess
        return replies.answer(turn, sure=replies.LOOKED_UP)
    if facts.is_surest(memory):
        return False
    return replies.answer(turn, sure=replies.OF_ADVICE if advice.is_wanted(memory) else replies.SURELY)


def _seeks_help(memory: Memory) -> bool:
    """Whether a first message is met by its situation or by services of its need: words go first to who lives it and
    only tells.
    """
    signs = signs_in(memory.whole)
    if MET & signs or read_moment(memory.whole).told or not memory.lives_it:
        return memory.told.need is not None
    looks = asks_for(memory.text) is Asks.SERVICE or "place" in memory.news or "?" in memory.whole
    return memory.told.need is not None and (looks or calls_for(memory.whole)["listening"] < TELLS)


def _misread(turn: Turn) -> bool:
    """Own an alarm to who says that nothing is wrong, once, and answer what stands; return whether that is all."""
    memory = turn.memory
    if not memory.waiting or "false_alarm" in memory.said or not presence.softened(memory):
        return False
    turn.say("false_alarm")
    turn.opened = True
    if asks_more(turn):
        return False
    resuming.answers_before(turn)
    return True


def _hears(turn: Turn) -> bool:
    """Say what fits a protest, a refusal or a cry, in danger; return whether nothing else is asked for."""
    memory = turn.memory
    kind = presence.heard_kind(memory)
    if kind is None or (turn.danger is not None and turn.danger.fresh):
        return False
    if not kind.get("settles") and replies.answer(turn, sure=replies.SURELY):
        return True
    turn.say(presence.said_of(kind, memory), place=turn.place_name)
    turn.opened = True
    if kind.get("settles"):
        turn.show(lines_in_writing(memory), "write_to_someone", kind="safety")
    return bool(kind.get("settles")) or not (_seeks(memory) or (asks_more(turn) and not kind.get("protest")))


def lines_in_writing(memory: Memory) -> list[dict[str, Any]]:
    """Return the lines for the danger that can be written to."""
    found = [*dangers.lines(memory, None), *referral.these(memory, referral.WRITTEN)]
    return list({each["slug"]: each for each in found if referral.answers_in_writing(each)}.values())[:LINES]


def _seeks(memory: Memory) -> bool:
    """Whether the message asks for a service, or of one."""
    topic, probability = topic_in_context(memory.text, memory.before)
    asked = asks_for(memory.text) is Asks.SERVICE or "place" in memory.news
    return asked or (probability >= SURE and (topic == "service" or topic.startswith("org_")))


def asks_more(turn: Turn) -> bool:
    """Whether the message asks for a service or a fact, which is answered after the danger was spoken to."""
    memory = turn.memory
    if "danger_now" in signs_in(memory.whole):  # "what do I do now": what was said is the answer
        return False
    asked = asks_for(memory.text) is not Asks.NOTHING or "place" in memory.news or kind_asked(memory) is not None
    return asked or (memory.told.need not in (None, "listening") and "?" in memory.whole)


def _help_now(turn: Turn, danger: dangers.Danger) -> None:
    """After what was said to a danger told again, one line that fits it and was not given yet."""
    memory = turn.memory
    if danger.alone or dangers.wants_no_numbers(memory):
        return
    if danger.fact is not None:
        facts.tell_known(turn, danger.fact)
    if dark(memory) and danger.question is None and danger.answers and may_die(memory):
        turn.show(life_lines(memory, danger), "utter_written_lines", kind="safety")  # shown before or not
        return
    if memory.just_declined and memory.waiting:
        turn.say("utter_escalated_declined")
    if danger.question is not None and memory.declines_human:
        turn.show(lines_to_live(memory), "utter_written_lines", kind="safety")
        return
    fresh = [line for line in dangers.lines(memory, danger) if line["slug"] not in memory.shown]
    kept = [line for line in fresh if line["slug"] != EMERGENCY or danger.emergency]
    if danger.repeat:  # what was said names them
        kept = [*referral.these(memory, dangers.first_lines(memory, danger)), *kept]
        kept = list({line["slug"]: line for line in kept}.values())
    if kept:
        turn.show(kept[:2], "utter_lines_now", kind="safety")


def life_lines(memory: Memory, danger: dangers.Danger) -> list[dict[str, Any]]:
    """Return the lines for who thinks of dying, after those that the danger itself calls for first."""
    emergency = [EMERGENCY] if danger.emergency else []
    first = referral.these(memory, [*emergency, *danger.first])
    return list({line["slug"]: line for line in [*first, *lines_to_live(memory)]}.values())[:LINES]


def _only_asks_leave(turn: Turn) -> bool:
    """Whether nothing is asked yet, beyond the leave to ask or to talk here."""
    memory = turn.memory
    if memory.told.need is not None:
        return False
    asked = questions_in(memory.text, place=memory.message_place)
    return all(read_wishes(part.text).to_the_bot for part in asked)


def _acknowledge(turn: Turn) -> tuple[bool, bool]:
    """Say what was corrected or refused, or that the answer did not fit.

    Return whether any was said or known, and whether what was answered before is amiss.
    """
    memory = turn.memory
    asides = memory.asides
    complains = asides.complains or bool(asides.taken_back) or memory.throws_back
    complains = complains and bool(memory.before) and "why_alerted" not in signs_in(memory.whole)  # that is explained
    wanted_not = [topic for topic in memory.refused if topic in asides.surely]
    corrects = say_back(turn)
    if wanted_not:
        language = "en" if memory.language == "en" else "fr"
        names = [str(refusals()[topic][language]) for topic in wanted_not]
        turn.say("utter_noted_refusal", kind=(", no " if language == "en" else ", pas ").join(names))
    if complains and not turn.has_said("corrected") and not wanted_not:
        turn.say("utter_misread")
    return corrects or complains or bool(asides.refused), corrects or complains
