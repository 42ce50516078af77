"""Danger: the numbers that answer, the counsellors alerted, and help near the person."""

from rasa_sdk import Action

from bot.actions import (
    about,
    dangers,
    facts,
    kind_lists,
    night,
    ours,
    pinned,
    presence,
    referral,
    replies,
    several,
    themes,
)
from bot.actions.announcing import announcement
from bot.actions.counsellor import connect
from bot.actions.course import TurnAction
from bot.actions.doubts import asks_for_a_bed
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.life import dark, denies_dying, may_die
from bot.actions.memory import Memory
from bot.actions.moments import close, closes, read_moment, say_told
from bot.actions.opening import conclude, learn_from, speak_after_numbers, speak_to
from bot.actions.refusals import EMERGENCY, is_refused
from bot.actions.resuming import say_amiss
from bot.actions.signs import signs_in
from bot.actions.situations import Situation
from bot.actions.suggesting import beds_again, refer, showed_near
from bot.actions.turn import VITAL, Turn, ask_need, offer_human, respect_refusal, stay

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

    def _open(self, turn: Turn) -> list[Situation]:
        """Say the reply that fits what alarms, where no danger has words of its own and no life is at stake."""
        again = turn.memory.risk.get("again") or about.is_asked(turn.memory)
        if again or facts.is_asked(turn.memory) or dangers.speak(turn) is not None or not replies.say_in_danger(turn):
            found = speak_to(turn)
            turn.replied = not (again or found or turn.danger) and _names_what_is_told(turn)
            return found
        learn_from(turn)
        turn.replied = True
        return []

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
        if dangers.leaves_as_they_come(turn):
            turn.alert(_alerted(memory))
            return
        imminent = memory.level == "imminent"
        plea = not imminent and facts.say_who_is_told(turn)
        _show_lines(turn)
        turn.alert(_alerted(memory))
        speak_after_numbers(turn)
        if turn.danger is not None and turn.danger.answers:
            if turn.danger.fact is not None:
                facts.tell_known(turn, turn.danger.fact)
            return
        if _answers(turn, told=plea) or conclude(turn):
            return
        if turn.asked in VITAL and memory.told.need in TALK:
            return  # asked whether they think of dying: a few lines, and room for a word
        if not memory.service_need or (memory.shown and not turn.promised and not {"need", "place"} & set(memory.news)):
            return  # what suits was shown already: nothing stands between the person and the numbers
        robbed = turn.danger is not None and turn.danger.name == "robbed"  # no way out is pressed on who was robbed
        if robbed and memory.told.need in TALK:
            return
        if memory.spoken or (ONLY_LINES & set(memory.risk.get("turn_types", ())) and memory.told.need in TALK):
            return
        if turn.promised or _asks_for_help(memory):
            _show_near(turn)
        near = memory.place or memory.place_unknown
        if not near and not imminent and turn.may_ask("place"):
            turn.ask("place", "utter_ask_place_to_refine", choices="skip")


def _asks_for_help(memory: Memory) -> bool:
    """Whether a bed for tonight, a lawyer, was asked for, whatever the danger: a story names needs that nobody asks."""
    wished = asks_for(memory.text) is not Asks.NOTHING or "wish" in signs_in(memory.text)
    awaits_a_bed = memory.service_need in referral.BEDS and not memory.shown
    told = memory.told.need not in TALK and (wished or memory.told.need in referral.BEDS or asks_for_a_bed(memory.text))
    return told or awaits_a_bed


def _answers(turn: Turn, *, told: bool = False) -> bool:
    """After the numbers, answer what is asked: of this service, of an organisation, or of what is known."""
    if pinned.answer(turn):
        return True
    if turn.memory.told.level != "imminent" and several.answer(turn):
        return True
    if ours.tell(turn):
        return True
    return about.answer_in_danger(turn) or facts.answer_in_danger(turn, told=told)


def _is_denied(memory: Memory) -> bool:
    """Whether the alarm is only for dark words that the message denies; what else is told still alarms."""
    types = set(memory.risk.get("turn_types") or memory.risk.get("types", ()))
    return memory.told.level != "imminent" and types <= ONLY_DENIED and denies_dying(memory.whole)


def _answer_denial(turn: Turn) -> None:
    """Say that it was misread, and answer the rest."""
    turn.say("utter_situation_not_suicidal")
    if not _answers(turn):
        stay(turn)


def _only_closes(memory: Memory) -> bool:
    """Whether a message taken for danger is a goodbye that tells of none."""
    signs = signs_in(memory.whole)
    if memory.told.level == "imminent" or dark(memory) or {"dark", "harmed_me", "danger_now"} & signs:
        return False
    moment = read_moment(memory.whole)
    return "farewell" in moment.told and closes(memory, moment, alarmed=True)


def _alerted(memory: Memory) -> str:
    """Return what is said of the alert; a refusal said long ago is not answered as if it were just said."""
    if not memory.declines_human:
        return "utter_escalated"
    return "utter_escalated_declined" if memory.just_declined else "utter_escalated_declined_before"


def _show_lines(turn: Turn) -> None:
    """Give the numbers of a first alarm; after words that fit the danger, under a heading that repeats none of them."""
    memory, danger = turn.memory, turn.danger
    calm = "utter_safety_high" if memory.lives_it else "utter_safety_high_other"
    heading = "utter_safety_imminent" if memory.level == "imminent" else calm
    lines = dangers.lines(memory, danger)
    if turn.replied or (danger is not None and danger.fresh):
        heading = "utter_lines_now"
    turn.show(lines, heading, kind="safety")


def _again(turn: Turn) -> None:
    """Answer another danger, or an imminent one told again, while a person is awaited.

    First what fits it, then what is asked, then the lines that were not given yet: never the same block again.
    """
    memory, danger = turn.memory, turn.danger
    spoken = danger is not None and danger.fresh
    held = night.answer(turn)
    met = not (spoken or held) and replies.say_in_danger(turn)
    if not (spoken or held):
        spoken = met or say_told(turn) or _says_presence(turn) or _names_what_is_told(turn)
    if not spoken and (memory.told.level != "imminent" or memory.throws_back):
        say_amiss(turn)
    speak_after_numbers(turn)
    imminent = "imminent" in (memory.told.level, memory.level) and not dangers.told_of_days_ago(memory)
    waits = danger is not None and danger.alone
    settled = danger is not None and danger.answers and danger.fresh
    only_met = met and asks_for(memory.text) is Asks.NOTHING
    answered = settled or held or only_met or (not waits and _answers(turn))
    only_asked = bool(memory.shown) and answered and danger is None and not imminent  # the lines are above
    if not waits and not only_asked and (not held or (danger is not None and danger.fresh)):
        _remind(turn, spoken=spoken or held, imminent=imminent)
    if "utter_escalated_again" not in memory.said:
        turn.alert("utter_escalated_again")
    if answered or waits:
        return
    asked = memory.told.need not in TALK and (not imminent or asks_for(memory.text) is not Asks.NOTHING)
    if not conclude(turn) and (turn.promised or asked or "place" in memory.news):
        _show_near(turn)


def _says_presence(turn: Turn) -> bool:
    """Say what fits a cry, a fear or a protest that alarms again, before any line; return whether it was said."""
    said = presence.words_alarmed(turn.memory)
    if said is not None:
        turn.say(said, place=turn.place_name)
    return said is not None


def _names_what_is_told(turn: Turn) -> bool:
    """Say the words of the theme that alarms, where no life is at stake; return whether they were said."""
    return not replies.is_vital(turn.memory) and themes.answer(turn)


def _remind(turn: Turn, *, spoken: bool, imminent: bool) -> None:
    """Give the lines for it that were not given yet; where there is none, one short line at most."""
    memory = turn.memory
    lines = dangers.lines(memory, turn.danger)
    if spoken and dark(memory):  # what was done, or the wish for company, is seen before any number
        at_once = turn.danger is not None and turn.danger.emergency
        kept = [line for line in lines if line["slug"] == EMERGENCY and at_once]
        lines = [*kept, *filter(referral.answers_in_writing, lines)] or lines
    if dangers.wants_no_numbers(memory):
        own = [line for line in lines if line["slug"] != EMERGENCY] or lines
        if turn.shown_of(own[:1], safety=True)[:1] == own[:1]:
            turn.show(own[:1], "utter_line_one", kind="safety")
        elif not spoken:  # it was refused: another would not fit, and 911 is said in words
            recall(turn)
        return
    if turn.danger is not None and turn.danger.fresh and turn.danger.repeat:
        turn.show(referral.these(memory, dangers.first_lines(memory, turn.danger)), "utter_lines_now", kind="safety")
        return
    kept = [each for each in lines if not is_refused(each["slug"], each["kind"], each["audiences"], memory.avoids)]
    fresh = [line for line in kept if line["slug"] not in memory.shown][:LINES_AGAIN]
    on_a_screen = turn.danger is not None and not turn.danger.emergency  # blackmail: 911 is recalled, not pressed
    if on_a_screen or not imminent:
        fresh = [line for line in fresh if line["slug"] != EMERGENCY]
    if fresh:
        turn.show(fresh, "utter_lines_now" if spoken else _heading(memory, imminent=imminent), kind="safety")
    elif not spoken and not dangers.told_of_days_ago(memory):
        recall(turn)


def _heading(memory: Memory, *, imminent: bool) -> str:
    """Return what announces the lines of a danger told again: 911 first only for who may call."""
    if not imminent:
        return "utter_safety_again_high"
    if presence.refuses_emergency(memory):
        return "again_refused"
    return "again_other" if not memory.lives_it or memory.written_only else "utter_safety_again_imminent"


def recall(turn: Turn) -> None:
    """Recall in one short line what answers at once, unless it was refused."""
    memory = turn.memory
    if presence.wants_calm(memory) and not _may_need_emergency(memory):
        stay(turn)
    elif dark(memory) and may_die(memory):
        turn.say("utter_recall_dark")
    elif presence.refuses_emergency(memory):
        stay(turn) if "recall_refused" in memory.said else turn.say("recall_refused")
    elif memory.written_only:
        turn.say("recall_in_writing")
    elif memory.lives_it:
        turn.say("utter_recall")
    elif memory.told.level == "imminent":
        turn.say("recall_other")
    else:
        stay(turn)


def _may_need_emergency(memory: Memory) -> bool:
    """Whether the newest message tells of a life in danger now: 911 is then named to who refused it too, once."""
    return memory.told.level == "imminent" and bool(facts.NOW & set(memory.risk.get("turn_types") or ()))


def _show_near(turn: Turn) -> None:
    """Show the few organisations that can help with it and were not shown yet, of the kind asked for if one is."""
    if kind_lists.show_asked(turn):
        return
    found = referral.find(turn.memory, exclude=turn.shown, first=turn.first, limit=NEAR)
    fresh = [resource for resource in found if resource["slug"] not in turn.shown]
    if (
        turn.memory.place is None
        and not turn.promised
        and {each["slug"] for each in fresh} <= set(referral.DIRECTS_TO_CARE)
    ):
        return  # who directs to others adds nothing under the lines
    if again := beds_again(turn, fresh):
        turn.show(again, "utter_still_best")
    elif fresh and (any(map(referral.is_near, fresh)) or not showed_near(turn)):
        heading = "utter_results_in_place" if turn.memory.place else "utter_results_anywhere"
        turn.show(fresh, announcement(turn.memory, fresh, heading))


class ActionConnectHuman(TurnAction, Action):
    """A person is asked for: alert the counsellors and give a line that answers at once."""

    answers = True
    connects = True

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
