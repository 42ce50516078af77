"""Themes of what is told (`data/themes/`): what is said where no reply is sure, and the replies around it are.

The reader of answers shares what it believes among near replies: "he keeps my card" is a little of each on money. Their
sum says what the message is about, and a theme has words that are true of all its members.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.life import dark
from bot.actions.memory import Memory
from bot.actions.turn import Turn
from bot.actions.written import BUYER, Visitor, replies
from understanding.calls import calls_for
from understanding.replies import judging

FOLDER = Path(__file__).parent / "data" / "themes"
TIMES = 2
"""Times that the words of a theme are said, each time others."""
SURE = 0.15
"""Sum of the members' probabilities from which a theme is believed (docs/replies.md)."""
SURE_IN_DANGER = 0.35
"""The same where danger was read in the message."""
LEAST = 4
"""Words of a message under which it is of no theme: "toujours rien" is of the list."""
TELLS = 0.5
"""Probability that a message wants to be listened to, from which its theme goes before a reply that is not sure."""


@dataclass(frozen=True)
class Theme:
    """What somebody tells: whom its words are for (anybody where empty), and the replies whose chances it sums.

    `adults`: none is said where a minor is in need; `calm`: none is said under an alarm.
    """

    id: str
    who: frozenset[str]
    members: frozenset[str]
    adults: bool
    calm: bool


@cache
def themes() -> tuple[Theme, ...]:
    """Return the themes of `data/themes/`."""
    entries = [entry for path in sorted(FOLDER.glob("*.yml")) for entry in yaml.safe_load(path.read_text("utf-8"))]
    return tuple(map(_theme, entries))


def _theme(entry: dict[str, Any]) -> Theme:
    """Return a theme: its words are for adults where those of one of its members are."""
    adults = entry.get("adults", False) or any(replies()[name].adults for name in entry["members"])
    who, members = frozenset(entry.get("who", ())), frozenset(entry["members"])
    return Theme(entry["id"], who, members, adults, entry.get("calm", False))


@cache
def _of_member() -> Mapping[str, Theme]:
    return {name: theme for theme in themes() for name in theme.members}


def told(memory: Memory) -> Theme | None:
    """Return the theme that the newest message surely is of, for who writes; None if none is, or its words were said.

    The message is read alone and after the one before it: what both readings say counts.
    """
    if len(memory.whole.split()) < LEAST or dark(memory):
        return None
    reading = judging.read(memory.whole, memory.before)
    read = [reading.whole, *([reading.after] if reading.after is not None else [])]
    sums: Counter[str] = Counter()
    for shares in read:
        for name, share in shares.items():
            if name in _of_member():
                sums[_of_member()[name].id] += share / len(read)
    alarm = bool(memory.risk.get("alarm"))
    sure = SURE_IN_DANGER if alarm else SURE
    known = [theme for theme in themes() if sums[theme.id] >= sure and not (alarm and theme.calm)]
    found = [theme for theme in known if _suits(theme, Visitor.of(memory))]
    best = max(found, key=lambda theme: sums[theme.id], default=None)
    return best if best is not None and len(memory.said.get(best.id, ())) < TIMES else None


def _suits(theme: Theme, visitor: Visitor) -> bool:
    """Whether a theme is for this visitor, as far as is known; nobody is taken for a buyer on a guess."""
    of_them = not theme.who or visitor.who in theme.who or (visitor.unknown and theme.who != BUYER)
    return of_them and not (theme.adults and visitor.minor)


def are_told(memory: Memory) -> bool:
    """Whether a theme, rather than a reply that is not sure, meets a message that wants to be listened to.

    What was asked and not given yet is given first, and who has nothing to eat.
    """
    waits = memory.service_need is not None and not memory.shown
    if waits or memory.tells_material or calls_for(memory.whole)["listening"] < TELLS:
        return False
    return told(memory) is not None


def answer(turn: Turn) -> bool:
    """Say the words of what is told, if a theme surely is; return whether they were said."""
    theme = told(turn.memory)
    if theme is None or turn.opened:  # other words were said to it
        return False
    turn.say(theme.id)
    turn.opened = True
    return True
