"""A question whose subject is plain and that no fact surely answers: words that orient, and the nearest fact of it."""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.knowledge.parts import no_subjects
from bot.actions.memory import Memory

FILE = Path(__file__).parent / "data" / "guidance.yml"


def entry_for(topics: Mapping[str, float], memory: Memory, question: str) -> dict[str, Any] | None:
    """Return the entry of `data/guidance.yml` that these topics (name to probability) call for, of who asks.

    The topics of an entry count together: which of two near ones is asked matters less than that it is of them.
    """
    likeliest, sure = max(topics, key=lambda name: topics[name]), guidance()["sure"]
    mine = who_asks(memory)
    entries = [each for each in guidance()["entries"] if mine in each.get("who", (mine,))]
    if likeliest in no_subjects():
        return None if topics[likeliest] >= sure else _of_danger(entries, memory, question)
    best = max(entries, key=lambda each: _share(topics, each["of"]))
    return best if _share(topics, best["of"]) >= sure else _of_danger(entries, memory, question)


def _of_danger(entries: Sequence[dict[str, Any]], memory: Memory, question: str) -> dict[str, Any] | None:
    """Return the entry on the danger that was told, for a question too short to have a subject: it is asked of that."""
    if not is_short(question):
        return None
    names = [guidance()["of_danger"].get(kind) for kind in memory.risk.get("types", ())] if memory.in_danger else []
    return next((each for name in names for each in entries if each["name"] == name), None)


def who_asks(memory: Memory) -> str:
    """Return what the visitor is in what happened: self, relative, professional, witness or buyer."""
    if memory.buys:
        return "buyer"
    for role, audience in (("professional", "professionals"), ("witness", "witnesses"), ("relative", "relatives")):
        if memory.role == role or audience in memory.audiences:
            return role
    return "self" if memory.lives_it else "relative"


def fresh_facts(entry: dict[str, Any], told: Collection[str]) -> Sequence[str]:
    """Return the ids of the entry's facts that were not told yet."""
    return [name for name in entry["facts"] if name not in told]


def is_short(question: str) -> bool:
    """Whether a question has too few words to have a subject of its own."""
    return len(question.split()) <= int(guidance()["short"])


def leads_to_fact(entry: dict[str, Any]) -> bool:
    """Whether the entry's words announce what is known: they are not said where no fact follows."""
    return any("Voici ce que je sais" in text for text in entry["fr"])


def _share(topics: Mapping[str, float], names: Sequence[str]) -> float:
    return sum(topics[name] for name in names)


@cache
def guidance() -> dict[str, Any]:
    """Return `data/guidance.yml`."""
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return loaded
