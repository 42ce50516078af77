"""What is asked of this service itself: whom it tells, what it keeps, what it is, its team (`data/ours.yml`)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions import facts, referral
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.parts import pieces_in
from bot.actions.knowledge.subjects import asks_whom_we_tell
from bot.actions.signs import signs_in
from bot.actions.turn import Turn
from understanding.topics import topic_in_context

FILE = Path(__file__).parent / "data" / "ours.yml"
TELLS, KEEPS = "us_tells", "us_traces"
AT_MOST = 2
"""Lines beside a word on the wait."""


def answer(turn: Turn) -> bool:
    """Say what is asked of this service, but to danger just told; return whether that was all that is asked."""
    return not turn.memory.risk.get("alarm") and tell(turn)


def tell(turn: Turn) -> bool:
    """Say what is asked of this service; return whether that was all that the message asks."""
    said = list(pieces_in(turn.memory.text))
    before = {piece: " ".join(said[:at]) for at, piece in enumerate(said)}
    pieces = [piece for piece in said if _asks(piece)]
    asked = {piece: topic for piece in pieces if (topic := _of_us(piece, before[piece])) is not None}
    for topic in dict.fromkeys(asked.values()):
        _say(turn, topic)
    turn.opened = turn.opened or bool(asked)
    return bool(asked) and len(asked) == len(pieces)


def _asks(piece: str) -> bool:
    return "?" in piece or asks_for(piece) is not Asks.NOTHING


def _of_us(piece: str, before: str) -> str | None:
    topic, probability = topic_in_context(piece, before)
    return topic if topic in _data() and probability >= _data()[topic].get("sure", _data()["sure"]) else None


def _say(turn: Turn, topic: str) -> None:
    said: dict[str, Any] = _data()[topic]
    response = said.get("alerted", said["say"]) if turn.memory.waiting else said["say"]
    if topic == TELLS and "privacy" in signs_in(turn.memory.text) and not asks_whom_we_tell(turn.memory.text):
        response = _data()[KEEPS]["say"]
    if said.get("lines") and turn.memory.waiting:
        lines = [line for line in referral.lines(turn.memory) if line["slug"] not in turn.memory.listed]
        turn.show(lines[:AT_MOST] or referral.lines(turn.memory)[:1], response)
    else:
        turn.say(response, choices=said.get("choices"))
    if topic == TELLS and turn.memory.familiar:
        facts.tell_known(turn, "confidentiality-limit", alone=False)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data
