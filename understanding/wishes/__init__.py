"""Wishes about a human counsellor, said in passing: wanting one, or not wanting one.

A refusal is recorded and respected in tone; it is never a reason to lower a level.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from understanding.normaliser import fold, normalise

_FILE = Path(__file__).parent / "wishes.yml"


@dataclass(frozen=True)
class Wishes:
    """What was said of a human: at most one is true."""

    wants_human: bool = False
    declines_human: bool = False


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return loaded


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    wishes = ("declines_human", "wants_human")
    return {key: re.compile("|".join(f"(?:{p})" for p in _data()[key])) for key in wishes}


def read_wishes(text: str) -> Wishes:
    """Return the wishes said in `text`; a refusal wins over a wish in the same words ("no person")."""
    folded = fold(normalise(text))
    if _patterns()["declines_human"].search(folded):
        return Wishes(declines_human=True)
    return Wishes(wants_human=bool(_patterns()["wants_human"].search(folded)))


def without_wishes(folded: str) -> str:
    """Return the folded text without the words that say a wish about a counsellor."""
    rest = folded
    for pattern in _patterns().values():
        rest = pattern.sub(" ", rest)
    if rest == folded:
        return folded
    around = set(_data()["around"].split())
    return " ".join(word for word in rest.split() if word not in around)
