"""Questions that ask for no fact ("does he love me", "will they judge me"): a warm word, then who one may talk to."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.knowledge.asking import Asks
from bot.actions.knowledge.parts import questions_in
from bot.actions.memory import Memory
from bot.actions.signs import plain
from bot.actions.turn import Turn
from understanding.topics import topic_in_context

FILE = Path(__file__).parent / "data" / "feelings.yml"


def say_to(turn: Turn, question: str, around: str = "") -> bool:
    """Say what meets a question of feeling; return whether `question` is one, and not of who buys or helps."""
    response = felt_in(question, turn.memory, around)
    if response is None:
        return False
    turn.say(response)
    return True


def asked_in(memory: Memory) -> str | None:
    """Return the question of feeling of the newest message, if it asks one."""
    parts = questions_in(memory.text, place=memory.message_place)
    if any(part.asks is Asks.SERVICE for part in parts) or _looks_for_a_service(memory):
        return None
    return next((part.text for part in reversed(parts) if felt_in(part.text, memory, part.told or memory.before)), None)


def _looks_for_a_service(memory: Memory) -> bool:
    """Whether the message surely asks for somewhere or somebody, whatever feeling it names ("qui juge pas")."""
    topic, probability = topic_in_context(memory.text, memory.before)
    return topic == "service" and probability >= _data()["service"]


def felt_in(question: str, memory: Memory, around: str = "") -> str | None:
    """Return the response that meets a question of feeling; None for a question of fact."""
    if not memory.lives_it or memory.buys:
        return None
    said = _said_in(question, around)
    return str(said["say"]) if said else _of_topic(question, around)


def may_answer(fact: str, question: str, memory: Memory, around: str = "") -> bool:
    """Whether the record of id `fact` may answer `question`: what is felt, told in words, has its own few if any."""
    if not memory.lives_it or memory.buys:
        return True
    said = _said_in(question, around)
    return said is None or said["facts"] is None or fact in said["facts"]


def _of_topic(question: str, around: str) -> str | None:
    """Return the response to a question whose topic is surely a feeling's, though its words are none that are known."""
    topic, probability = topic_in_context(question, around)
    if probability < _data()["sure"]:
        return None
    found = (each for each in _feelings() if topic in each["of"] and not each["not_words"].search(plain(question)))
    return next((str(each["say"]) for each in found), None)


def _said_in(question: str, around: str) -> dict[str, Any] | None:
    """Return the feeling that the words of a question are of, if they are of one."""
    return next((each for each in _feelings() if _is_said(each, question, around)), None)


def _is_said(feeling: dict[str, Any], question: str, around: str) -> bool:
    """Whether the words of a question, or those told before a bare "is that normal", are of this feeling."""
    words = plain(question)
    if feeling["not_words"].search(words):
        return False
    bare = _bare().search(words) and feeling["told"].search(plain(around))
    return bool(feeling["words"].search(words) or bare)


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(_data()["bare"])


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data


@cache
def _feelings() -> list[dict[str, Any]]:
    never = [r"(?!)"]
    return [
        {
            "say": each["say"],
            "of": each.get("of", ()),
            "facts": each.get("facts"),
            "words": re.compile("|".join(each.get("words", never))),
            "told": re.compile(each.get("told", never[0])),
            "not_words": re.compile("|".join(each.get("not_words", never))),
        }
        for each in _data()["feelings"]
    ]
