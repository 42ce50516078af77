"""A message that asks several things gets an answer to each: in this service's words, a fact's or a written reply's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.actions import about, facts, ours, replies
from bot.actions.finding import answer_to
from bot.actions.knowledge.asking import Asks, asks_for, asks_of_organisation
from bot.actions.knowledge.library import library
from bot.actions.knowledge.parts import Part, pieces_in, questions_in
from bot.actions.memory import Memory
from bot.actions.opening import speak_to
from bot.actions.turn import Turn
from bot.actions.unanswered import say_also_open
from bot.actions.words import announcements
from bot.actions.written import Reply
from resources_db.knowledge.records import Fact

SURE = 0.6
"""Probability from which a reply answers one question of several."""
ANSWERS = 3
"""Answers given at once, at most."""


@dataclass(frozen=True)
class Asked:
    """One question of the message, and what answers it: a topic of this service, a fact, a reply, or nothing."""

    piece: str
    found: str | Fact | Reply | None

    @property
    def key(self) -> str:
        """What tells two answers apart."""
        return self.found if isinstance(self.found, str) else getattr(self.found, "id", self.piece)


def answer(turn: Turn) -> bool:
    """Answer each question of a message that asks several; return whether it did.

    What facts alone answer, what a record of an organisation answers and what looks for a service is left to those.
    """
    memory = turn.memory
    pieces = [piece for piece in pieces_in(memory.text) if "?" in piece or asks_for(piece) is not Asks.NOTHING]
    if len(pieces) < 2 or any(_is_for_others(piece, memory) for piece in pieces) or about.is_asked(memory):
        return False
    asked = list({each.key: each for each in _read(pieces, memory)}.values())
    known = [each for each in asked if each.found is not None]
    if len(asked) < 2 or not any(isinstance(each.found, str | Reply) for each in known):
        return False
    if not memory.before:
        speak_to(turn, ends=False)
    for each in _asking_once(_answered_once(known)[:ANSWERS]):
        _say(turn, each)
    turn.opened = True
    left = next((each.piece for each in asked if each.found is None and _wants(each.piece)), None)
    if left is not None:
        say_also_open(turn, left)
    return True


def _answered_once(known: Sequence[Asked]) -> list[Asked]:
    """Return the answers without a written reply about this chat where a question of it has its own answer."""
    of_us = any(isinstance(each.found, str) for each in known)
    return [each for each in known if not (of_us and isinstance(each.found, Reply) and ours.is_of_us(each.found.id))]


def _asking_once(known: Sequence[Asked]) -> list[Asked]:
    """Return the answers without a second one that itself asks something: one question a turn."""
    asking = [each for each in known if isinstance(each.found, Reply) and _asks(each.found)]
    return [each for each in known if each not in asking[1:]]


def _asks(reply: Reply) -> bool:
    return any("?" in variant.text for variant in announcements()[reply.id])


def _is_for_others(piece: str, memory: Memory) -> bool:
    """Whether a question looks for a service, or is of an organisation that was listed."""
    return asks_for(piece) is Asks.SERVICE or (bool(memory.listed) and asks_of_organisation(piece))


def _read(pieces: Sequence[str], memory: Memory) -> list[Asked]:
    parts, before = questions_in(memory.text, place=memory.message_place), ""
    found = []
    for piece in pieces:
        part = next((each for each in parts if each.text in piece), None)
        found.append(Asked(piece, _answer(piece, part, before, memory)))
        before = f"{before} {piece}".strip()
    return found


def _answer(piece: str, part: Part | None, before: str, memory: Memory) -> str | Fact | Reply | None:
    topic = ours.asked_in(piece, before, memory)
    if topic is not None:
        return topic
    index = library()
    fact = answer_to(index, part, memory, floor=None) if index and part is not None and part.asks is Asks.FACT else None
    if fact is not None and fact.may_be_shown:
        return fact
    reply, fit = replies.likeliest(replace(memory, whole=piece, before=""))
    return reply if fit >= SURE else None


def _wants(piece: str) -> bool:
    """Whether a question that has no answer wants one."""
    return any(part.what_is and not part.empty for part in questions_in(piece))


def _say(turn: Turn, asked: Asked) -> None:
    if isinstance(asked.found, Fact):
        facts.tell_known(turn, asked.found.id, again=True)
    elif isinstance(asked.found, Reply):
        replies.say_with_fact(turn, asked.found)
    elif asked.found is not None:
        ours.say(turn, asked.found)
