"""The tracker's slots, as the actions read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from bot.actions.echoes import answered_last, thrown_back, turn_before, without_opening
from bot.actions.refusals import needs_refused, refusals
from bot.actions.settings import dialogue
from understanding.asides import Asides, asked_in, read_asides
from understanding.calls import calls_for
from understanding.person import ADULT_AGE
from understanding.wishes import Wishes, read_wishes

Place = dict[str, Any]

MATERIAL = ("emergency_shelter", "basic_needs", "medical_care")
"""Needs that are told rather than asked: "we have not eaten since yesterday"."""
DARK_TYPES = {"suicide", "self_harm"}
EXIT = "exit_prostitution"
"""A way out of prostitution: pressed on nobody who does not want to leave, or does not sell sex."""
REFUSED = "refused:"
"""Before the name of a kind of service, in `news`: it was just refused, and had not been before."""
OFTEN = 2
"""Times that a card was shown, from which it is only named."""
NOT_LIVING_IT = {"buyers", "professionals", "relatives", "witnesses"}
"""Audiences of those who write about somebody else, or who buy."""
AGES = {"minors", "adults"}
"""Audiences that an age gives."""
STORY = 9
"""Words of a message that may name a place in passing."""
TELLS = 0.6
"""Probability that it wants to be listened to, from which it does."""
OUTSIDERS = ("buyer", "professional", "witness")
"""Roles of those who write about somebody else's danger and are not of their family: not asked if they are safe."""


@dataclass(frozen=True)
class Told:
    """What the newest message alone brought: the need it asks for, who it speaks of, the danger it adds."""

    need: str | None = None
    audiences: tuple[str, ...] = ()
    level: str = "none"
    partner: str | None = None

    @classmethod
    def of(cls, message: dict[str, Any], *, need: str | None) -> "Told":
        """Return what Rasa's components read in `message`; `need` is the slot's if the message set it.

        A level that raised no alarm is one that was known before this message.
        """
        risk = message.get("risk") or {}
        level = str(risk.get("turn_level") or risk.get("level") or "none")
        return cls(
            need=need,
            audiences=tuple((message.get("person") or {}).get("audiences") or ()),
            level="concern" if level in ("high", "imminent") and risk.get("alarm") is False else level,
            partner=(message.get("metadata") or {}).get("partner"),
        )


def _second_need(message: dict[str, Any]) -> str | None:
    """Return the need that a service can answer which the message may also mean, if it is likely enough."""
    for found in message.get("intent_ranking") or ():
        if found["name"] in dialogue()["service_needs"] and found["confidence"] >= dialogue()["second_need_from"]:
            return str(found["name"])
    return None


def _rest_need(message: dict[str, Any]) -> str | None:
    """Return the need that is likeliest once small talk is left aside, if it is likely enough among what remains."""
    others = [each for each in message.get("intent_ranking") or () if each["name"] not in dialogue()["small_talk"]]
    if not others:
        return None
    best, mass = others[0], sum(float(each["confidence"]) for each in others)
    likely = float(best["confidence"]) >= dialogue()["rest_need_from"] * mass
    return str(best["name"]) if likely and best["name"] in dialogue()["service_needs"] else None


def _may_be_in_danger(slots: dict[str, Any]) -> bool:
    """Whether the writer may be the one in danger: nobody else is asked whether they are safe."""
    others = NOT_LIVING_IT & set(slots.get("audiences") or ())
    return slots.get("role") not in OUTSIDERS and slots.get("for_whom") not in ("relative", "other") and not others


def messages_of(events: list[dict[str, Any]]) -> tuple[str, ...]:
    """Return what the visitor wrote, as the tracker's events hold it."""
    return tuple(str(event.get("text") or "") for event in events if event.get("event") == "user")


def _before(events: list[dict[str, Any]]) -> str:
    """Return what the visitor wrote just before the newest message."""
    written = messages_of(events)
    return written[-2] if len(written) > 1 else ""


def said_last(events: Sequence[Mapping[str, Any]]) -> str:
    """Return what the bot wrote just before the newest message; nothing if it showed organisations, which are known."""
    turn = turn_before(events)
    if any(_shows(event) for event in turn):
        return ""
    return " / ".join(str(event.get("text") or "") for event in turn)


def _shown_often(events: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the organisations that were shown as cards at least twice, beside the numbers for safety."""
    cards = [
        str(resource.get("slug"))
        for event in events
        if event.get("event") == "bot" and _shows(event)
        for resource in event["data"]["custom"]["resources"]
    ]
    return tuple(slug for slug in dict.fromkeys(cards) if cards.count(slug) >= OFTEN)


def _shows(event: Mapping[str, Any]) -> bool:
    custom = (event.get("data") or {}).get("custom") or {}
    return bool(custom.get("resources"))


@dataclass(frozen=True)
class Memory:
    """What is known of the conversation after the newest message.

    `news` names what that message brought: `need` (and `other_need` if it changed), `place`, `person`, `language`.
    `wants_human` says that a person was asked for and nobody told yet; `waiting`, that counsellors are alerted;
    `rest_need`, what a message that opens as small talk asks beyond it.
    `whole` is the newest message, `text` what it asks: without services refused, complaints and protests (`asides`).
    `said_now` is the newest message without a cry or a word of the last answer that it opens with; `throws_back` says
    that it opens with such a word.
    `refused` are the kinds of services that it refuses for the first time. `before` is the visitor's message before it,
    `written` are all of them; `answered` is what the bot wrote before the newest, where it showed no organisation.
    `shown` are the organisations shown so far, `listed` those shown last,
    `often` those shown twice or more.
    `message_place` says whether that message named a place. `facts` are the records given so far; `fact` is the one
    given last as an answer.
    `ask_safety` says that the api wants the visitor asked whether they are safe; `spoken` is the language written when
    it is neither French nor English; `role` is what the visitor says they are (buyer, professional, witness, victim);
    `avoids` are the kinds of records that they refused; `replayed`, that the answer will not be shown (Rasa had missed
    the message).
    """

    language: str = "fr"
    need: str | None = None
    place: Place | None = None
    place_unknown: bool = False
    age: int | None = None
    gender: str | None = None
    audiences: tuple[str, ...] = ()
    person_unknown: bool = False
    risk: dict[str, Any] = field(default_factory=dict)
    declines_human: bool = False
    news: tuple[str, ...] = ()
    question: str | None = None
    shown: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    often: tuple[str, ...] = ()
    human_offered: bool = False
    candidates: tuple[Place, ...] = ()
    outside: str | None = None
    intent: str = "none"
    confidence: float = 0.0
    second_need: str | None = None
    rest_need: str | None = None
    wants_human: bool = False
    waiting: bool = False
    text: str = ""
    whole: str = ""
    said_now: str = ""
    throws_back: bool = False
    refused: tuple[str, ...] = ()
    before: str = ""
    written: tuple[str, ...] = ()
    answered: str = ""
    told: Told = field(default_factory=Told)
    for_whom: str | None = None
    address: str = "vous"
    own_words: dict[str, dict[str, str]] = field(default_factory=dict)
    situations: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    written_only: bool = False
    role: str | None = None
    avoids: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    said: dict[str, list[int]] = field(default_factory=dict)
    explained: tuple[str, ...] = ()
    message_place: bool = False
    facts: tuple[str, ...] = ()
    fact: str | None = None
    ask_safety: bool = False
    replayed: bool = False
    spoken: str | None = None
    languages_told: tuple[str, ...] = ()

    @classmethod
    def of(cls, tracker: Tracker) -> "Memory":
        """Return the memory held by `tracker`."""
        slots = tracker.slots
        intent = tracker.latest_message.get("intent") or {}
        metadata = tracker.latest_message.get("metadata") or {}
        reading = tracker.latest_message.get("place") or {}
        written = tracker.latest_message.get("text") or ""
        read = answered_last(tracker.events)
        said = without_opening(written, read)
        age = slots.get("age")
        return cls(
            language=slots.get("language") or "fr",
            need=slots.get("need"),
            place=slots.get("place"),
            place_unknown=bool(slots.get("place_unknown")),
            age=int(age) if age is not None else None,
            gender=slots.get("gender"),
            audiences=tuple(slots.get("audiences") or ()),
            person_unknown=bool(slots.get("person_unknown")),
            risk=slots.get("risk") or {},
            declines_human=bool(slots.get("declines_human")),
            news=tuple(slots.get("news") or ()),
            question=metadata["asked"] if "asked" in metadata else slots.get("question"),
            shown=tuple(slots.get("shown") or ()),
            listed=tuple(slots.get("listed") or ()),
            often=_shown_often(tracker.events),
            human_offered=bool(slots.get("human_offered")),
            candidates=tuple(reading.get("candidates") or ()),
            outside=reading.get("outside"),
            intent=intent.get("name") or "none",
            confidence=float(intent.get("confidence") or 0.0),
            second_need=_second_need(tracker.latest_message),
            rest_need=_rest_need(tracker.latest_message),
            wants_human=bool(metadata.get("wants_human")) and not metadata.get("waiting"),
            waiting=bool(metadata.get("waiting")),
            text=asked_in(said),
            whole=written,
            said_now=said,
            throws_back=thrown_back(written, read),
            refused=tuple(name[len(REFUSED) :] for name in slots.get("news") or () if name.startswith(REFUSED)),
            before=_before(tracker.events),
            written=messages_of(tracker.events),
            answered=said_last(tracker.events),
            told=Told.of(
                tracker.latest_message, need=slots.get("need") if "need" in (slots.get("news") or ()) else None
            ),
            for_whom=slots.get("for_whom"),
            address=slots.get("address") or "vous",
            own_words=slots.get("own_words") or {},
            situations=tuple(slots.get("situations") or ()),
            services=tuple(slots.get("services") or ()),
            written_only=bool(slots.get("written_only")),
            role=slots.get("role"),
            avoids=tuple(slots.get("avoids") or ()),
            asked=tuple(slots.get("asked") or ()),
            said=slots.get("said") or {},
            explained=tuple(slots.get("explained") or ()),
            message_place=bool(reading.get("place")),
            facts=tuple(slots.get("facts") or ()),
            fact=slots.get("fact"),
            ask_safety=bool(metadata.get("ask_safety")) and _may_be_in_danger(slots),
            replayed=bool(metadata.get("replay")),
            spoken=metadata.get("spoken"),
            languages_told=tuple(slots.get("languages_told") or ()),
        )

    @property
    def asides(self) -> Asides:
        """What the newest message says beside what it asks."""
        return read_asides(self.whole)

    @property
    def wishes(self) -> Wishes:
        """What the newest message says of a counsellor."""
        return read_wishes(self.whole)

    @property
    def familiar(self) -> bool:
        """Whether the visitor is a minor, to whom French says `tu`."""
        return self.address == "tu"

    @property
    def lives_it(self) -> bool:
        """Whether the visitor may be the one who lives it: they write for nobody else, and are in no other role."""
        others = NOT_LIVING_IT & set(self.audiences)
        return self.for_whom in (None, "self") and self.role not in OUTSIDERS and not others

    @property
    def buys(self) -> bool:
        """Whether the visitor is taken for somebody who buys."""
        return self.role == "buyer" or "buyers" in self.audiences

    @property
    def just_declined(self) -> bool:
        """Whether a person is refused now: a refusal of long ago is not answered as if it were just said."""
        now = self.wishes.declines_human or self.question == "human" or not self.before
        return self.declines_human and now

    @property
    def minor(self) -> bool:
        """Whether the person in need is a minor, as far as was said."""
        return self.age < ADULT_AGE if self.age is not None else "minors" in self.audiences

    @property
    def level(self) -> str:
        """The conversation's risk level."""
        return str(self.risk.get("level", "none"))

    @property
    def in_danger(self) -> bool:
        """Whether the conversation is one that calls for a counsellor."""
        return self.level in ("high", "imminent")

    @property
    def tells_material(self) -> bool:
        """Whether the newest message tells that a roof, food or care is missing, as its first need or beside thanks."""
        return bool({self.told.need, self.rest_need} & set(MATERIAL))

    @property
    def brings_place(self) -> bool:
        """Whether the newest message says where one is, and does not only name a place in what it tells."""
        story = self.question != "place" and len(self.whole.split()) >= STORY
        return "place" in self.news and not (story and calls_for(self.whole)["listening"] >= TELLS)

    @property
    def service_need(self) -> str | None:
        """The need that a service can answer: what was asked, else what the danger calls for."""
        if self.need or self.level == "none":
            return self.need
        by_type = dialogue()["need_of_risk"]
        needs = [by_type[kind] for kind in self.risk.get("types", ()) if kind in by_type]
        refused = needs_refused(topic for topic in self.avoids if topic in refusals())
        kept = ["listening" if need in refused or (need == EXIT and EXIT in self.avoids) else need for need in needs]
        return next(iter(kept), None)
