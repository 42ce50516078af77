"""What a visitor answers to the safety question; whether they take back what they said (patterns in answers.yml)."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from understanding.normaliser import fold, normalise
from understanding.wishes import read_wishes

_FILE = Path(__file__).parent / "answers.yml"
Patterns = re.Pattern[str]


class SafetyAnswer(StrEnum):
    """An answer to "are you safe right now?"; `OTHER` answers something else, or refuses to."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    UNSURE = "unsure"
    OTHER = "other"

    @property
    def alarms(self) -> bool:
        """Whether it calls for a counsellor: nobody who is not sure to be safe is left alone."""
        return self in (SafetyAnswer.UNSAFE, SafetyAnswer.UNSURE)


_MEANING = {
    "unsafe": SafetyAnswer.UNSAFE,
    "safe": SafetyAnswer.SAFE,
    "refuses": SafetyAnswer.OTHER,
    "unsure": SafetyAnswer.UNSURE,
    "said_no": SafetyAnswer.UNSAFE,
    "said_yes": SafetyAnswer.SAFE,
}


def _one(patterns: list[str]) -> Patterns:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def _answers() -> dict[str, Patterns]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return {key: _one(patterns) for key, patterns in loaded["safety_answer"].items()}


@cache
def _retraction() -> Patterns:
    return _one(yaml.safe_load(_FILE.read_text("utf-8"))["retraction"])


def read_safety_answer(text: str) -> SafetyAnswer:
    """Return what `text` answers; explicit words win over a bare "no", and refusing a counsellor is no answer."""
    both = (fold(text), fold(normalise(text)))
    refuses_counsellor = read_wishes(text).declines_human
    for key, meaning in _MEANING.items():
        if key == "said_no" and refuses_counsellor:
            return SafetyAnswer.OTHER
        if any(_answers()[key].search(folded) for folded in both):
            return meaning
    return SafetyAnswer.OTHER


def is_retraction(text: str) -> bool:
    """Whether the visitor takes back what was said before ("c'est une blague", "never mind")."""
    return any(_retraction().search(folded) for folded in (fold(text), fold(normalise(text))))
