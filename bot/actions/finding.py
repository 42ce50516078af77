"""Which facts answer the newest message: each of its questions by itself, then in the light of the rest."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.actions import feelings, written
from bot.actions.doubts import asks_which_bed
from bot.actions.knowledge.asking import Asks, asks_for, asks_of_organisation
from bot.actions.knowledge.gates import instead_of, may_be_told
from bot.actions.knowledge.index import Index, retrieval, speaks_of_minor
from bot.actions.knowledge.openings import asks_the_same
from bot.actions.knowledge.parts import Part, asks_who_helps, is_thrown_back, pieces_in, questions_in, statements_in
from bot.actions.knowledge.subjects import asks_whom_we_tell
from bot.actions.knowledge.words import words_of
from bot.actions.memory import Memory
from bot.actions.signs import signs_in
from resources_db.knowledge.records import Fact
from understanding.calls import calls_for
from understanding.replies import FACT

QUESTIONS = 2
"""Questions of one message that are answered."""
STRICT = "in_danger"
"""Floor of a question read without the words that it leans on, beside a wish for a service, or of a second answer."""
IN_CONTEXT = "in_context"
"""Floor of a question read with what was told before it: a story is near many facts."""
LITTLE = 4
"""Words told before a question by which alone nothing is understood."""
CONTEXT = 25
"""Words told just before a question that it is read with."""
LEAST = 0.15
"""Probability that a fact answers (`understanding.replies.judging`) below which it is not told, near as it is."""
STORY = 8
"""Words from which that holds: fewer are a question by themselves ("c'est-tu gratuit?")."""
SURELY = 0.35
"""Probability from which it is told though no floor was passed: three times in four that is what was asked."""
LOOKS = 0.5
"""Probability that a list is called for, from which a message that names its place looks for one."""
UNASKED = 0.5
"""The same for what has no form of a question."""


def found_in(facts: Index, memory: Memory, *, floor: str | None = None) -> list[Fact]:
    """Return the facts that answer the newest message: one, or one for each of two questions asked at once.

    What passes the floors must also look like an answer to who reads conversations; what surely does needs no floor,
    and stands alone where one question is asked.
    """
    near, fits = _near(facts, memory, floor=floor), _fits(facts, memory)
    pressing = set(retrieval()["urgent"])
    several = len(asked_anew(memory)) >= QUESTIONS  # what answers one of them hardly answers the whole message
    alone = floor is not None or several or len(memory.text.split()) < STORY  # strict, or no story is around it
    found = [fact for fact in near if alone or fits.get(fact.id, 0.0) >= LEAST or fact.id in pressing]
    unshown = any(not fact.may_be_shown for fact in found)  # no other stands for what visitors are not shown
    same = any(asks_the_same(memory.text, fact, 0.0) for fact in found)  # its own question, word for word
    surely = [] if floor or unshown or same or (several and found) else _surely(facts, fits, memory)
    if surely:
        found = [fact for fact in found if fact.id in pressing]
    return [*(fact for fact in found if fact not in surely), *surely][-QUESTIONS:]


def _fits(facts: Index, memory: Memory) -> dict[str, float]:
    """Return the probability that facts answer, by id; one that is told instead of another has the other's."""
    found: dict[str, float] = {}
    known = {fact.id: fact for fact in facts.facts}
    for name, fit in written.fits(memory).items():
        fact = known.get(name.removeprefix(FACT)) if name.startswith(FACT) else None
        told = fact and (instead_of(fact, memory, memory.text) or fact.id)
        if told:
            found[told] = max(fit, found.get(told, 0.0))
    return found


def _surely(facts: Index, fits: Mapping[str, float], memory: Memory) -> list[Fact]:
    """Return the fact that surely answers though it passed no floor, if one does and may be told.

    What has no form of a question must be surer.
    """
    parts = asked_anew(memory)
    ours = any(asks_whom_we_tell(part.text) for part in parts) or "not_suicidal" in signs_in(memory.text)
    refuses = memory.declines_human and "?" not in memory.text
    thrown = any(is_thrown_back(*pair) for pair in pairwise(pieces_in(memory.text)))
    looks = asks_who_helps(memory.text) or asks(memory) is Asks.SERVICE or asks_which_bed(memory)
    looks = looks or ("place" in memory.news and calls_for(memory.whole)["list"] >= LOOKS)
    if ours or refuses or thrown or looks:
        return []
    fact = likeliest(facts, fits, memory)
    sure = SURELY if parts and asks(memory) is Asks.FACT else UNASKED
    if fact is None or fits[fact.id] < sure:
        return []
    return [fact] if all(_may_answer(fact, part, memory) for part in parts) else []


def is_surest(facts: Index, memory: Memory) -> bool:
    """Whether a fact surely answers the newest message, and more surely than anything else."""
    fits = _fits(facts, memory)
    others = written.fits(memory)
    return any(fits[fact.id] >= max(others.values(), default=0.0) for fact in _surely(facts, fits, memory))


def surest(facts: Index, memory: Memory, *, sure: float) -> Fact | None:
    """Return the fact that most probably answers and was not told, if `sure` and likelier than any other answer."""
    fits, others = _fits(facts, memory), written.fits(memory)
    found = likeliest(facts, fits, memory)
    return found if found is not None and fits[found.id] >= max(sure, *others.values()) else None


def likeliest(facts: Index, fits: Mapping[str, float], memory: Memory) -> Fact | None:
    """Return the fact that most probably answers, of those that may be told; None if that one was told before, or is
    not shown to visitors: no other stands for it.
    """
    told = (fact for fact in facts.facts if fact.id in fits and may_be_told(fact, memory, memory.text))
    best = max(told, key=lambda fact: fits[fact.id], default=None)
    return best if best is not None and best.may_be_shown and best.id not in memory.facts else None


def _near(facts: Index, memory: Memory, *, floor: str | None) -> list[Fact]:
    """Return the facts that pass the floors."""
    if memory.declines_human and "?" not in memory.text:
        return []  # a refusal asks for nothing
    if "not_suicidal" in signs_in(memory.text):
        return []  # what is denied is not what is asked about
    parts = asked_anew(memory)
    service = any(part.asks is Asks.SERVICE for part in parts)
    asked = [part for part in parts if part.asks is Asks.FACT and not asks_whom_we_tell(part.text)]
    if not parts and memory.wishes.to_the_bot:
        return []  # only the leave to ask was asked
    if not service and parts and not asked:
        return []  # this service answers for itself
    each = [answer_to(facts, part, memory, floor=STRICT if service else floor) for part in asked]
    each = [*_sure_beside_another(facts, asked, each, memory), *_urgent(facts, memory)]
    found = list({fact.id: fact for fact in each if fact is not None}.values())
    if found or service:
        return found[-QUESTIONS:]
    if not parts and any(is_thrown_back(*pair) for pair in pairwise(pieces_in(memory.text))):
        return []  # a word of the answer is thrown back: "811?? Je suis pas malade"
    whole = _whole(facts, memory, floor=floor) if asked or floor is None else None
    if whole is None or not all(_may_answer(whole, part, memory) for part in asked):
        return []
    return [whole] if not asked or any(_leads_to(facts, part, whole) for part in asked) else []


def asked_anew(memory: Memory) -> list[Part]:
    """Return the questions of the message, without a word of the answer thrown back: "Immigration? We were born here."

    A lone word is one where something was answered before and the message goes on.
    """
    parts = questions_in(memory.text, place=memory.message_place)
    if not (memory.before and (memory.facts or memory.shown)):
        return parts
    pieces = list(pieces_in(memory.text))
    alone = {piece for piece in pieces[:-1] if len(words_of(piece)) == 1}
    return [part for part in parts if not any(part.text in piece for piece in alone)]


def _leads_to(facts: Index, part: Part, whole: Fact) -> bool:
    """Whether what is asked, not only what is told around it, leads to the fact that the whole message is near."""
    if part.light:
        return True
    return facts.is_near(part.text, whole) and not facts.is_of_another_topic(part.text, whole)


def _sure_beside_another(
    facts: Index, asked: Sequence[Part], found: Sequence[Fact | None], memory: Memory
) -> list[Fact | None]:
    """Keep the answers; where several questions have one, those that are sure by themselves, else the last alone."""
    answered = [(part, fact) for part, fact in zip(asked, found, strict=True) if fact is not None]
    if len({fact.id for _, fact in answered}) < QUESTIONS:
        return list(found)
    sure = [fact for part, fact in answered if _find(facts, part.text, memory, floor=STRICT) is fact]
    return [*sure] or [answered[-1][1]]


def neighbours_of(facts: Index, question: str, memory: Memory) -> list[Fact]:
    """Return the facts that may be what is asked, though none surely is, which were not given yet.

    Their own questions are sent when they are chosen: an age or a story in one would be taken for the visitor's.
    """
    spoken = replace(memory, text=f"{memory.text} {question}")
    return facts.neighbours(
        question,
        need=memory.need,
        audiences=audiences(memory),
        allowed=lambda fact: (
            fact.id not in memory.facts
            and _asks_only(fact)
            and may_be_told(fact, spoken, question)
            and not facts.is_of_another_topic(question, fact)
        ),
    )


def nearest_among(facts: Index, names: Collection[str], question: str, memory: Memory) -> Fact | None:
    """Return the one of the named facts that is nearest to a question, among those that may be told; None if far."""
    spoken = replace(memory, text=f"{memory.text} {question}")
    ranked = facts.rank(question, need=memory.need, audiences=audiences(memory))
    near = (match.fact for match in ranked if match.score >= retrieval()["near"])
    may = (fact for fact in near if fact and fact.id in names and fact.may_be_shown)
    fact = next((fact for fact in may if may_be_told(fact, spoken, question)), None)
    return None if fact is None or facts.is_of_another_topic(question, fact) else fact


def _asks_only(fact: Fact) -> bool:
    """Whether the fact's own questions are a single sentence each, that tells nothing of who asks."""
    own = (fact.question_fr, fact.question_en)
    return not any(". " in text or speaks_of_minor(text) for text in own)


def asks(memory: Memory) -> Asks:
    """Return what the newest message asks for."""
    return asks_for(memory.text, place=memory.message_place)


def left_open(facts: Index, memory: Memory) -> str | None:
    """Return a question that wants a fact and has none, beside one of the same message that has one."""
    parts = [part for part in questions_in(memory.text, place=memory.message_place) if part.asks is Asks.FACT]
    open_ = [part for part in parts if not answer_to(facts, part, memory, floor=None)]
    if not parts or len(open_) == len(parts):
        return None
    wanted = [part.text for part in open_ if part.what_is and not part.empty and not _answered_elsewhere(part, memory)]
    return next(iter(wanted), None)


def _answered_elsewhere(part: Part, memory: Memory) -> bool:
    """Whether this service answers a question for itself, or the record of an organisation that was shown does."""
    return asks_whom_we_tell(part.text) or (bool(memory.listed) and asks_of_organisation(part.text))


def answer_to(facts: Index, part: Part, memory: Memory, *, floor: str | None) -> Fact | None:
    """Return the fact that answers one question of the message; one that was given, only if it surely does."""
    found = _best_for(facts, part, memory, floor=floor)
    if found is not None and not _may_answer(found, part, memory):
        return None
    if found is None or found.id not in memory.facts:
        return found
    if not memory.asides.complains and _find(facts, part.text, memory, floor=STRICT) is found:
        return found
    return _best_for(facts, part, memory, floor=floor, without=memory.facts)


def _may_answer(fact: Fact, part: Part, memory: Memory) -> bool:
    """Whether a fact may answer what is felt, which wants a warm word and not the fact whose words are near."""
    return feelings.may_answer(fact.id, part.text, memory, _context(part, memory))


def _best_for(
    facts: Index, part: Part, memory: Memory, *, floor: str | None, without: Collection[str] = ()
) -> Fact | None:
    context = _context(part, memory)
    if part.light and context:
        around = _find(facts, f"{context} {part.text}", memory, floor=floor or IN_CONTEXT, without=without)
        return around if around or part.empty else _find(facts, part.text, memory, floor=STRICT, without=without)
    if not context:
        return _find(facts, part.text, memory, floor=floor, without=without)
    found = _find(facts, part.text, memory, floor=floor or IN_CONTEXT, before=context, without=without)
    alone = _find(facts, part.text, memory, floor=STRICT, without=without)
    if found is None or found is alone or found.id in memory.facts or not facts.is_near(part.text, found):
        return alone  # what was told is near that fact, not what is asked
    return found


def _context(part: Part, memory: Memory) -> str:
    """Return what a question is read with: what its message tells first, and the message before if that is little."""
    told = part.told.split()[-CONTEXT:]
    before = memory.before.split() if len(told) < LITTLE else []
    return " ".join([*before, *told])


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
    found = facts.find(
        text,
        asks=asked,
        before=before,
        last=memory.fact if before else None,
        need=memory.need,
        audiences=audiences(memory),
        floor=floor,
        allowed=lambda fact: fact.id not in without and may_be_told(fact, spoken, text),
    )
    other = instead_of(found, memory, text) if found is not None else None
    return next((fact for fact in facts.facts if fact.id == other), found) if other else found


def audiences(memory: Memory) -> set[str]:
    """Return the person's audiences in the words of the facts."""
    words = retrieval()["audiences"]
    found = {words[audience] for audience in memory.audiences if audience in words}
    return found | ({"minor"} if memory.age is not None and memory.age < retrieval()["adult_age"] else set())
