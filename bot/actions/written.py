"""The written replies (`data/replies/`): whom each is for, and which one a text calls for, which is learned."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.guidance import who_asks
from bot.actions.memory import ADULT_AGE, Memory
from understanding.replies import FACT, NONE, OURS, answers, judging
from understanding.replies.judging import Known

FOLDER = Path(__file__).parent / "data" / "replies"
KIN = Path(__file__).parent / "data" / "replies_kin.yml"
SHORT = 6
"""Words of a message that is read with the one before it, where it is unsure by itself."""
BUYER = frozenset({"buyer"})
OF_THE_YOUNG = ("teens", "young")
"""Files of replies that speak of school, parents and safe adults."""
LEADS = re.compile(r"\b[Vv]oici (?:où|qui|à qui|par où)\b")


@dataclass(frozen=True)
class Reply:
    """A reply: whom it is for (anybody where empty), ids of facts that help beside it, and what comes next.

    One for `adults` respects a choice that a minor cannot make. A `late` one leaves the message to what else may
    answer it: another part of the bot does more with it than words. A `scene` is a danger told now, with what to do
    first: `dangers` are its types, `emergency` says that 911 is shown. `leads`: its words announce who can help. A
    `vital` one was written for who thinks of dying or hurts themselves, and stands beside the numbers. A `later` one
    takes up a conversation, and is none to a first message. A `young` one speaks as to somebody young.
    """

    id: str
    who: frozenset[str]
    adults: bool
    late: bool
    facts: tuple[str, ...]
    next: str
    dangers: frozenset[str]
    emergency: bool
    leads: bool
    vital: bool
    later: bool
    young: bool

    @property
    def scene(self) -> bool:
        """Whether it is said to a danger of now."""
        return bool(self.dangers)


@cache
def replies() -> Mapping[str, Reply]:
    """Return the replies of `data/replies/`, by id."""
    return {
        entry["id"]: Reply(
            id=entry["id"],
            who=frozenset(entry.get("who", ())),
            adults=entry.get("adults", False),
            late=entry.get("late", False),
            facts=tuple(entry.get("facts", ())),
            next=entry.get("next", NONE),
            dangers=frozenset(entry.get("dangers", ())),
            emergency=entry.get("emergency", False),
            leads=any(LEADS.search(text) for text in entry["fr"]),
            vital=entry.get("vital", False),
            later=entry.get("later", False),
            young=name in OF_THE_YOUNG,
        )
        for name, entry in _entries()
    }


@cache
def _entries() -> list[tuple[str, dict[str, Any]]]:
    """Return each entry after the name of its file."""
    paths = sorted(FOLDER.glob("*.yml"))
    return [(path.stem, entry) for path in paths for entry in yaml.safe_load(path.read_text("utf-8"))]


@dataclass(frozen=True)
class Visitor:
    """What is known of who writes, as far as a reply asks: `who` they are, `unknown` if they never said so.

    `begun`: something was written before the newest message; `grown`: they live it, and said that they are an adult.
    """

    who: str
    unknown: bool
    minor: bool
    begun: bool
    grown: bool = False

    @classmethod
    def of(cls, memory: Memory) -> "Visitor":
        """Return the visitor of a conversation: who never said what they are may be any of them."""
        unknown = memory.role is None and memory.for_whom is None and memory.lives_it and not memory.in_danger
        adult = (memory.age or 0) >= ADULT_AGE or (memory.age is None and "adults" in memory.audiences)
        return cls(who_asks(memory), unknown, memory.minor, bool(memory.before), memory.lives_it and adult)


def suits(reply: Reply, visitor: Visitor) -> bool:
    """Whether a reply is for this visitor, as far as is known; nobody is taken for a buyer on a guess."""
    unknown = visitor.unknown and reply.who != BUYER
    of_age = not (reply.adults and visitor.minor) and not (reply.young and visitor.grown)
    return (not reply.who or unknown or visitor.who in reply.who) and of_age and (visitor.begun or not reply.later)


@lru_cache(maxsize=64)  # visitors differ by few things
def known_to(visitor: Visitor) -> Mapping[str, Known]:
    """Return what is known of each reply that is no scene, for this visitor, and of the other answers."""
    own = {
        name: Known(kin().get(name, (name,)), suits(reply, visitor))
        for name, reply in replies().items()
        if not reply.scene
    }
    return own | {name: Known((name,), True) for name in answers() if name.startswith((FACT, OURS))}


def fits(memory: Memory) -> dict[str, float]:
    """Return how probably each of the likeliest answers (replies, `fact:…`, `ours:…`) meets the newest message."""
    return judging.shared().fit(judging.read(memory.whole, memory.before), known_to(Visitor.of(memory)))


def likeliest(memory: Memory) -> tuple[Reply | None, float]:
    """Return the reply for this visitor that most likely answers and was not said yet, with that probability."""
    visitor, known = Visitor.of(memory), replies()
    replied = {name: fit for name, fit in fits(memory).items() if name in known and suits(known[name], visitor)}
    fresh = {name: fit for name, fit in replied.items() if name not in memory.said}
    best = max(fresh, key=lambda name: fresh[name], default=None)
    return (known[best], fresh[best]) if best is not None else (None, 0.0)


def scene_in(found: Mapping[str, float], memory: Memory, sure: float) -> Reply | None:
    """Return the likeliest scene, if `sure` and likelier than none; kin, which say nearly the same, count together.

    A scene tells itself who is in it: a man who has worried for his child may now want to die.
    """
    together = kin_of(found)
    scenes = [reply for name, reply in replies().items() if name in found and reply.scene]
    kept = [scene for scene in scenes if _may_be_in_it(scene, memory)]
    likeliest = max(kept, key=lambda scene: (together[scene.id], found[scene.id]), default=None)
    fits = likeliest is not None and together[likeliest.id] >= max(sure, found.get(NONE, 0.0))
    return likeliest if fits else None


def _may_be_in_it(scene: Reply, memory: Memory) -> bool:
    """Whether a scene may be this visitor's: who writes for themselves is not told what a mother does at the hotel."""
    return not scene.who or "self" in scene.who or memory.for_whom != "self"


def kin_of(shares: Mapping[str, float]) -> dict[str, float]:
    """Return for each reply the probability of it and of its kin."""
    return {name: sum(shares.get(other, 0.0) for other in kin().get(name, (name,))) for name in shares}


@cache
def kin() -> Mapping[str, tuple[str, ...]]:
    """Return the kin of each reply that has any, itself among them (`data/replies_kin.yml`)."""
    groups: list[list[str]] = yaml.safe_load(KIN.read_text("utf-8"))
    return {name: tuple(group) for group in groups for name in group}
