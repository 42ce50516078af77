"""What is asked of this service itself: whom it tells, what it keeps, what it is, its team (`data/ours.yml`)."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions import facts, referral
from bot.actions.about.asking import is_of_them
from bot.actions.about.classified import said_to_us
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.parts import pieces_in
from bot.actions.knowledge.subjects import asks_whom_we_tell
from bot.actions.memory import Memory
from bot.actions.signs import plain, signs_in
from bot.actions.turn import Turn
from bot.actions.written import fits
from understanding.asides import asks_whether_to_call
from understanding.calls import calls_for
from understanding.ours import NONE, asked_of_us
from understanding.replies import OURS
from understanding.topics import topic_of, topics_in_context

FILE = Path(__file__).parent / "data" / "ours.yml"
TELLS, KEEPS, WHO, TOLD_BY_THEM = "us_tells", "us_traces", "us_who", "org_confidential"
HUMAN, WATCHED, FOR_MEN = "human", "watched", "asks_for_men"
TELLING = 4
"""Words from which a piece tells something."""
AT_MOST = 2
"""Lines beside a word on the wait."""


def answer(turn: Turn) -> bool:
    """Say what is asked of this service, but to danger just told; return whether that was all that is asked."""
    return not turn.memory.risk.get("alarm") and tell(turn)


def asks_who_writes(memory: Memory) -> bool:
    """Whether a message surely asks whether a person or a program answers here: it wishes for nobody yet."""
    topic, probability = topic_of(memory.text)
    return topic == WHO and probability >= _data()["surely"]


def is_of_us(reply: str) -> bool:
    """Whether a written reply is about this chat."""
    return reply in _data()["replies"]


def tell(turn: Turn) -> bool:
    """Say what is asked of this service; return whether that was all that the message asks."""
    memory, said = turn.memory, list(pieces_in(turn.memory.text))
    before = {piece: " ".join(said[:at]) for at, piece in enumerate(said)}
    pieces = [piece for piece in said if _asks(piece)]
    asked = {piece: topic for piece in pieces if (topic := asked_in(piece, before[piece], memory)) is not None}
    for topic in dict.fromkeys(asked.values()):
        say(turn, topic)
    if asked and _tells_beside(said, pieces, memory):
        return False
    turn.opened = turn.opened or bool(asked)
    return bool(asked) and len(asked) == len(pieces)


def _tells_beside(said: Sequence[str], asking: Sequence[str], memory: Memory) -> bool:
    """Whether a first message tells what is looked for beside what it asks of this service: that is met too."""
    told = [piece for piece in said if piece not in asking and len(piece.split()) >= TELLING]
    return not memory.before and memory.told.need not in (None, "listening") and bool(told)


def _asks(piece: str) -> bool:
    """Whether a piece asks, by its form or because it is surely of this service ("t un robot ou koi")."""
    topic, probability = topic_of(piece)
    named = _plainly(piece) or _question(piece, "whatever")
    of_us = (topic in _data() and probability >= _data()["surely"]) or named is not None
    return of_us or "?" in piece or asks_for(piece) is not Asks.NOTHING


def asked_in(piece: str, before: str, memory: Memory) -> str | None:
    """Return what a piece asks of this service; what it asks of an organisation is for its record."""
    plainly = _plainly(piece)
    if plainly is not None and not _is_of_others(piece, plainly, memory):
        return plainly
    question = _question(piece)
    if question is not None and _may_be_asked(question, piece, memory):
        return question
    short = len(piece.split()) < TELLING  # "dans combien de temps?" leans on the words before it
    if _asks_us_nothing(f"{before} {piece}" if short else piece) or not _may_be_called_for(piece, memory):
        return None
    topic, sure = _read(piece, before, "sure")
    if not sure and memory.waiting:  # "how long does it take?" after the team was told
        topic, sure = _read(piece, f"{memory.before} {before}", "sure_alerted")
    return topic if sure and not _is_of_others(piece, topic, memory) else None


def _question(piece: str, floor: str = "least") -> str | None:
    """Return what exactly a piece asks of this service, if that is surely read."""
    name, probability = asked_of_us(piece)
    return name if name != NONE and probability >= _data()["questions"][floor] else None


def _plainly(piece: str) -> str | None:
    """Return what a piece of few words asks of this service and nothing else ("la police va le savoir?")."""
    words = plain(piece)
    if "?" not in piece and re.search(_data()["telling"], words):
        return None  # "the police are coming"
    return next((name for name, pattern in _data()["plainly"].items() if re.fullmatch(pattern, words)), None)


def _may_be_asked(question: str, piece: str, memory: Memory) -> bool:
    """Whether it is this service that is asked, and not an organisation, by who insults nobody."""
    signs = signs_in(piece)
    if _is_of_others(piece, question, memory) or FOR_MEN in signs or (question == HUMAN and "insult" in signs):
        return False
    seeks = asks_for(piece) is Asks.SERVICE and memory.told.need not in (None, "listening", "human_agent")
    own = re.search(rf"\b(?:{_data()['own_team']})\b", plain(piece))
    true = question == HUMAN and re.search(rf"\b(?:{_data()['is_it_true']})\b", plain(piece))
    if seeks or own or true or WATCHED in signs or asks_whether_to_call(piece):
        return False
    if not said_to_us(piece) and not _is_meant(question, piece, memory):
        return False
    return memory.waiting or not _data()["questions"][question].get("awaited")


def _is_meant(question: str, piece: str, memory: Memory) -> bool:
    """Whether a question in words that speak to nobody is still surely of this service."""
    likely = asked_of_us(piece)[1]
    if question in _data()["of_a_screen"] and is_of_them(memory.text, shown=memory.shown, listed=()):
        return False  # "I'll phone them. Will he be able to find me there?"
    if question in _data()["of_the_team"] and memory.waiting:
        return likely >= float(_data()["sure_awaited"])
    anybody, telling = _data()["of_anybody"], _data()["of_telling"]
    if question in anybody["names"]:
        of_them = is_of_them(memory.text, shown=memory.shown, listed=memory.listed)
        return likely >= anybody["sure"] and not memory.listed and not of_them
    return question not in telling["names"] or likely >= telling["sure"]


def _may_be_called_for(piece: str, memory: Memory) -> bool:
    """Whether a word on this service may be what the message calls for, or answers it by the judge of answers."""
    called = max(calls_for(text)["service"] for text in (piece, memory.whole))
    answers = sum(fit for name, fit in fits(memory).items() if name.startswith(OURS))
    return max(called, answers) >= float(_data()["called_for"])


def _asks_us_nothing(piece: str) -> bool:
    name, probability = asked_of_us(piece)
    return name == NONE and probability >= float(_data()["questions"]["surely_none"])


def _read(piece: str, before: str, floor: str) -> tuple[str, bool]:
    """Return the most probable topic of a piece, and whether it surely asks it of this service.

    Who says "you" asks whom this service tells, though the words are those that are asked of a line.
    """
    read = dict(topics_in_context(piece, before))
    if said_to_us(piece):
        read[TELLS] += read.pop(TOLD_BY_THEM)
    topic = max(read, key=lambda name: read[name])
    if topic == WHO and re.search(rf"\b(?:{_data()['is_it_true']})\b", plain(piece)):
        return topic, False  # "my cousin says… is it true?"
    least = _data()[topic].get(floor, _data().get(floor, 1)) if topic in _data() else 1
    return topic, read[topic] >= least


def _is_of_others(piece: str, topic: str, memory: Memory) -> bool:
    """Whether it is an organisation's: one that is named, or "they" where some were listed.

    "They" are the team where it was told and is asked about, and the writer's own people for what stays on a screen.
    """
    team = topic in _data()["of_the_team"] and memory.waiting
    they = () if team or topic in _data()["of_a_screen"] else memory.listed
    return is_of_them(piece, shown=memory.shown, listed=they)


def say(turn: Turn, topic: str) -> None:
    """Say what answers a topic of this service."""
    said: dict[str, Any] = _data()["questions"].get(topic) or _data()[topic]
    alerted = turn.memory.waiting or any(name.startswith("utter_escalated") for name in turn.memory.said)
    response = said.get("alerted", said["say"]) if alerted else said["say"]
    if topic == TELLS and "privacy" in signs_in(turn.memory.text) and not asks_whom_we_tell(turn.memory.text):
        response = _data()[KEEPS]["say"]
    if said.get("lines") and turn.memory.waiting:
        lines = [line for line in referral.lines(turn.memory) if line["slug"] not in turn.memory.listed]
        turn.show(lines[:AT_MOST] or referral.lines(turn.memory)[:1], response)
    else:
        turn.say(response, choices=said.get("choices"))
    if said.get("kept") and turn.memory.familiar:
        facts.tell_known(turn, said["kept"], alone=False)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data
