"""What every action shares: speaking, suggesting, asking one question, remembering.

One question a turn. Which one, when several would be due: the safety question, then what is missing to suggest an
organisation (place, need; a counsellor is then offered in passing), then the offer of a counsellor, the age, and
whether the suggestion suits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.actions import referral
from bot.actions.dying import may_be_listed, without_false_dying
from bot.actions.languages import asks_for_bed, in_danger, languages, line
from bot.actions.life import dark, keep_lines, lines_to_live, may_die
from bot.actions.meant import as_meant
from bot.actions.memory import Memory
from bot.actions.presence import eased, words_that_stay
from bot.actions.refusals import is_refused
from bot.actions.settings import buttons, dialogue
from bot.actions.signs import signs_in
from bot.actions.situations import Situation
from bot.actions.speaking import speaking
from bot.actions.suited import suited
from bot.actions.words import choose, without_lead, without_question
from resources_db.geography import regions
from understanding.wishes import read_wishes

if TYPE_CHECKING:
    from bot.actions.dangers import Danger

Events = list[dict[str, Any]]
Buttons = list[dict[str, str]]
BESIDE_A_FACT = "utter_fact_further"
"""Announces a list after an answer that stands without it."""
SAFETY = "safety"
"""The question "are you safe right now?" and its suggested answers."""
VITAL = ("dying", "means", "taken")
"""Questions of somebody's life: nothing else is asked beside them."""
DEAD_ENDS = ("nothing_better", "nothing_better_seen")
"""What is never said to who thinks of dying."""
UNSEEN = {"shown", "listed", "said", "asked", "facts", "fact", "explained", "human_offered", "languages_told"}
"""What is not remembered of an answer that the visitor never got: a message told again because Rasa had missed it."""


class Turn:
    """One turn of the bot: collects what is said and which slots change."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> None:
        self._dispatcher = dispatcher
        read = eased(without_false_dying(Memory.of(tracker)))
        self.memory = as_meant(read, tracker.latest_message, tracker.events)
        self.first: tuple[str, ...] = ()
        self.after_numbers: list[str] = []
        self.opened = False
        self.replied = False  # a written reply was said to what alarms
        self.danger: Danger | None = None
        self.last: Situation | None = None
        self.promised = False
        self._slots: dict[str, Any] = {"question": None} | {
            name: list(value) if isinstance(value, tuple) else value
            for name in ("need", "place", "services")
            if (value := getattr(self.memory, name)) != getattr(read, name)
        }
        self.showed = False
        self._spoke = self.alerted = False
        self._said_now: set[str] = set()

    def say(self, response: str, *, choices: str | None = None, leads: bool = True, **values: Any) -> None:
        """Say a response, once a turn, with the answers named `choices`; what it `leads` to is announced if it does."""
        if response in DEAD_ENDS and dark(self.memory) and may_die(self.memory):
            response, choices = "through_the_night", None
        if response in self._said_now:
            return
        self._said_now.add(response)
        self._utter(response, buttons=self._offered(choices), leads=leads, **values)

    def has_said(self, response: str) -> bool:
        """Whether a response was said in this turn."""
        return response in self._said_now

    def _offered(self, choices: str | None) -> list[dict[str, str]] | None:
        """Return the suggested answers named `choices`; beside the safety question only its own are offered."""
        if choices is None or (self.memory.ask_safety and choices != SAFETY):
            return None
        memory, left_out = self.memory, set()
        texts = (*memory.written, memory.before, memory.whole)
        sold = "sex_workers" in memory.audiences or any({"sale", "leaving"} & signs_in(text) for text in texts)
        if not sold and (memory.level != "none" or memory.need or memory.situations):
            left_out.update(dialogue()["buttons_of_exit"])
        if any(read_wishes(text).declines_human for text in (memory.before, memory.whole)):
            left_out.update(dialogue()["buttons_of_person"])
        if choices == "choices" and dark(memory) and may_die(memory):  # no bed, no lawyer: a person, unless refused
            return [
                each
                for each in buttons(choices, memory.language)
                if each["payload"] in dialogue()["buttons_of_person"] and not memory.declines_human
            ]
        return [each for each in buttons(choices, memory.language) if each["payload"] not in left_out]

    def say_text(self, text: str, *, offered: Buttons | None = None) -> None:
        """Say a text that is not one of the domain's responses, as a reviewed line in another language is."""
        self._spoke = True
        self._dispatcher.utter_message(text=text, buttons=offered)

    def ask(self, question: str, response: str, *, choices: str | None = None, **values: Any) -> None:
        """Ask the turn's one question and remember that it was asked; the safety question goes before any other."""
        if self.memory.ask_safety or self.asked in VITAL:
            return
        self.wait_for(question)
        self.say(response, choices=choices, **values)

    def wait_for(self, question: str) -> None:
        """Remember that a question was asked in this turn."""
        self._slots |= {"question": question, "asked": [*self.memory.asked, question]}

    def may_ask(self, question: str) -> bool:
        """Whether a question may still be asked: one that was passed over is not asked for ever."""
        return self.memory.asked.count(question) < dialogue()["asked_at_most"][question]

    def ask_which(self, places: Sequence[dict[str, Any]], response: str) -> None:
        """Ask which of several places is meant."""
        if self.memory.ask_safety or self.asked in VITAL:
            return
        self.wait_for("place")
        self._utter(response, buttons=[{"title": describe(place), "payload": describe(place)} for place in places])

    def show(
        self,
        resources: Sequence[dict[str, Any]],
        response: str,
        *,
        kind: str = "resources",
        choices: str | None = None,
        **values: Any,
    ) -> None:
        """Show organisations under a response; those shown are not shown again unless asked.

        What was refused is left out; where nothing else is left, those that direct to services stand in for it.
        """
        if "about" not in response.split("_"):  # an answer about an organisation is about that one
            resources = self.shown_of(resources, safety=kind == "safety")
            if not resources:  # what was found is not for this person: no list is announced
                if response != BESIDE_A_FACT and not self.alerted:
                    self.say("nothing_left", choices="person")
                return
            fresh = [each for each in resources if each["slug"] not in self.memory.often]
            if kind == "resources" and response != "utter_results_again" and not self.memory.written_only:
                if not fresh:  # no card a third time
                    self.say("list_is_above", choices=choices, names=", ".join(each["name"] for each in resources))
                    return
                resources = fresh
            self._explain(resources)
        content = {"kind": kind, "resources": list(resources)}
        self._utter(response, custom=content, buttons=self._offered(choices), place=self.place_name, **values)
        slugs = [resource["slug"] for resource in resources]
        self._slots["shown"] = list(dict.fromkeys([*self.shown, *slugs]))
        self.showed = self.showed or bool(slugs)
        if slugs:
            self._slots["listed"] = slugs
        self._say_how_to_write(resources)

    def _say_how_to_write(self, resources: Sequence[dict[str, Any]]) -> None:
        """Say to who cannot phone, in words, which number takes texts and which service has a chat."""
        if self.memory.written_only:
            lines = referral.how_to_write(self.memory, [each["slug"] for each in resources])
            if lines:
                self.say("list_how_to_write", lines="\n".join(lines))

    def shown_of(self, resources: Sequence[dict[str, Any]], *, safety: bool = False) -> list[dict[str, Any]]:
        """Return what is shown of these: without what was refused; where nothing is left, who directs to services."""
        kept = suited(self.memory, self._without_refused(resources), safety=safety)
        if not kept and dark(self.memory) and may_die(self.memory):
            return lines_to_live(self.memory)[:1]  # numbers were refused: one, that can be written to
        if not kept:
            finders = self._without_refused(referral.finders(self.memory))
            kept = [each for each in finders if each["slug"] not in self.memory.shown] or finders
        return keep_lines(self.memory, may_be_listed(kept, self.memory))

    def _without_refused(self, resources: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        avoids = self.memory.avoids
        return [r for r in resources if not is_refused(r["slug"], r["kind"], r["audiences"], avoids)]

    def _explain(self, resources: Sequence[dict[str, Any]]) -> None:
        """Say to a minor what a service that may frighten is, in its record's words, before it is suggested."""
        explained = list(self._slots.get("explained", self.memory.explained))
        for kind, response in dialogue()["explained_to_minors"].items():
            record = next((resource for resource in resources if resource["kind"] == kind), None)
            if record and self.memory.familiar and kind not in explained:
                self.say(response, summary=record["summary"])
                self._slots["explained"] = [*explained, kind]

    def _utter(
        self, response: str, *, buttons: Buttons | None = None, custom: dict[str, Any] | None = None, **values: Any
    ) -> None:
        """Say a response in words not used yet; Rasa keeps its name, and its own choice if these words were lost."""
        memory, leads = self.memory, values.pop("leads", True)
        people = {
            field: forms["tu" if memory.familiar and memory.language == "fr" else memory.language]
            for field, role in (("who", "other"), ("dear", "dear"))
            if (forms := memory.own_words.get(role))
        }
        values = {"who": "", "dear": "", **people, **values}
        self._spoke = True
        said = self._slots.get("said", memory.said)
        text, used = choose(response, language=memory.language, familiar=memory.familiar, values=values, said=said)
        text = text if leads else without_lead(text)
        if memory.ask_safety and not self.alerted and response != "utter_ask_safety":
            text = without_question(text)  # that one is the turn's only question
        self._slots["said"] = {**said, response: used}
        named = response if response.startswith("utter_") else None  # Rasa drops a name that its domain has not
        self._dispatcher.utter_message(
            response=named, text=text, buttons=buttons, json_message=custom, **{k: v for k, v in values.items() if v}
        )

    def tell(self, fact: str, sources: Sequence[dict[str, Any]], *, question: str, choices: str | None) -> None:
        """Say a sourced fact as it is written, under the question that it answers, with where it comes from.

        The question is the fact's own: "Non." read after another one would be false.
        """
        content = {"kind": "text", "question": question, "sources": list(sources)}
        offered = self._offered(choices)
        self._spoke = True
        self._dispatcher.utter_message(text=fact, json_message=content, buttons=offered)

    def alert(self, response: str, *, asked: bool = False) -> None:
        """Tell the visitor that counsellors were told; the api puts the conversation in their queue.

        `asked` says that the visitor wished for a person; who is only in danger did not, and goes on being answered.
        """
        self.alerted = True
        self._utter(response, custom={"kind": "escalation", "asked": asked})

    def remember(self, **slots: Any) -> None:
        """Set slots at the end of the turn."""
        self._slots |= slots

    def learn(self, memory: Memory, *, first: Sequence[str] = ()) -> None:
        """Go on with what was just learnt, and keep it; `first` are slugs to show first in this turn."""
        for name in ("need", "audiences", "situations", "services", "written_only"):
            value = getattr(memory, name)
            if value != getattr(self.memory, name):
                self._slots[name] = list(value) if isinstance(value, tuple) else value
        self.memory = memory
        self.opened = True
        self.first = (*self.first, *first)

    @property
    def asked(self) -> str | None:
        """The question asked in this turn so far."""
        question: str | None = self._slots["question"]
        return question

    def _ask_safety(self) -> None:
        """Ask whether the visitor is safe, gently, and say that a person is there if they want one."""
        memory = self.memory
        if not self._spoke:
            self.say("utter_concern")
        if not memory.human_offered and not memory.declines_human:
            self.say("utter_human_when_wanted")
        self.wait_for(SAFETY)
        self.say("utter_ask_safety", choices=SAFETY)

    @property
    def shown(self) -> list[str]:
        """The organisations shown in the conversation, this turn included, by slug."""
        return list(self._slots.get("shown", self.memory.shown))

    @property
    def told(self) -> list[str]:
        """The records given in this conversation, this turn included."""
        return list(self._slots.get("facts", self.memory.facts))

    @property
    def need(self) -> str | None:
        """The need that a service can answer, as this turn leaves it."""
        found: str | None = self._slots.get("need", self.memory.service_need)
        return found

    @property
    def place_name(self) -> str:
        """The place as it is said to the visitor."""
        return str((self.memory.place or {}).get("name") or "")

    def end(self) -> Events:
        """Send the memory to the api and return the events of the turn."""
        memory = self.memory
        if memory.ask_safety and not self.alerted:
            self._ask_safety()
        self._dispatcher.utter_message(
            json_message={
                "kind": "memory",
                "need": self.need,
                "place": self.place_name or None,
                "region_code": (memory.place or {}).get("region_code"),
                "age": memory.age,
                "question": self.asked,
            }
        )
        seen = set(self._slots) - UNSEEN if memory.replayed else set(self._slots)
        return [SlotSet(name, value) for name, value in self._slots.items() if name in seen]


def tell_languages(turn: Turn) -> None:
    """Say in plain words which languages are understood here, with the services that speak the visitor's."""
    memory = turn.memory
    before = memory.spoken in memory.languages_told
    reviewed = line(memory.spoken, key="bed" if asks_for_bed(memory) else "again" if before else "text")
    if reviewed is not None:
        turn.say_text(reviewed)
    both = "utter_other_language_again" if before else "utter_other_language"
    turn.show(speaking(memory), both if reviewed is None or not before else "utter_speaks_language")
    if asks_for_bed(memory):
        turn.show(referral.these(memory, languages()["beds_first"]), "other_language_bed")
    told = [memory.spoken] if not memory.risk.get("alarm") else [memory.spoken, in_danger(memory.spoken)]
    turn.remember(languages_told=[*memory.languages_told, *told])


def offer_language(turn: Turn, language: str) -> None:
    """Show who speaks the language that the visitor says they speak, or has interpreters."""
    memory = turn.memory
    reviewed = line(language)
    if reviewed is not None:
        turn.say_text(reviewed)
    found = speaking(replace(memory, spoken=language))
    if found:
        turn.show(found, "utter_speaks_language")
    turn.remember(languages_told=[*memory.languages_told, language])


def respect_refusal(turn: Turn) -> None:
    """Respect that no person is wanted; say honestly that the team was alerted if it was."""
    if turn.memory.waiting:
        turn.say("utter_escalated_declined")
    elif not turn.opened:
        turn.say("utter_respect_no_human")


def stay(turn: Turn) -> None:
    """Say that what is written is read; in danger in words that fit it, once also where help is at once."""
    memory = turn.memory
    turn.say(words_that_stay(memory) if memory.in_danger else "utter_listening", place=turn.place_name)


def mention_human(turn: Turn) -> None:
    """Say that a counsellor can answer here too, once, to who would like somebody to talk to."""
    memory = turn.memory
    if not (memory.human_offered or memory.declines_human or memory.waiting or memory.ask_safety or turn.alerted):
        turn.say("utter_human_when_wanted")
        turn.remember(human_offered=True)


def ask_need(turn: Turn) -> None:
    """Ask what kind of help is wanted."""
    if turn.memory.place and "place" in turn.memory.news:
        turn.ask("need", "utter_ask_need_in_place", choices="choices", place=turn.place_name)
    else:
        turn.ask("need", "utter_ask_need", choices="choices")


def may_offer_human(turn: Turn) -> bool:
    """Whether something worrying was said and a counsellor was neither offered nor refused yet."""
    memory = turn.memory
    settled = memory.human_offered or memory.declines_human or memory.waiting
    return memory.level == "concern" and not settled


def acknowledge(turn: Turn) -> None:
    """Say once that what is told is heavy, unless the turn opened with a word for it."""
    memory = turn.memory
    answers_safety = memory.question == SAFETY  # "thank you for trusting me" is no answer to "yes I'm safe"
    if memory.level == "concern" and not memory.human_offered and not turn.opened and not answers_safety:
        turn.say("utter_concern")


def offer_human(turn: Turn) -> None:
    """Offer a counsellor once, where that may help: as the turn's question, or beside the question already asked."""
    if not may_offer_human(turn) or turn.memory.ask_safety:
        return
    if turn.asked:
        turn.say("utter_human_when_wanted")
    else:
        turn.ask("human", "utter_offer_human", choices="yes_no")
    turn.remember(human_offered=True)


def describe(place: dict[str, Any]) -> str:
    """Return a place's name with its municipality, or its region where it is a municipality itself."""
    region = regions().get(place["region_code"])
    where = place.get("municipality") or (region.name_fr if region else None)
    return f"{place['name']} ({where})" if where and where != place["name"] else str(place["name"])
