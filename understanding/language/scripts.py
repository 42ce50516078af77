"""Languages told by their writing system (data/scripts.tsv, data/script_variants.tsv)."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from understanding.normaliser import rows_of

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class _Script:
    """A writing system: the language it stands for by default, its letters, and the share of them it takes."""

    language: str
    share: float
    letters: re.Pattern[str]
    variants: tuple[tuple[str, re.Pattern[str]], ...]


def _letters(ranges: str) -> re.Pattern[str]:
    bounds = [[int(bound, 16) for bound in each.split("-")] for each in ranges.split()]
    return re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in bounds) + "]")


@cache
def _scripts() -> tuple[_Script, ...]:
    variants = [(script, code, re.compile(pattern)) for script, code, pattern in rows_of(_DATA / "script_variants.tsv")]
    return tuple(
        _Script(
            code,
            float(share),
            _letters(ranges),
            tuple((other, rule) for script, other, rule in variants if script == code),
        )
        for code, share, ranges in rows_of(_DATA / "scripts.tsv")
    )


def language_of_script(text: str) -> str | None:
    """Return the language of a message written mostly outside the Latin alphabet, or None."""
    letters = sum(c.isalpha() for c in text)
    for script in _scripts():
        count = len(script.letters.findall(text))
        if count == 0 or count < script.share * letters:
            continue
        lowered = text.lower()
        return next((code for code, rule in script.variants if rule.search(lowered)), script.language)
    return None
