"""The course of a turn: first the situation that the message tells of, then what the action is for."""

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import about, facts, heard, kind_lists, referral, replies, themes
from bot.actions.about.classified import asks_of_a_record
from bot.actions.counsellor import is_plainly_wanted
from bot.actions.languages import is_first, is_understood, must_be_told, said_to_speak
from bot.actions.opening import speak_to
from bot.actions.signs import says_more, signs_in
from bot.actions.situations import Situation
from bot.actions.suggesting import refer, show_fresh
from bot.actions.turn import (
    Events,
    Turn,
    acknowledge,
    ask_need,
    mention_human,
    offer_human,
    offer_language,
    tell_languages,
)
from understanding.asides import asks_whether_to_call

ABOUT_US = {"why_alerted", "watched"}
"""Signs of a question about this conversation itself, which no fact answers."""


class TurnAction:
    """An action that is one turn: subclasses, which are also rasa-sdk `Action`s, say what to do with it.

    It is no `Action` itself because rasa-sdk registers, hence instantiates, every subclass that it finds.
    """

    answers = False
    """Whether the action itself answers what was asked, so that it goes on after any situation."""
    small_talk = False
    """Whether the action has nothing to say once a situation was spoken to."""
    seeks_fact = True
    """Whether a direct question that a fact answers gets that fact, whatever the message was taken for."""
    connects = False
    """Whether the action calls a person, in whatever language it is asked."""
    settles = False
    """Whether the action is the yes or the no to a question."""
    never_held = False
    """Whether nothing may stand in for the action: danger."""

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        """Take the turn."""
        turn = Turn(dispatcher, tracker)
        memory = turn.memory
        foreign = must_be_told(turn.memory)
        if foreign and not turn.memory.risk.get("alarm"):
            if not is_first(memory) and (self.connects or (memory.question == "human" and self.settles)):
                self.take(turn)
            elif is_understood(memory):
                refer(turn)
        else:
            if not self.never_held and heard.answer(turn):
                pass
            elif not self.never_held and not asks_whether_to_call(memory.text) and about.answer(turn):
                offer_human(turn)
            elif not self.never_held and kind_lists.answer(turn):
                pass
            elif self._answers(turn):
                self._answer(turn)
            else:
                self._go_on(turn, self._open(turn))
            speaks = None if foreign else said_to_speak(turn.memory)
            if speaks:
                offer_language(turn, speaks)
            if "weak_words" in signs_in(memory.whole) and "simple_words" not in memory.said:
                turn.say("simple_words")
            keep_promise(turn)
            if memory.wishes.wants_human and not is_plainly_wanted(turn):
                mention_human(turn)
        if foreign:
            first = is_first(memory)
            tell_languages(turn)
            if first and not turn.memory.risk.get("alarm"):
                turn.ask("human", "utter_other_language_human", choices="yes_no")
        return turn.end()

    def _answers(self, turn: Turn) -> bool:
        """Whether the turn is for a fact. Danger just told, and the wish for a person, go before."""
        memory = turn.memory
        signs = signs_in(memory.whole)
        first = self.never_held or memory.risk.get("alarm") or memory.wants_human or ABOUT_US & signs
        first = first or ("again" in signs and memory.listed and asks_of_a_record(memory.text))
        return self.seeks_fact and not first and facts.is_asked(memory)

    def _answer(self, turn: Turn) -> None:
        """Give the fact, after a word for the situation where one is due, and offer a person where that may help."""
        speak_to(turn, ends=False)
        acknowledge(turn)
        facts.answer(turn)
        offer_human(turn)

    def _open(self, turn: Turn) -> list[Situation]:
        """Say the first words of the turn; return the situations spoken to."""
        return speak_to(turn)

    def _go_on(self, turn: Turn, found: list[Situation]) -> None:
        """Take the turn's own course, unless the situation told of calls for another."""
        if not self.never_held:
            for name in filter(None, (situation.fact for situation in found)):
                facts.tell_known(turn, name)
        main = found[0] if found else None
        shown = turn.memory.shown
        if shown and not self.never_held and "again" in signs_in(turn.memory.text):
            turn.show(referral.these(turn.memory, shown[-referral.LIMIT :]), "utter_results_again")
        elif main is None and not self.never_held and _takes_back(turn):
            turn.say("utter_respect_no", choices="choices")
        elif main is None and not self.never_held and self._replies(turn):
            offer_human(turn)
        elif main is None or self.never_held:
            self.take(turn)
        elif main.then == "stop":
            return
        elif self.small_talk or (main.then == "refer" and not self.answers):
            refer(turn) if turn.memory.service_need else ask_need(turn)
            offer_human(turn)
        else:
            self.take(turn)

    def _replies(self, turn: Turn) -> bool:
        """Say the reply that fits, else the theme told; a first message that names a need gets its services."""
        if not turn.memory.before and turn.memory.told.need is not None:
            return False
        replied = replies.answer(turn, sure=replies.LIKELY, late=True)
        return replied or (themes.are_told(turn.memory) and themes.answer(turn))

    def take(self, turn: Turn) -> None:
        """Do the turn."""
        raise NotImplementedError


def keep_promise(turn: Turn) -> None:
    """Show the organisations that a situation announced, if nothing was shown after all."""
    if turn.promised and not turn.showed and turn.need:
        show_fresh(turn, "utter_results_in_place" if turn.memory.place else "utter_results_anywhere")


def _takes_back(turn: Turn) -> bool:
    """Whether the message only takes back what was said ("laisse faire"): nothing more is shown."""
    return "retraction" in signs_in(turn.memory.text) and not says_more(turn.memory.text)
