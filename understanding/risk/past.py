"""What is told of long ago: heard as a concern, not as a danger of today.

Of the 14,000 labelled sentences none that holds a present danger is read so (tests/unit/understanding/test_past.py).
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from understanding.normaliser import fold
from understanding.person import ADULT_AGE, read_person

LONG_AGO = 10
"""Years."""
_FILE = Path(__file__).parent / "past.yml"
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
Patterns = tuple[re.Pattern[str], ...]


@lru_cache(maxsize=128)  # every fact's gates read the same few messages
def is_long_past(text: str) -> bool:
    """Whether all of `text` is told of ten years ago or more, with no word of the present or age of a minor."""
    return _is_of_long_ago(text) and not tells_of_minor(text)


def tells_of_minor(text: str) -> bool:
    """Whether the age of somebody is told who is a minor now: "y a 29 ans pis elle a 16" gives two ages."""
    age = read_person(text).age
    return age is not None and age < ADULT_AGE


def _is_of_long_ago(text: str) -> bool:
    words = _NOT_A_WORD.sub(" ", fold(text)).strip()
    words, left = _patterns("memories")[0].sub(" ", words), words
    out = [pattern for pattern in _patterns("out") if pattern.search(words)]
    for pattern in out:
        left = pattern.sub(" ", _patterns("memories")[0].sub(" ", left))
    if _patterns("present")[0].search(left if out else words):
        return False
    if out:
        return True
    return any(pattern.search(words) for pattern in _patterns("years")) or _was_young(text, words)


def _was_young(text: str, words: str) -> bool:
    """Whether the writer, an adult, gives the age that they had ten years ago or more."""
    then = [int(found[1]) for pattern in _patterns("ages") if (found := pattern.search(words))]
    now = read_person(text).age if then else None
    return now is not None and now >= ADULT_AGE and now - max(then) >= LONG_AGO


@cache
def _patterns(name: str) -> Patterns:
    data: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    listed = data[name] if isinstance(data[name], list) else [data[name].replace(" |", "|")]
    return tuple(re.compile(each.replace("NUMBER", data["number"])) for each in listed)
