"""What is heard before anything is answered: a plain wish for a counsellor, a refusal, a complaint, a moment."""

from typing import Any

from bot.actions import dangers, deaf, facts, moments, night, ours, referral
from bot.actions.counsellor import connect, is_plainly_wanted
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.parts import questions_in
from bot.actions.life import dark, lines_to_live, may_die
from bot.actions.memory import Memory
from bot.actions.opening import speak_to
from bot.actions.refusals import EMERGENCY, refusals
from bot.actions.resuming import only_corrects, resume, say_back
from bot.actions.signs import signs_in
from bot.actions.suggesting import refer
from bot.actions.turn import Turn, ask_need
from understanding.wishes import read_wishes

LINES = 3
"""Lines shown with what is said to who thinks of dying."""


def answer(turn: Turn) -> bool:
    """Answer what must be heard first; return whether it was the whole turn."""
    memory = turn.memory
    if memory.risk.get("alarm"):
        return False
    danger = dangers.speak(turn)
    if is_plainly_wanted(turn):
        connect(turn)
        return True
    refuses = "no_lines" in memory.asides.acts or (memory.in_danger and dangers.refuses_numbers(memory))
    if (danger is None or not danger.fresh) and night.answer(turn):
        return True
    if refuses and not asks_more(turn):
        if danger is None or not danger.fresh:
            turn.say("utter_no_more_numbers")
        return True
    if danger is not None and danger.fresh and (danger.answers or not asks_more(turn)):
        _help_now(turn, danger)
        return True
    if danger is not None and "suicide" in danger.covers and not asks_more(turn):
        turn.say("utter_keep_company")  # told again: stayed with, not sent a list
        return True
    if memory.wishes.to_the_bot and not memory.asides.any and _only_asks_leave(turn):
        speak_to(turn, ends=False)
        turn.say("utter_go_ahead")
        return True
    if ours.answer(turn):
        return True
    if memory.in_danger and "testing" in signs_in(memory.whole) and not memory.asides.any:
        turn.say("utter_what_i_am")
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
    return moments.answer(turn)


def asks_more(turn: Turn) -> bool:
    """Whether the message asks for a service or a fact, which is answered after the danger was spoken to."""
    memory = turn.memory
    if "danger_now" in signs_in(memory.whole):  # "what do I do now": what was said is the answer
        return False
    asked = asks_for(memory.text) is not Asks.NOTHING or "place" in memory.news
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
    complains = complains and bool(memory.before)  # else there is nothing yet to complain of
    wanted_not = [topic for topic in memory.refused if topic in asides.surely]
    corrects = say_back(turn)
    if wanted_not:
        labels = refusals()[wanted_not[0]]
        turn.say("utter_noted_refusal", kind=labels["en" if memory.language == "en" else "fr"])
    if complains and not turn.has_said("corrected") and not wanted_not:
        turn.say("utter_misread")
    return corrects or complains or bool(asides.refused), corrects or complains
