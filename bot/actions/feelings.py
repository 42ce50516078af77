"""Questions that ask for no fact ("does he love me", "will they judge me"): a warm word, then who one may talk to."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

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
    return next((part.text for part in reversed(parts) if felt_in(part.text, memory)), None)


def felt_in(question: str, memory: Memory, around: str = "") -> str | None:
    """Return the response that meets a question of feeling; None for a question of fact."""
    if not memory.lives_it or memory.buys:
        return None
    words = plain(question)
    topic, probability = topic_in_context(question, around)
    for feeling in _feelings():
        if feeling["not_words"].search(words):
            continue
        if feeling["words"].search(words) or (topic in feeling["of"] and probability >= _data()["sure"]):
            return str(feeling["say"])
    return None


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
            "words": re.compile("|".join(each.get("words", never))),
            "not_words": re.compile("|".join(each.get("not_words", never))),
        }
        for each in _data()["feelings"]
    ]
