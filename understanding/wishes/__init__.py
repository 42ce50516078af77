"""Wishes about a human counsellor, said in passing: wanting one, or not wanting one.

A refusal is recorded and respected in tone; it is never a reason to lower a level.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from understanding.acts import acts_in
from understanding.normaliser import fold, normalise

_FILE = Path(__file__).parent / "wishes.yml"
_KEYS = ("declines_human", "plain", "identity", "wants_human", "to_the_bot")


@dataclass(frozen=True)
class Wishes:
    """What was said of a human: wanted or declined, never both.

    `plain` says that it can only be a counsellor that is wanted ("a human", not "someone"); `to_the_bot`, that the
    visitor only asks whether they may talk here ("can I tell you something").
    """

    wants_human: bool = False
    declines_human: bool = False
    plain: bool = False
    to_the_bot: bool = False


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return loaded


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {key: re.compile("|".join(f"(?:{p})" for p in _data()[key])) for key in _KEYS}


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(_data()["breaks"])


def read_wishes(text: str) -> Wishes:
    """Return the wishes said in `text`: the last part that says one decides.

    Within one part a refusal wins over a wish in the same words ("no person"); what an earlier part refuses ("no more
    shelters, no person helped me there") does not undo a wish that follows.
    """
    folded = fold(normalise(text))
    said = [found for part in _breaks().split(folded) if (found := _read_part(part)) is not None]
    if said:
        return said[-1]
    if any("no_human" in acts_in(part) for part in _breaks().split(text)):
        return Wishes(declines_human=True)
    return Wishes(to_the_bot=bool(_patterns()["to_the_bot"].search(folded)))


def _read_part(part: str) -> Wishes | None:
    found = _patterns()
    if found["declines_human"].search(part):
        return Wishes(declines_human=True)
    plain = bool(found["plain"].search(part)) and not found["identity"].search(part)
    if plain or found["wants_human"].search(part):
        return Wishes(wants_human=True, plain=plain)
    return None


def without_wishes(folded: str) -> str:
    """Return the folded text without the words that say a wish about a counsellor."""
    rest = folded
    for key in ("declines_human", "wants_human"):
        rest = _patterns()[key].sub(" ", rest)
    if rest == folded:
        return folded
    around = set(_data()["around"].split())
    return " ".join(word for word in rest.split() if word not in around)
