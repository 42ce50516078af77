"""The answer to a question about an organisation: what its record says, and whom to ask for what it does not say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.actions import facts, referral
from bot.actions.about import first
from bot.actions.about.asking import asked_in
from bot.actions.about.care import asks_for_care, care_for
from bot.actions.about.checked import facts_on, names
from bot.actions.about.choosing import SHOWN_AT_MOST
from bot.actions.about.classified import asks_of_a_record, asks_of_no_record
from bot.actions.about.people import NOT_OF_LINES, OF_HOUSES, ONLY_OF_HOUSES
from bot.actions.about.questions import Question, is_condition, speaks_of_theirs
from bot.actions.about.reader import Asked, Part
from bot.actions.about.saying import Topic, say_known, say_unknown
from bot.actions.about.told import Here, Told, distance, fits, tell
from bot.actions.asked import asked_words
from bot.actions.corrections import corrected_in
from bot.actions.database import sessions
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.parts import Part as QuestionPart
from bot.actions.knowledge.parts import questions_in
from bot.actions.knowledge.subjects import seeks_one
from bot.actions.meant import asks_for_parents_group
from bot.actions.memory import Memory
from bot.actions.open_now import say_who_answers_now
from bot.actions.said_of import ways_to_write
from bot.actions.signs import plain, says_more, signs_in
from bot.actions.suggesting import refer
from bot.actions.turn import Turn
from bot.actions.unanswered import say_also_open
from resources_db.geography import fold
from resources_db.search import lines as lines_by_slug
from resources_db.search.ranked import RankedResource
from understanding.places import read_place
from understanding.topics import topic_of
from understanding.wishes import read_wishes

PARENTS_GROUP = "cavac-groupe-parents-exploitation"
SURE_OF_FACT = 0.8
"""Probability from which what looks like a wish for a service is a question of law, of tips…"""
NO_FACT = ("none", "out_of_scope", "org_which", "org_room", "interpreter", "indigenous", "housing")
"""Topics of which a list, not a fact, is the answer."""
TOPICS_AT_MOST = 3
"""Topics told of one question."""


TAKEN_IN = frozenset({"children", "animals"})
"""Topics that are only read beside a word for being taken in."""
FACT_FIRST = ("police",)
"""Topics of which a checked fact says more than any record."""
INSTEAD = ("cost", "confidential", *FACT_FIRST)
"""Topics of which a checked fact is told instead of what a record half says."""
PLAIN = frozenset({"number", "open", "where", "site", "write", "languages", "wheelchair"})
"""Topics that are in a record's own fields, whatever else the words may be of."""


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
    if asked is None or _asks_of_no_record(memory, asked) or _asks_for_cards_again(memory, asked):
        return False
    if asked.unknown:
        turn.say("utter_about_unknown", choices="choices")
        return True
    topics = _topics(asked, memory)
    if _a_fact_answers(memory, asked, topics) or not _tell(turn, topics, asked):
        return False
    _answer_rest(turn, asked.rest, asked.named if len(asked.named) == 1 else ())
    return True


def _asks_of_no_record(memory: Memory, asked: Asked) -> bool:
    """Whether the message surely asks what no record answers; who is named has a number and hours all the same."""
    return not all(_is_of_a_field(part, asked) for part in asked.parts) and asks_of_no_record(
        memory.text, memory.before
    )


def _is_of_a_field(part: Part, asked: Asked) -> bool:
    """Whether a question is plainly of a record's own fields: a name's number, what it is, if they take children."""
    topics, alone = set(part.question.topics), not part.question.left
    named = bool(asked.named) and (topics <= PLAIN or (alone and topics == {"what"}))
    return named or (alone and bool(topics) and topics <= TAKEN_IN)


def _wants_human_now(memory: Memory) -> bool:
    """Whether the message itself wants a person: the wish stays for the conversation, the questions go on."""
    return read_wishes(memory.text).wants_human


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


def is_asked(memory: Memory) -> bool:
    """Whether the message asks about an organisation that was shown or that it names."""
    asked = _asked(memory)
    return asked is not None and not _asks_of_no_record(memory, asked)


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


def _a_fact_answers(memory: Memory, asked: Asked, topics: Sequence[Topic]) -> bool:
    """Whether a sourced fact answers better: it speaks of who is named, or more is asked than of what was shown."""
    if asked.named:
        loose = all(topic.silent or (topic.name == "what" and topic.question.left) for topic in topics)
        own = any(topic.name in INSTEAD and _facts_for(topic) for topic in topics)  # told in its place below
        return loose and not own and facts.speaks_of(memory, asked.names)
    if asks_of_a_record(memory.text):
        return False
    more = any(part.question.left and "route" not in part.question.topics for part in asked.parts)
    return more and facts.is_asked(memory)


def _topics(asked: Asked, memory: Memory) -> list[Topic]:
    """Return what to tell, in the order of the questions."""
    found: dict[tuple[str, tuple[str, ...]], Topic] = {}
    with sessions()() as session:
        for part in asked.parts:
            every = tuple(lines_by_slug(session, part.slugs))
            of_houses = set(part.question.topics) & (OF_HOUSES | ONLY_OF_HOUSES)
            shown = tuple(lines_by_slug(session, memory.shown)) if of_houses else ()
            for name in part.question.topics[:TOPICS_AT_MOST] if every else ():
                if name in ONLY_OF_HOUSES and not asked.named and not _houses((*every, *shown)):
                    continue
                records = _asked_about(name, every, shown, memory)
                if not records:
                    continue
                told = tuple(_say_of(each, name, part, memory, _heres(memory, asked)) for each in records)
                found.setdefault((name, part.slugs), Topic(name, part.question, records, told))
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
    return tuple(
        each for each in found if referral.HOUSES & set(each.record.services) and each.record.kind != "helpline"
    )


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


def _tell(turn: Turn, topics: Sequence[Topic], asked: Asked) -> bool:
    """Say what is known, then show who is named, unless their cards are just above; return whether there was anything.

    Who is only named is told of: what their record says they are.
    """
    told = {each.slug for topic in topics for each in topic.found}
    bare = [slug for slug in asked.named if slug not in told]
    cards = referral.these(turn.memory, [slug for slug in asked.named if slug not in turn.memory.listed])
    topics = [*topics, *_what_of(bare, turn.memory)]
    if not topics and not cards:
        return False
    _tell_topics(turn, topics, choices=None if cards else "after_results")
    if cards:  # even if they were shown before: they are asked for by their names
        said = {each.slug for topic in topics if topic.name == "what" for each in topic.found}
        cards = [{**card, "summary": ""} if card["slug"] in said else card for card in cards]
        turn.show(
            cards, "utter_about_named_several" if len(cards) > 1 else "utter_about_named", choices="after_results"
        )
    _offer_open_now(turn, topics)
    return True


def _what_of(slugs: Sequence[str], memory: Memory) -> list[Topic]:
    """Return the topic of what these organisations are."""
    question = Question(("what",))
    with sessions()() as session:
        found = tuple(lines_by_slug(session, slugs)) if slugs else ()
    told = tuple(tell(each, "what", question, memory.language) for each in found)
    return [Topic("what", question, found, told)] if found else []


def _tell_topics(turn: Turn, topics: Sequence[Topic], *, choices: str | None = "after_results") -> None:
    """Say what the records answer, the facts that answer in their place, then what nobody knows and whom to ask."""
    for topic in topics:
        if topic.name == "first":
            _say_first(turn, topic.found)
    rest = [topic for topic in topics if topic.name != "first"]
    facts_told = {topic.name: _facts_for(topic) for topic in rest}
    kept = [_without(topic, facts_told[topic.name]) for topic in rest]
    said = [topic for topic in kept if topic.found and not topic.silent]
    silent = [topic for topic in kept if topic.found and topic.silent]
    if said:
        say_known(turn, said, choices=None if silent else choices)
    for name in dict.fromkeys(name for each in facts_told.values() for name in each.values()):
        facts.tell_known(turn, name, alone=False, again=True)
    if silent:
        say_unknown(turn, silent, choices=choices)
    if any(topic.name == "confidential" and topic.question.telling for topic in kept if topic.found):
        turn.say("about_ask_first")
    if any(topic.name == "route" for topic in topics):
        turn.say("utter_about_route")


def _facts_for(topic: Topic) -> dict[str, str]:
    """Return, by organisation, the one checked fact that answers where their records do not."""
    open_ = [
        each for each, said in zip(topic.found, topic.told, strict=True) if not said.known or topic.name in FACT_FIRST
    ]
    fact = next(iter(facts_on([each.record for each in open_], topic.name)), None)
    return {each.slug: fact for each in open_ if fact and fact in facts_on([each.record], topic.name)}


def _without(topic: Topic, answered: Mapping[str, str]) -> Topic:
    """Return the topic without those of whom a fact answers instead: one answer to one question.

    What a fact says of a whole kind replaces nothing where others of the list have an answer of their own.
    """
    alone = {each.slug for each in topic.found} <= set(answered)
    kept = [
        (each, said)
        for each, said in zip(topic.found, topic.told, strict=True)
        if each.slug not in answered
        or (said.text and topic.name not in INSTEAD)
        or not (alone or names(answered[each.slug], each.record))
    ]
    return replace(topic, found=tuple(each for each, _ in kept), told=tuple(said for _, said in kept))


def _offer_open_now(turn: Turn, topics: Sequence[Topic]) -> None:
    """Beside those that are closed, or whose hours nobody knows, give one line that answers now."""
    asked = [each for topic in topics if topic.name == "open" for each in topic.found]
    say_who_answers_now(turn, [each.to_dict(turn.memory.language) for each in asked], unknown=True)


def _say_first(turn: Turn, found: Sequence[RankedResource]) -> None:
    """Say which of those shown to reach first, how, and who comes next."""
    memory, head = turn.memory, found[0]
    if len(found) == 1:
        told = Told(first.how(head, memory), known=True)
        say_known(turn, [Topic("number", Question(("number",)), (head,), (told,))], choices="after_results")
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


def _answer_rest(turn: Turn, rest: str, asked_of: Sequence[str] = ()) -> None:
    """Answer what the message asks besides: a fact, or a service; what has no answer is for who it is `asked_of`."""
    memory, parts = turn.memory, questions_in(rest)
    asked = [part for part in parts if part.asks is Asks.FACT and not seeks_one(part.text)]
    sought = next((part.text for part in parts if part not in asked and _is_surely_of_a_fact(part)), None)
    questions = " ".join(part.text for part in asked)
    open_ = next((part.text for part in asked if part.what_is and not part.empty and not is_condition(part.text)), None)
    turn.memory = replace(memory, text=questions or sought or rest)
    service = asks_for(rest, place=memory.message_place) is Asks.SERVICE
    if says_more(questions) and facts.is_asked(turn.memory):
        facts.answer(turn, refers=False)
    elif service and memory.service_need and "need" in memory.news:
        refer(turn)
    elif open_ is not None:
        say_also_open(turn, open_, asked_of)
    turn.memory = memory


def _is_surely_of_a_fact(part: QuestionPart) -> bool:
    """Whether what looks for a line is surely of a matter that facts hold: "a line for tips without my name"."""
    topic, probability = topic_of(part.text)
    return topic not in (*NO_FACT, "service") and probability >= SURE_OF_FACT
