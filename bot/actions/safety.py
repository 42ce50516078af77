"""Danger: the numbers that answer, the counsellors alerted, and help near the person."""

from rasa_sdk import Action

from bot.actions import referral
from bot.actions.course import TurnAction
from bot.actions.opening import conclude, speak_after_numbers
from bot.actions.turn import Turn, ask_need, offer_human, refer

SURE = 0.6
"""Confidence in the intent from which nobody is asked whether they really want a person."""


class ActionEscalate(TurnAction, Action):
    """`high` or `imminent` was read: give the numbers, say who was alerted, and go on helping."""

    never_held = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_escalate"

    def take(self, turn: Turn) -> None:
        """Safety first, then what is near; a place is asked only where there is no hurry."""
        memory = turn.memory
        imminent = memory.level == "imminent"
        turn.show(referral.lines(memory), "utter_safety_imminent" if imminent else "utter_safety_high", kind="safety")
        turn.alert("utter_escalated_declined" if memory.declines_human else "utter_escalated")
        speak_after_numbers(turn)
        if conclude(turn):
            return
        if not memory.service_need or (memory.shown and not turn.promised and not {"need", "place"} & set(memory.news)):
            return  # what suits was shown already: nothing stands between the person and the numbers
        near = memory.place or memory.place_unknown
        found = (
            referral.find(memory, exclude=turn.shown, first=turn.first) if near or turn.promised or not imminent else []
        )
        fresh = [resource for resource in found if resource["slug"] not in turn.shown]
        if fresh:
            turn.show(fresh, "utter_results_in_place" if memory.place else "utter_results_anywhere")
        if not near and not imminent and turn.may_ask("place"):
            turn.ask("place", "utter_ask_place_to_refine", choices="skip")


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
            if not turn.opened:
                turn.say("utter_respect_no_human")
            ask_need(turn)
            return
        if memory.confidence < SURE and not memory.wants_human:
            if turn.promised:  # organisations were announced: show them, a person is offered beside
                refer(turn)
                offer_human(turn)
                return
            if memory.second_need:
                found = referral.find(memory, need=memory.second_need)
                turn.show(found, "utter_results_in_place" if memory.place else "utter_results_anywhere")
            turn.ask("human", "utter_offer_human", choices="yes_no")
            return
        turn.alert("utter_connecting")
        turn.show(referral.find(memory, need="human_agent"), "utter_results_anywhere")
