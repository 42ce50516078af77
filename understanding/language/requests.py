"""Whether the author asks to be answered in French or in English."""

import re
from functools import cache
from pathlib import Path
from typing import Literal, cast

from understanding.normaliser import fold, rows_of

_DATA = Path(__file__).parent / "data"
_NAMED = re.compile(r"anglais|english|francais|french")
Asked = Literal["fr", "en"]


@cache
def _rules(name: str) -> tuple[tuple[Asked, re.Pattern[str]], ...]:
    return tuple((cast(Asked, row[0]), re.compile(row[1])) for row in rows_of(_DATA / name))


def requested_language(text: str) -> Asked | None:
    """Return the language asked for, the last one where the author changes their mind, or None."""
    folded = fold(text[:2000])
    if not _NAMED.search(folded):
        return None
    denied = [(code, m.start(), m.end()) for code, rule in _rules("denials.tsv") for m in rule.finditer(folded)]
    found: list[tuple[int, Asked]] = []
    for code, rule in _rules("requests.tsv"):
        for match in rule.finditer(folded):
            own = ("french" in rule.pattern and code == "en") or ("anglais" in rule.pattern and code == "fr")
            refused = any(c == code and s < match.end() and match.start() < e for c, s, e in denied)
            if own or not refused:
                found.append((match.end(), code))
    return max(found)[1] if found else None
