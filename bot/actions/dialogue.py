"""The actions that the rules name, apart from safety."""

import re
from dataclasses import replace

from rasa_sdk import Action

from bot.actions import facts, kind_lists, referral
from bot.actions.astray import way_back
from bot.actions.course import TurnAction
from bot.actions.knowledge.parts import SURE, is_of_a_subject
from bot.actions.languages import languages, said_to_speak
from bot.actions.moments import close_in_danger, read_moment
from bot.actions.signs import plain, says_more, signs_in
from bot.actions.suggesting import goes_on, refer, say_no_more, show_fresh, suggest
from bot.actions.turn import (
    Turn,
    acknowledge,
    ask_need,
    may_offer_human,
    offer_human,
    respect_refusal,
    stay,
    tell_languages,
)

_LANGUAGE = re.compile(r"\b(?:francais|anglais|french|english|eng|ang)\b|^(?:en|fr|(?:pas de )?langue|language)$")
_OTHER_LANGUAGE = re.compile(rf"\b(?:{languages()['names'].replace(' | ', '|')})\b")


def _answers_rest(turn: Turn) -> bool:
    """Answer what a message that opens or closes as small talk says besides, if it says anything; else False.

    "Merci, mais j'ai rien à manger" is no thanks, "non c'est moi" is no refusal.
    """
    memory = turn.memory
    if not says_more(memory.text) or memory.wishes.declines_human:
        return False
    if facts.answer(turn) or facts.refuse_to_guess(turn):
        return True
    if memory.rest_need:
        turn.learn(replace(memory, need=memory.rest_need))
        refer(turn)
        return True
    if memory.told.level != "none" or memory.in_danger:
        stay(turn)
        return True
    return False


def _close(turn: Turn, response: str) -> None:
    """Close with that response; nobody who still asks is closed on, and nobody in danger gets a goodbye alone."""
    if "open" in read_moment(turn.memory.whole).told:
        way_back(turn)
    elif turn.memory.in_danger:
        close_in_danger(turn)
    else:
        turn.say(response)


def _after_safety(turn: Turn) -> None:
    """Take up the conversation where the safety question had interrupted it."""
    memory = turn.memory
    if may_offer_human(turn) and (memory.shown or not memory.service_need):
        offer_human(turn)
    elif not memory.service_need:
        ask_need(turn)
    elif not memory.shown:
        refer(turn)
        offer_human(turn)
    else:
        turn.ask("suits", "utter_after_results", choices="after_results")


class ActionRefer(TurnAction, Action):
    """A need, or a place: suggest organisations or ask what is missing."""

    answers = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_refer"

    def take(self, turn: Turn) -> None:
        """Acknowledge what is heavy, answer or refer, then offer a person where that may help."""
        acknowledge(turn)
        memory = turn.memory
        if memory.level == "imminent" and memory.waiting and "danger_now" in signs_in(memory.text):
            turn.show(referral.lines(memory)[: referral.LIMIT], "utter_safety_again_imminent", kind="safety")
        elif not facts.answer(turn) and not facts.refuse_to_guess(turn):
            refer(turn)
        offer_human(turn)


class ActionAnother(TurnAction, Action):
    """ "Autre chose": the next organisations, without those already shown."""

    seeks_fact = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_another"

    def take(self, turn: Turn) -> None:
        """Show others, or say honestly that there are none left."""
        memory = turn.memory
        if not memory.service_need:
            ask_need(turn)
            return
        if kind_lists.show_others(turn):
            return
        found = referral.find(memory, exclude=memory.shown)
        fresh = [resource for resource in found if resource["slug"] not in memory.shown]
        if fresh:
            turn.show(fresh, "utter_results_other")
            turn.ask("suits", "utter_after_results", choices="after_results")
        else:
            say_no_more(turn)


class ActionCloser(TurnAction, Action):
    """ "Plus près": the nearest organisations, or the place if it is not known."""

    seeks_fact = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_closer"

    def take(self, turn: Turn) -> None:
        """Show the nearest, or ask where the person is."""
        memory = turn.memory
        if facts.answer_by_topic(turn):  # "à peu près combien" asks for nothing near
            return
        if not memory.place:
            turn.ask("place", "utter_ask_place", choices="skip")
        elif not memory.service_need:
            ask_need(turn)
        else:
            turn.show(referral.find(memory, nearest=True), "utter_results_closer")
            turn.ask("suits", "utter_after_results", choices="after_results")


class ActionSkipQuestion(TurnAction, Action):
    """ "Je ne sais pas", "peu importe": go on without the answer."""

    def name(self) -> str:
        """Return the action's name."""
        return "action_skip_question"

    def take(self, turn: Turn) -> None:
        """Suggest with what is known; never ask the same thing again."""
        if goes_on(turn):
            return
        if turn.memory.question == "safety":
            turn.say("utter_respect_no_answer")
            _after_safety(turn)
            return
        skip(turn)


def skip(turn: Turn) -> None:
    """Mark the pending question as not to be asked again, and go on."""
    memory = turn.memory
    if memory.question == "person":
        turn.remember(person_unknown=True)
        turn.ask("suits", "utter_after_results", choices="after_results")
    elif memory.service_need:
        turn.remember(place_unknown=True)
        if show_fresh(turn, "utter_results_in_place" if memory.place else "utter_results_anywhere"):
            turn.ask("suits", "utter_after_results", choices="after_results")
    else:
        ask_need(turn)


class ActionAnswerYes(TurnAction, Action):
    """ "Oui": to the question that was asked, if one was."""

    settles = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_answer_yes"

    def take(self, turn: Turn) -> None:
        """Connect a person if one was offered; else ask what is needed."""
        if turn.memory.question == "human":
            turn.alert("utter_connecting", asked=True)
        elif turn.memory.question == "safety":
            turn.say("utter_safe_noted")
            if not goes_on(turn) and not _answers_rest(turn):
                _after_safety(turn)
        elif not goes_on(turn) and not _answers_rest(turn):
            asked_openly = turn.memory.question is None and turn.memory.answered.rstrip().endswith("?")
            if turn.memory.service_need:
                refer(turn)
            elif asked_openly:
                stay(turn)  # "yes" to "do you want to talk about it a little?": what follows is read
            else:
                ask_need(turn)


class ActionAnswerNo(TurnAction, Action):
    """ "Non": to the question that was asked; a refusal is respected and nothing is asked twice."""

    settles = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_answer_no"

    def take(self, turn: Turn) -> None:
        """Respect the refusal and go on."""
        question = turn.memory.question
        if goes_on(turn) or (question != "safety" and _answers_rest(turn)):
            return
        if question == "human" or turn.memory.declines_human:
            respect_refusal(turn)
        elif question == "safety":  # what a "no" means was decided by the api: no danger, or no answer, is left here
            turn.say("utter_safe_noted" if turn.memory.asides.protests else "utter_respect_no_answer")
            _after_safety(turn)
        elif question in ("place", "person"):
            skip(turn)
        else:
            turn.say("utter_respect_no", choices="choices")


class ActionSwitchLanguage(TurnAction, Action):
    """A change of language: confirm it in that language and take up the conversation where it was."""

    answers = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_switch_language"

    def take(self, turn: Turn) -> None:
        """Confirm, then repeat in the new language what matters; it must have been asked for French or English."""
        memory, words = turn.memory, plain(turn.memory.text)
        asked = _LANGUAGE.search(words)
        if _OTHER_LANGUAGE.search(words) or (memory.spoken and not asked):
            if said_to_speak(memory) is None:  # else who speaks it is shown at the end of the turn
                tell_languages(turn)
            return
        if not asked:
            if not _answers_rest(turn):
                ask_need(turn)
            return
        turn.say("utter_language_switched")
        if memory.service_need and (memory.place or memory.place_unknown):
            suggest(turn)
        elif memory.service_need:
            refer(turn)
        else:
            ask_need(turn)


class ActionGreet(TurnAction, Action):
    """ "Bonjour"."""

    small_talk = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_greet"

    def take(self, turn: Turn) -> None:
        """Greet, unless the message also brought something to answer."""
        if goes_on(turn) or _answers_rest(turn):
            return
        if turn.memory.in_danger:
            stay(turn)
        elif turn.memory.level == "concern":
            turn.say("utter_concern")
            ask_need(turn)
            offer_human(turn)
        else:
            turn.ask("need", "utter_greet", choices="choices")


class ActionThank(TurnAction, Action):
    """ "Merci"."""

    small_talk = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_thank"

    def take(self, turn: Turn) -> None:
        """Answer, and keep the door open."""
        if not goes_on(turn) and not _answers_rest(turn):
            _close(turn, "utter_thank")


class ActionGoodbye(TurnAction, Action):
    """ "Bye"."""

    small_talk = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_goodbye"

    def take(self, turn: Turn) -> None:
        """Say goodbye, unless the message also brought something to answer."""
        if _answers_rest(turn):
            return
        if turn.memory.in_danger or "farewell" in signs_in(turn.memory.text) or not says_more(turn.memory.text):
            _close(turn, "utter_goodbye")
        else:  # nobody is sent away on a guess
            way_back(turn)


class ActionLearnMore(TurnAction, Action):
    """ "En savoir plus": the next related facts."""

    answers = True
    seeks_fact = False

    def name(self) -> str:
        """Return the action's name."""
        return "action_learn_more"

    def take(self, turn: Turn) -> None:
        """Give the facts nearest to the last answer."""
        facts.tell_more(turn)


class ActionPrivacy(TurnAction, Action):
    """Is it anonymous, can it be erased, how to leave."""

    answers = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_privacy"

    def take(self, turn: Turn) -> None:
        """Answer what is asked of devices and traces, else explain what is true of this service."""
        signs = signs_in(turn.memory.text)
        if facts.answer(turn):
            return
        elsewhere = "their_messages" in signs or is_of_a_subject(turn.memory.text, sure=SURE)
        if elsewhere and facts.refuse_to_guess(turn):
            return  # what somebody else wrote or a court holds is kept or not: no word on this conversation
        if "who_is_told" in signs:
            turn.say("utter_who_is_told")
            if turn.memory.familiar:  # what a counsellor must do when a minor gives their name
                facts.tell_known(turn, "confidentiality-limit")
        elif "privacy" in signs:
            turn.say("utter_privacy")
        else:  # taken for a question on privacy without a word of it
            way_back(turn)


class ActionWayBack(TurnAction, Action):
    """Nothing was understood, or it is not for Repère: a kind way back, never a guess."""

    small_talk = True

    def name(self) -> str:
        """Return the action's name."""
        return "action_way_back"

    def take(self, turn: Turn) -> None:
        """Go on if the message brought something, else say so and offer choices."""
        if not facts.answer(turn):
            way_back(turn)
