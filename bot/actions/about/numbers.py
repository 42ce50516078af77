"""The numbers of those shown, as a message says them: "le 438", "438-601-1211"."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.actions.about.names import Found
from resources_db.catalogue import Record

BEFORE = ("le", "au", "du", "the", "to", "at", "text", "texter", "number", "numero", "call", "appeler")
"""Words after which the first digits of a number are enough."""
OPENING = 3
"""Digits that open a number, from which it may be known."""
WHOLE = 10
"""Digits of a number without its country."""
LOCAL = 7
"""Digits of a number without its area code."""


def numbers_in(words: Sequence[str], shown: Iterable[Record]) -> list[Found]:
    """Return the numbers that the plain words hold, each with the one organisation shown that it reaches."""
    known = [(record.slug, digits) for record in shown for digits in _numbers_of(record)]
    found = []
    for start, end in _runs(words):
        said = "".join(words[start:end])
        announced = start > 0 and words[start - 1] in BEFORE
        slugs = {slug for slug, digits in known if _is(said, digits, announced=announced)}
        if len(slugs) == 1:
            found.append(Found(tuple(slugs), start, end, " ".join(words[start:end]), number=True))
    return found


def _numbers_of(record: Record) -> Iterator[str]:
    for phone in record.phones:
        digits = re.sub(r"\D", "", phone.display.split("(")[0].split(",")[0])
        if len(digits) > OPENING:  # "811", "911" are names
            yield digits


def _runs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and words[end].isdigit():
            end += 1
        if end > at:
            yield at, end
        at = max(end, at + 1)


def _is(said: str, digits: str, *, announced: bool) -> bool:
    local = digits.removeprefix("1") if len(digits) > WHOLE else digits
    if said in (digits, local) or (len(said) == LOCAL and digits.endswith(said)):
        return True
    return announced and len(said) >= OPENING and (digits.startswith(said) or local.startswith(said))
