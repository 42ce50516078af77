"""Wishes about a human counsellor, said in passing: wanting one, or not wanting one.

A refusal is recorded and respected in tone; it is never a reason to lower a level.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from understanding.normaliser import fold, normalise

_FILE = Path(__file__).parent / "wishes.yml"


@dataclass(frozen=True)
class Wishes:
    """What was said of a human: at most one is true."""

    wants_human: bool = False
    declines_human: bool = False


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    entries: dict[str, list[str]] = yaml.safe_load(_FILE.read_text("utf-8"))
    return {key: re.compile("|".join(f"(?:{p})" for p in patterns)) for key, patterns in entries.items()}


def read_wishes(text: str) -> Wishes:
    """Return the wishes said in `text`; a refusal wins over a wish in the same words ("no person")."""
    folded = fold(normalise(text))
    if _patterns()["declines_human"].search(folded):
        return Wishes(declines_human=True)
    return Wishes(wants_human=bool(_patterns()["wants_human"].search(folded)))
