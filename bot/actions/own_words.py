"""The person's own words for the people of their situation, from a closed list: "mon chum", "my pimp", "le gars"."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from bot.actions.signs import plain
from understanding.denials import without_denied

FILE = Path(__file__).parent / "data" / "own_words.yml"
Role = Literal["other", "dear"]


@dataclass(frozen=True)
class OwnWords:
    """A person as the visitor names them: `other` may be who harms, `dear` is who the visitor writes for,
    a `relative` or somebody `other` (`whom`). `forms` holds the words by address, and whether it is a `child` (`kin`).
    """

    role: Role
    forms: dict[str, str]
    whom: str = "relative"


@cache
def _entries() -> list[tuple[re.Pattern[str], OwnWords]]:
    listed: dict[Role, list[dict[str, str]]] = yaml.safe_load(FILE.read_text("utf-8"))
    return [
        (re.compile(rf"\b(?:{entry['heard']})\b"), _named(role, entry))
        for role, entries in listed.items()
        for entry in entries
    ]


def _named(role: Role, entry: dict[str, str]) -> OwnWords:
    forms = {key: entry[key] for key in ("fr", "tu", "en")} | {"kin": entry.get("kin", "child")}
    return OwnWords(role, forms, entry.get("whom", "relative"))


def own_words(text: str) -> dict[Role, OwnWords]:
    """Return the people named in `text`, one a role; a role with two people is left out, never guessed.

    Beside other kin, a child is who one writes for: the brother of a mother only showed her something.
    """
    words = plain(without_denied(text))
    heard: dict[Role, list[OwnWords]] = {"other": [], "dear": []}
    for pattern, named in _entries():
        if pattern.search(words):
            heard[named.role].append(named)
    children = [named for named in heard["dear"] if named.forms["kin"] == "child"]
    heard["dear"] = children or heard["dear"]
    return {role: named[0] for role, named in heard.items() if len(named) == 1}
