"""What a message tells besides asking: thanks and goodbyes, good news, a step taken, shame, a wish for company."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions import referral
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import Memory
from bot.actions.signs import plain, says_more, signs_in
from bot.actions.turn import Turn
from understanding.asides import parts_of

FILE = Path(__file__).parent / "data" / "moments.yml"
CLOSING = ("farewell", "plan", "thanks")
TOLD = {"good_news": "utter_good_news", "step": "utter_step_taken", "called": "utter_help_called",
        "shame": "utter_shame"}  # fmt: skip
DARK = {"suicide", "self_harm"}
YOUTH_LINES = ("tel-jeunes",)
WRITTEN_LINES = ("suicide-1-866-appelle", "ligne-988-suicide")


@dataclass(frozen=True)
class Moment:
    """`told` names what the parts of a message tell; `more` says that some part says something else."""

    told: frozenset[str] = frozenset()
    more: bool = False


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    listed: dict[str, list[str]] = yaml.safe_load(FILE.read_text("utf-8"))
    return {name: re.compile(rf"\b(?:{'|'.join(phrases)})") for name, phrases in listed.items()}


def read_moment(text: str) -> Moment:
    """Return what the parts of `text` tell."""
    told: set[str] = set()
    more = False
    for part in parts_of(text):
        words = plain(part)
        found = {name for name, pattern in _patterns().items() if pattern.search(words)}
        told |= found
        more = more or (not found and says_more(part))
    return Moment(frozenset(told), more)


def answer(turn: Turn) -> bool:
    """Say what such a message calls for; return whether nothing more is due."""
    memory = turn.memory
    moment = read_moment(memory.whole)
    if memory.risk.get("alarm"):
        return False
    if "wants_to_die" in signs_in(memory.whole) and memory.lives_it and "not_suicidal" not in signs_in(memory.whole):
        turn.say("utter_keep_company")
        turn.show(lines_to_live(memory), "utter_written_lines")
        return True
    if "company" in moment.told and (memory.in_danger or memory.level == "concern" or not _asks(memory)):
        _keep_company(turn)
        return True
    if _say_told(turn, moment):
        turn.opened = True
        return not _asks(memory)
    if closes(memory, moment):
        _close(turn, moment)
        return True
    return False


def say_told(turn: Turn) -> bool:
    """Under an alert, say first that a step taken, or the wish for company, was seen; return whether it was said."""
    moment = read_moment(turn.memory.whole)
    if _say_told(turn, moment):
        return True
    if "company" in moment.told:
        turn.say("utter_keep_company")
    return "company" in moment.told


def _say_told(turn: Turn, moment: Moment) -> bool:
    memory = turn.memory
    for name, response in TOLD.items():
        if name in moment.told and (name != "shame" or memory.lives_it) and _fits(name, memory):
            turn.say(response)
            return True
    return False


def dark(memory: Memory) -> bool:
    """Whether suicide or self-harm was told of."""
    return bool(DARK & set(memory.risk.get("types", ())))


def lines_to_live(memory: Memory) -> list[dict[str, Any]]:
    """Return the lines for who thinks of dying, those for young people first for a minor."""
    return referral.these(memory, [*(YOUTH_LINES if memory.familiar or memory.minor else ()), *WRITTEN_LINES])


def closes(memory: Memory, moment: Moment) -> bool:
    """Whether the message only closes: thanks, a goodbye, what the visitor will do; nothing is asked by it."""
    closing = set(CLOSING) & moment.told
    if not closing or _asks(memory) or memory.told.level in ("high", "imminent"):
        return False
    if "dark" in signs_in(memory.whole) and "farewell" not in moment.told:
        return False
    if closing == {"plan"}:
        return bool(memory.shown) and not moment.more
    return not moment.more or ("farewell" in closing and memory.told.need in (None, memory.need))


def _close(turn: Turn, moment: Moment) -> None:
    memory = turn.memory
    if "plan" in moment.told and not dark(memory):
        turn.say("utter_plan_noted")
    elif {"farewell", "leave", "plan"} & moment.told and (memory.in_danger or "thanks" not in moment.told):
        calm = "911" in memory.avoids or not memory.in_danger or not memory.lives_it
        turn.say("utter_farewell" if calm else "utter_goodbye")
    else:
        turn.say("utter_thank")


def _keep_company(turn: Turn) -> None:
    """Stay, in writing; a line that answers in writing is beside, never instead."""
    memory = turn.memory
    turn.say("utter_keep_company")
    lines = lines_to_live(memory) if dark(memory) else []
    if lines and not set(WRITTEN_LINES) & set(memory.listed):
        turn.show(lines, "utter_written_lines")


def _asks(memory: Memory) -> bool:
    """Whether something is asked besides."""
    asked = "wish" in signs_in(memory.text) and memory.told.need is not None
    return asks_for(memory.text) is not Asks.NOTHING or "?" in memory.text or asked or "place" in memory.news


def _fits(name: str, memory: Memory) -> bool:
    """Whether the words are said of what was told before: nobody's first message is good news."""
    return name in ("shame", "step") or memory.level != "none" or bool(memory.shown)
