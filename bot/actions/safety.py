"""Danger: the numbers that answer, the counsellors alerted, and help near the person."""

from typing import Any

from rasa_sdk import Action

from bot.actions import about, facts, referral
from bot.actions.counsellor import connect
from bot.actions.course import TurnAction
from bot.actions.life import dark, denies_dying, lines_to_live
from bot.actions.memory import Memory
from bot.actions.moments import close, closes, read_moment, say_told
from bot.actions.opening import conclude, speak_after_numbers
from bot.actions.signs import signs_in
from bot.actions.suggesting import refer
from bot.actions.turn import Turn, ask_need, offer_human, respect_refusal, stay

SURE = 0.6
"""Confidence in the intent from which nobody is asked whether they really want a person."""
NEAR = 2
"""Organisations shown under the numbers: a person in danger reads little."""
LINES_AGAIN = 3
"""Numbers given when another danger is told."""
ONLY_LINES = {"suicide", "self_harm", "medical_overdose"}
"""Dangers in which nothing is shown or asked beyond the numbers, unless a service is asked for."""
ONLY_DENIED = {"suicide", "self_harm", "distress"}
"""Dangers that a denial of wanting to die takes back."""
TALK = (None, "listening")
"""Needs of a message that asks for no service."""


class ActionEscalate(TurnAction, Action):
    """`high` or `imminent` was read: give the numbers, say who was alerted, and go on helping."""

    never_held = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_escalate"

    def take(self, turn: Turn) -> None:
        """Safety first, then what is near; a place is asked only where there is no hurry."""
        memory = turn.memory
        if _is_denied(memory):
            _answer_denial(turn)
            return
        if memory.risk.get("again") and _only_closes(memory):
            close(turn, read_moment(memory.whole))
            return
        if memory.risk.get("again"):
            _again(turn)
            return
        imminent = memory.level == "imminent"
        plea = not imminent and facts.say_who_is_told(turn)
        calm = "utter_safety_high" if memory.lives_it else "utter_safety_high_other"
        turn.show(_lines(memory), "utter_safety_imminent" if imminent else calm, kind="safety")
        turn.alert("utter_escalated_declined" if memory.declines_human else "utter_escalated")
        speak_after_numbers(turn)
        if about.answer_in_danger(turn) or facts.answer_in_danger(turn, told=plea) or conclude(turn):
            return
        if not memory.service_need or (memory.shown and not turn.promised and not {"need", "place"} & set(memory.news)):
            return  # what suits was shown already: nothing stands between the person and the numbers
        if memory.spoken or (ONLY_LINES & set(memory.risk.get("turn_types", ())) and memory.told.need in TALK):
            return
        near = memory.place or memory.place_unknown
        if near or turn.promised or not imminent:
            _show_near(turn)
        if not near and not imminent and turn.may_ask("place"):
            turn.ask("place", "utter_ask_place_to_refine", choices="skip")


def _is_denied(memory: Memory) -> bool:
    """Whether the alarm is only for dark words that the message denies; what else is told still alarms."""
    types = set(memory.risk.get("turn_types") or memory.risk.get("types", ()))
    return memory.told.level != "imminent" and types <= ONLY_DENIED and denies_dying(memory.whole)


def _answer_denial(turn: Turn) -> None:
    """Say that it was misread, and answer the rest."""
    turn.say("utter_situation_not_suicidal")
    if not about.answer_in_danger(turn) and not facts.answer_in_danger(turn):
        stay(turn)


def _only_closes(memory: Memory) -> bool:
    """Whether a message taken for danger is a goodbye that tells of none."""
    signs = signs_in(memory.whole)
    if memory.told.level == "imminent" or dark(memory) or {"dark", "harmed_me", "danger_now"} & signs:
        return False
    moment = read_moment(memory.whole)
    return "farewell" in moment.told and closes(memory, moment, alarmed=True)


def _again(turn: Turn) -> None:
    """Answer another danger, or an imminent one told again, while a person is awaited: the numbers, no list."""
    memory = turn.memory
    imminent = memory.told.level == "imminent" or memory.level == "imminent"
    response = "utter_safety_again_imminent" if imminent else "utter_safety_again_high"
    lines = _lines(memory)
    if say_told(turn) and dark(memory):  # a step taken, or the wish for company, is seen before any number
        written = [line for line in lines if referral.answers_in_writing(line)]
        lines, response = (written, "utter_written_lines") if written else (lines, response)
    turn.show(lines[:LINES_AGAIN], response, kind="safety")
    turn.alert("utter_escalated_again")
    speak_after_numbers(turn)
    if about.answer_in_danger(turn) or facts.answer_in_danger(turn):
        return
    if not conclude(turn) and (turn.promised or "place" in memory.news):
        _show_near(turn)


def _lines(memory: Memory) -> list[dict[str, Any]]:
    """Return the lines for the danger, suicide lines first for who wants to die; 911 not to who called it."""
    found = referral.lines(memory)
    if "wants_to_die" in signs_in(memory.whole) and memory.lives_it:
        found = list({line["slug"]: line for line in [*found[:1], *lines_to_live(memory), *found[1:]]}.values())
    if "911" in memory.avoids and memory.risk.get("again"):
        found = [line for line in found if line["slug"] != referral.EMERGENCY] or found
    return found


def _show_near(turn: Turn) -> None:
    """Show the few organisations that can help with it and were not shown yet."""
    found = referral.find(turn.memory, exclude=turn.shown, first=turn.first, limit=NEAR)
    fresh = [resource for resource in found if resource["slug"] not in turn.shown]
    if fresh:
        turn.show(fresh, "utter_results_in_place" if turn.memory.place else "utter_results_anywhere")


class ActionConnectHuman(TurnAction, Action):
    """A person is asked for: alert the counsellors and give a line that answers at once."""

    answers = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_connect_human"

    def take(self, turn: Turn) -> None:
        """Connect; ask first when the wish is only a guess; respect a refusal."""
        memory = turn.memory
        if memory.declines_human:
            respect_refusal(turn)
            ask_need(turn)
            return
        if not memory.waiting and memory.confidence < SURE and not memory.wants_human:
            if turn.promised:  # organisations were announced: show them, a person is offered beside
                refer(turn)
                offer_human(turn)
                return
            if memory.second_need:
                found = referral.find(memory, need=memory.second_need)
                turn.show(found, "utter_results_in_place" if memory.place else "utter_results_anywhere")
            turn.ask("human", "utter_offer_human", choices="yes_no")
            return
        connect(turn)
