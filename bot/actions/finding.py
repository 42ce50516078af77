"""Which facts answer the newest message: each of its questions by itself, then in the light of the rest."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.actions.knowledge.asking import Asks, asks_for, asks_of_organisation
from bot.actions.knowledge.gates import may_be_told
from bot.actions.knowledge.index import Index, retrieval
from bot.actions.knowledge.parts import Part, questions_in, statements_in
from bot.actions.memory import Memory
from bot.actions.signs import signs_in
from resources_db.knowledge.records import Fact

QUESTIONS = 2
"""Questions of one message that are answered."""
STRICT = "in_danger"
"""Floor of a question read without the words that it leans on, or beside a wish for a service."""
CONTEXT = 25
"""Words told just before a question that it is read with."""


def found_in(facts: Index, memory: Memory, *, floor: str | None = None) -> list[Fact]:
    """Return the facts that answer the newest message: one, or one for each of two questions asked at once."""
    if memory.declines_human and "?" not in memory.text:
        return []  # a refusal asks for nothing
    if "not_suicidal" in signs_in(memory.text):
        return []  # what is denied is not what is asked about
    parts = questions_in(memory.text, place=memory.message_place)
    service = any(part.asks is Asks.SERVICE for part in parts)
    asked = [part for part in parts if part.asks is Asks.FACT and "will_you_tell" not in signs_in(part.text)]
    if not parts and memory.wishes.to_the_bot:
        return []  # only the leave to ask was asked
    if not service and parts and not asked:
        return []  # this service answers for itself
    each = [_answer_to(facts, part, memory, floor=STRICT if service else floor) for part in asked]
    each += _urgent(facts, memory)
    found = list({fact.id: fact for fact in each if fact is not None}.values())
    if found or service:
        return found[-QUESTIONS:]
    whole = _whole(facts, memory, floor=floor) if asked or floor is None else None
    told_only = whole and asked and not any(part.light or facts.is_near(part.text, whole) for part in asked)
    return [whole] if whole and not told_only else []


def asks(memory: Memory) -> Asks:
    """Return what the newest message asks for."""
    return asks_for(memory.text, place=memory.message_place)


def left_open(facts: Index, memory: Memory) -> str | None:
    """Return a question that wants a fact and has none, beside one of the same message that has one."""
    parts = [part for part in questions_in(memory.text, place=memory.message_place) if part.asks is Asks.FACT]
    open_ = [part for part in parts if not _answer_to(facts, part, memory, floor=None)]
    if not parts or len(open_) == len(parts):
        return None
    wanted = [part.text for part in open_ if part.what_is and not part.empty and not _answered_elsewhere(part, memory)]
    return next(iter(wanted), None)


def _answered_elsewhere(part: Part, memory: Memory) -> bool:
    """Whether this service answers a question for itself, or the record of an organisation that was shown does."""
    return "will_you_tell" in signs_in(part.text) or (bool(memory.listed) and asks_of_organisation(part.text))


def _answer_to(facts: Index, part: Part, memory: Memory, *, floor: str | None) -> Fact | None:
    """Return the fact that answers one question of the message; one that was given, only if it surely does."""
    found = _best_for(facts, part, memory, floor=floor)
    if found is None or found.id not in memory.facts:
        return found
    if _find(facts, part.text, memory, floor=STRICT) is found:
        return found
    return _best_for(facts, part, memory, floor=floor, without=memory.facts)


def _best_for(
    facts: Index, part: Part, memory: Memory, *, floor: str | None, without: Collection[str] = ()
) -> Fact | None:
    told = " ".join(part.told.split()[-CONTEXT:])
    context = told or memory.before
    if part.light and context:
        around = _find(facts, f"{context} {part.text}", memory, floor=floor, without=without)
        return around if around or part.empty else _find(facts, part.text, memory, floor=STRICT, without=without)
    alone = _find(facts, part.text, memory, floor=floor, without=without)
    if alone is not None or not context:
        return alone
    found = _find(facts, part.text, memory, floor=floor, before=context, without=without)
    if found is None or found.id in memory.facts or not facts.is_near(part.text, found):
        return None  # what was told is near that fact, not what is asked
    return found


def _whole(facts: Index, memory: Memory, *, floor: str | None) -> Fact | None:
    """Return the fact that answers the message as it is, in the light of the one before it."""
    fact = _find(facts, memory.text, memory, floor=floor, before=memory.before, asked=asks(memory))
    if fact is not None and fact.id in memory.facts and _find(facts, memory.text, memory, floor=floor) is not fact:
        return None  # what came before made it fit: the message asks something else
    return fact


def _urgent(facts: Index, memory: Memory) -> Iterator[Fact]:
    """Return the facts that time presses on, where a sentence says what they are for."""
    for statement in statements_in(memory.text):
        fact = _find(facts, statement, memory, asked=Asks.NOTHING)
        if fact is not None and fact.id in retrieval()["urgent"]:
            yield fact


def _find(
    facts: Index,
    text: str,
    memory: Memory,
    *,
    floor: str | None = None,
    before: str = "",
    asked: Asks = Asks.FACT,
    without: Collection[str] = (),
) -> Fact | None:
    spoken = replace(memory, text=f"{memory.text} {text}")
    return facts.find(
        text,
        asks=asked,
        before=before,
        last=memory.fact if before else None,
        need=memory.need,
        audiences=audiences(memory),
        floor=floor,
        allowed=lambda fact: fact.id not in without and may_be_told(fact, spoken, text),
    )


def audiences(memory: Memory) -> set[str]:
    """Return the person's audiences in the words of the facts."""
    words = retrieval()["audiences"]
    found = {words[audience] for audience in memory.audiences if audience in words}
    return found | ({"minor"} if memory.age is not None and memory.age < retrieval()["adult_age"] else set())
