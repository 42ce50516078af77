"""The answer to a question about an organisation: what its record says, and whom to ask for what it does not say."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions import facts, referral
from bot.actions.about import first
from bot.actions.about.asking import asked_in
from bot.actions.about.care import asks_for_care, care_for
from bot.actions.about.checked import facts_on
from bot.actions.about.choosing import SHOWN_AT_MOST
from bot.actions.about.people import BEDS, NOT_OF_LINES, OF_HOUSES
from bot.actions.about.questions import Question, asks_of_a_record, asks_of_no_record, speaks_of_theirs
from bot.actions.about.reader import Asked, Part
from bot.actions.about.told import Here, Told, distance, fits, line, tell, topic_label
from bot.actions.asked import asked_words
from bot.actions.corrections import corrected_in
from bot.actions.database import sessions
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.parts import questions_in
from bot.actions.knowledge.subjects import seeks_one
from bot.actions.meant import asks_for_parents_group
from bot.actions.memory import Memory
from bot.actions.open_now import say_who_answers_now
from bot.actions.said_of import ways_to_write
from bot.actions.signs import plain, says_more, signs_in
from bot.actions.suggesting import refer
from bot.actions.turn import Turn
from resources_db.geography import fold
from resources_db.search import lines as lines_by_slug
from resources_db.search.ranked import RankedResource
from understanding.places import read_place
from understanding.wishes import read_wishes

PARENTS_GROUP = "cavac-groupe-parents-exploitation"
TOPICS_AT_MOST = 3
"""Topics told of one question."""


@dataclass(frozen=True)
class _Topic:
    """One topic of a question: the organisations asked about, and what the record of each says."""

    name: str
    question: Question
    found: tuple[RankedResource, ...]
    told: tuple[Told, ...]

    def told_of(self, slug: str) -> Told | None:
        """Return what the record of one of them says; None of one that is not among them."""
        return next((told for each, told in zip(self.found, self.told, strict=True) if each.slug == slug), None)

    @property
    def silent(self) -> bool:
        return all(said.text is None for said in self.told)


def answer(turn: Turn) -> bool:
    """Answer the newest message if it asks about an organisation that was shown or that it names; say whether it did.

    Danger just told, the wish for a person, and a fact that answers go before.
    """
    memory = turn.memory
    if memory.risk.get("alarm") or _wants_human_now(memory):
        return False
    if asks_for_care(memory):
        turn.show(care_for(memory), "utter_results_in_place" if memory.place else "utter_results_anywhere")
        _answer_rest(turn, memory.text)
        return True
    if asks_for_parents_group(memory):
        found = referral.find(memory, need="parents_support", first=(PARENTS_GROUP,))
        turn.show(found, "utter_results_in_place" if memory.place else "utter_results_anywhere")
        return True
    if _fears_to_be_known(memory) and _show_from_farther(turn):
        return True
    asked = _asked(memory)
    if asked is None or asks_of_no_record(memory.text, memory.before) or _asks_for_cards_again(memory, asked):
        return False
    if asked.unknown:
        turn.say("utter_about_unknown", choices="choices")
        return True
    topics = _topics(asked, memory)
    if _a_fact_answers(memory, asked, topics) or not _tell(turn, topics, asked):
        return False
    _answer_rest(turn, asked.rest)
    return True


def _wants_human_now(memory: Memory) -> bool:
    """Whether a person is wanted and not yet awaited: the wish stays for the conversation, the questions go on."""
    return memory.wants_human and (not memory.waiting or read_wishes(memory.text).wants_human)


def _asks_for_cards_again(memory: Memory, asked: Asked) -> bool:
    """Whether the numbers of a list are asked for once more ("c'était quoi le numéro déjà"): the cards hold them."""
    again = "again" in signs_in(memory.text) and not asked.names and not speaks_of_theirs(memory.text)
    return again and all(part.question.topics == ("number",) for part in asked.parts)


def _fears_to_be_known(memory: Memory) -> bool:
    """Whether one who lives it would be seen by people who know them where they were sent, and asks for no bed."""
    return "known_there" in asked_words(memory.text) and memory.lives_it and bool(memory.shown)


def _show_from_farther(turn: Turn) -> bool:
    """Say that nobody has to go where everybody knows them, and show who can be called from anywhere."""
    found = referral.find(turn.memory, need="listening", limit=referral.POOL)
    known = turn.memory.shown
    lines = [each for each in found if each["phones"] and each["slug"] not in known and not referral.is_near(each)]
    if not lines or "list_not_there" in turn.memory.said:
        return False
    turn.show(lines[: referral.LIMIT], "list_not_there", choices="after_results")
    return True


def answer_in_danger(turn: Turn) -> bool:
    """After the numbers, say what the records answer, without any card; return whether anything was asked of them."""
    asked = None if asks_of_no_record(turn.memory.text) else _asked(turn.memory)
    topics = _topics(asked, turn.memory) if asked else []
    _tell_topics(turn, topics)
    return bool(topics)


def _asked(memory: Memory) -> Asked | None:
    """Return what is asked of organisations; what the message corrects ("j'ai pas d'enfant") is a part of it."""
    return asked_in(
        memory.whole if corrected_in(memory.whole) else memory.text,
        shown=memory.shown,
        listed=memory.listed,
        place=memory.place,
        before=memory.before,
        said=memory.answered,
    )


def _a_fact_answers(memory: Memory, asked: Asked, topics: Sequence[_Topic]) -> bool:
    """Whether a sourced fact answers better: it speaks of who is named, or more is asked than of what was shown."""
    if asked.named:
        return all(topic.silent for topic in topics) and facts.speaks_of(memory, asked.names)
    if asks_of_a_record(memory.text):
        return False
    more = any(part.question.left and "route" not in part.question.topics for part in asked.parts)
    return more and facts.is_asked(memory)


def _topics(asked: Asked, memory: Memory) -> list[_Topic]:
    """Return what to tell, in the order of the questions."""
    found: dict[tuple[str, tuple[str, ...]], _Topic] = {}
    with sessions()() as session:
        for part in asked.parts:
            every = tuple(lines_by_slug(session, part.slugs))
            shown = tuple(lines_by_slug(session, memory.shown)) if set(part.question.topics) & OF_HOUSES else ()
            for name in part.question.topics[:TOPICS_AT_MOST] if every else ():
                records = _asked_about(name, every, shown, memory)
                if not records:
                    continue
                told = tuple(_say_of(each, name, part, memory, _heres(memory, asked)) for each in records)
                found.setdefault((name, part.slugs), _Topic(name, part.question, records, told))
    return list(found.values())


def _asked_about(topic: str, found: tuple[RankedResource, ...], shown: tuple[RankedResource, ...], memory: Memory
                 ) -> tuple[RankedResource, ...]:  # fmt: skip
    """Return those of a list that the topic can be about: houses where one stays, lines that can be written to.

    `shown` is all that was shown, where houses are asked about: they may stand above the lines that were shown last.
    """
    kept = found
    if topic in (*OF_HOUSES, *(("who",) if shown else ())):
        houses = _houses(found) or _houses(shown)[-SHOWN_AT_MOST:]
        kept = houses or tuple(each for each in found if not each.record.is_line)
        return kept if topic in NOT_OF_LINES else kept or found
    if topic == "write":
        kept = tuple(each for each in found if ways_to_write(each.record, memory.language))
    elif topic == "first":
        kept = tuple(first.in_order(found, memory))
    return kept or found


def _houses(found: Sequence[RankedResource]) -> tuple[RankedResource, ...]:
    return tuple(each for each in found if BEDS & set(each.record.services) and each.record.kind != "helpline")


def _say_of(found: RankedResource, topic: str, part: Part, memory: Memory, heres: Sequence[Here]) -> Told:
    """Return what a record says of a topic; how far it is stands with its address."""
    if topic == "who" and not part.question.groups:
        return _who(found, part, memory)
    if topic != "route":
        return tell(found, topic, part.question, memory.language)
    city = fold(found.record.city or "")
    here = next((each for each in heres if fold(each.name) != city), heres[-1] if memory.place else None)
    far = distance(found.record, here, memory.language)
    where = tell(found, "where", part.question, memory.language)
    return Told("; ".join(filter(None, [far, where.text])) or None, known=where.known) if far else where


def _who(found: RankedResource, part: Part, memory: Memory) -> Told:
    """Return for whom it is, and whether that is so of the one who asks."""
    said = tell(found, "who", part.question, memory.language)
    gender = memory.gender if memory.lives_it else None
    me = fits(found.record, age=memory.age if memory.lives_it else None, gender=gender, language=memory.language)
    return replace(said, text="; ".join(filter(None, [said.text, me]))) if said.text and me else said


def _heres(memory: Memory, asked: Asked) -> list[Here]:
    """Return where a distance may be counted from: the place that the message names beside the names, the known one."""
    words = plain(memory.text)
    for name in asked.names:
        words = words.replace(name, " ")
    said, known = read_place(words).place, memory.place or {}
    found = [] if said is None else [_here(said.name, said.lat, said.lon)]
    return [*found, _here(known["name"], known.get("lat"), known.get("lon"))] if known.get("name") else found


def _here(name: str, lat: float | None, lon: float | None) -> Here:
    return Here(name, None if lat is None or lon is None else (lat, lon))


def _tell(turn: Turn, topics: Sequence[_Topic], asked: Asked) -> bool:
    """Say what is known, then show who is named; return whether there was anything to say."""
    alone = len(turn.memory.listed) == 1 and topics  # its card is just above: no second copy
    named = [slug for slug in asked.named if not (alone and slug in turn.memory.listed)]
    cards = referral.these(turn.memory, named)
    if not topics and not cards:
        return False
    _tell_topics(turn, topics)
    if cards:  # even if they were shown before: they are asked for by their names
        response = "utter_about_named" if len(cards) == 1 else "utter_about_named_several"
        turn.show(cards, response, choices="after_results")
    _offer_open_now(turn, topics)
    return True


def _tell_topics(turn: Turn, topics: Sequence[_Topic]) -> None:
    """Say what the records answer, a line for each organisation, then the topics on which they are silent."""
    for topic in topics:
        if topic.name == "first":
            _say_first(turn, topic.found)
    rest = [topic for topic in topics if topic.name != "first"]
    said = [topic for topic in rest if not topic.silent]
    silent = [topic for topic in rest if topic.silent]
    if said:
        _say_topics(turn, said, "utter_about_said")
    if silent:
        _say_topics(turn, silent, "utter_about_not_said")
    for topic in topics:
        unsure = [each.record for each, said in zip(topic.found, topic.told, strict=True) if not said.known]
        for name in facts_on(unsure, topic.name):
            facts.tell_known(turn, name)
    if any(topic.name == "route" for topic in topics):
        turn.say("utter_about_route")


def _offer_open_now(turn: Turn, topics: Sequence[_Topic]) -> None:
    """Beside those that are closed, or whose hours nobody knows, give one line that answers now."""
    asked = [each for topic in topics if topic.name == "open" for each in topic.found]
    say_who_answers_now(turn, [each.to_dict(turn.memory.language) for each in asked], unknown=True)


def _say_first(turn: Turn, found: Sequence[RankedResource]) -> None:
    """Say which of those shown to reach first, how, and who comes next."""
    memory, head = turn.memory, found[0]
    if len(found) == 1:
        told = Told(first.how(head, memory), known=True)
        _say_topics(turn, [_Topic("number", Question(("number",)), (head,), (told,))], "utter_about_said")
        return
    others = ", ".join(f"{each.record.names[memory.language]} ({first.how(each, memory)})" for each in found[1:])
    turn.say(
        "about_first",
        choices="after_results",
        name=head.record.names[memory.language],
        how=first.how(head, memory),
        opening=first.opening(head, memory),
        others=others,
    )


def _say_topics(turn: Turn, topics: Sequence[_Topic], response: str) -> None:
    """Say several topics at once, each organisation once: a response is said once a turn."""
    language = turn.memory.language
    alone = response == "utter_about_not_said"
    found = {each.slug: each for topic in topics for each in topic.found}
    lines = "\n".join(
        line(each, _joined([topic.told_of(slug) for topic in topics]), language, alone=alone)
        for slug, each in found.items()
    )
    label = ", ".join(topic_label(topic.name, language) for topic in topics)
    turn.say(response, choices="after_results", topic=label, lines=lines)


def _joined(told: Sequence[Told | None]) -> Told:
    """Return what is said of several topics as one; what a record does not say of one of them is left to ask."""
    known = [each for each in told if each is not None]
    text = "; ".join(each.text for each in known if each.text)
    return Told(text or None, known=all(each.known for each in known))


def _answer_rest(turn: Turn, rest: str) -> None:
    """Answer what the message asks besides: a fact, or a service."""
    memory = turn.memory
    asked = [part for part in questions_in(rest) if part.asks is Asks.FACT and not seeks_one(part.text)]
    questions = " ".join(part.text for part in asked)
    open_ = next((part.text for part in asked if part.what_is and not part.empty), None)
    turn.memory = replace(memory, text=questions or rest)
    service = asks_for(rest, place=memory.message_place) is Asks.SERVICE
    if says_more(questions) and facts.is_asked(turn.memory):
        facts.answer(turn)
    elif service and memory.service_need and "need" in memory.news:
        refer(turn)
    elif open_ is not None:
        facts.say_also_open(turn, open_)
    turn.memory = memory
