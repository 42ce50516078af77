"""The course of a turn: first the situation that the message tells of, then what the action is for."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import referral
from bot.actions.languages import must_be_told
from bot.actions.opening import speak_to
from bot.actions.signs import signs_in
from bot.actions.situations import Situation
from bot.actions.turn import Events, Turn, ask_need, offer_human, refer, tell_languages


class TurnAction:
    """An action that is one turn: subclasses, which are also rasa-sdk `Action`s, say what to do with it.

    It is no `Action` itself because rasa-sdk registers, hence instantiates, every subclass that it finds.
    """

    answers = False
    """Whether the action itself answers what was asked, so that it goes on after any situation."""
    small_talk = False
    """Whether the action has nothing to say once a situation was spoken to."""
    never_held = False
    """Whether nothing may stand in for the action: danger."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Take the turn."""
        turn = Turn(dispatcher, tracker)
        foreign = must_be_told(turn.memory)
        if not foreign or turn.memory.risk.get("alarm"):
            self._go_on(turn, speak_to(turn))
        if foreign:
            tell_languages(turn)
            if not turn.memory.risk.get("alarm"):
                turn.ask("human", "utter_other_language_human", choices="yes_no")
        return turn.end()

    def _go_on(self, turn: Turn, found: list[Situation]) -> None:
        """Take the turn's own course, unless the situation told of calls for another."""
        main = found[0] if found else None
        shown = turn.memory.shown
        if shown and not self.never_held and "again" in signs_in(turn.memory.text):
            turn.show(referral.these(turn.memory, shown[-referral.LIMIT :]), "utter_results_again")
        elif main is None or self.never_held:
            self.take(turn)
        elif main.then == "stop":
            return
        elif self.small_talk or (main.then == "refer" and not self.answers):
            refer(turn) if turn.memory.service_need else ask_need(turn)
            offer_human(turn)
        else:
            self.take(turn)

    def take(self, turn: Turn) -> None:
        """Do the turn."""
        raise NotImplementedError
