"""Themes of what is told (`data/themes/`): what is said where no reply is sure, and the replies around it are.

The reader of answers shares what it believes among near replies: "he keeps my card" is a little of each on money. Their
sum says what the message is about, and a theme has words that are true of all its members.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.actions.memory import Memory
from bot.actions.opening import learn_from
from bot.actions.turn import Turn
from bot.actions.written import BUYER, Visitor
from understanding.calls import calls_for
from understanding.replies import judging

FOLDER = Path(__file__).parent / "data" / "themes"
TIMES = 2
"""Times that the words of a theme are said, each time others."""
SURE = 0.15
"""Sum of the members' probabilities from which a theme is believed (docs/replies.md)."""
TELLS = 0.5
"""Probability that a message wants to be listened to, from which its theme goes before a reply that is not sure."""


@dataclass(frozen=True)
class Theme:
    """What somebody tells: whom its words are for (anybody where empty), and the replies whose chances it sums."""

    id: str
    who: frozenset[str]
    members: frozenset[str]


@cache
def themes() -> tuple[Theme, ...]:
    """Return the themes of `data/themes/`."""
    entries = [entry for path in sorted(FOLDER.glob("*.yml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
    return tuple(Theme(each["id"], frozenset(each.get("who", ())), frozenset(each["members"])) for each in entries)


@cache
def _of_member() -> Mapping[str, Theme]:
    return {name: theme for theme in themes() for name in theme.members}


def told(memory: Memory) -> Theme | None:
    """Return the theme that the newest message surely is of, for who writes; None if none is, or its words were said.

    The message is read alone and after the one before it: what both readings say counts.
    """
    reading = judging.read(memory.whole, memory.before)
    read = [reading.whole, *([reading.after] if reading.after is not None else [])]
    sums: Counter[str] = Counter()
    for shares in read:
        for name, share in shares.items():
            if name in _of_member():
                sums[_of_member()[name].id] += share / len(read)
    found = [theme for theme in themes() if sums[theme.id] >= SURE and _suits(theme, Visitor.of(memory))]
    best = max(found, key=lambda theme: sums[theme.id], default=None)
    return best if best is not None and len(memory.said.get(best.id, ())) < TIMES else None


def _suits(theme: Theme, visitor: Visitor) -> bool:
    """Whether a theme is for this visitor, as far as is known; nobody is taken for a buyer on a guess."""
    return not theme.who or visitor.who in theme.who or (visitor.unknown and theme.who != BUYER)


def are_told(memory: Memory) -> bool:
    """Whether a theme, rather than a reply that is not sure, meets a message that wants to be listened to."""
    return calls_for(memory.whole)["listening"] >= TELLS and told(memory) is not None


def answer(turn: Turn) -> bool:
    """Say the words of what is told, if a theme surely is; return whether they were said."""
    theme = told(turn.memory)
    if theme is None:
        return False
    learn_from(turn)
    turn.say(theme.id)
    turn.opened = True
    return True
