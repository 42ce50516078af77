"""Messages as people write them, made of training sentences: after an opening, before a last word, after another one.

A sentence that was written for one reply is clean: read alone, "je suis à Montréal" or "allo" becomes a mark of the few
replies whose sentences held it. What a message is made of shares its label: `FIRST_SHARE` for the sentence told first.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from understanding.replies.corpus import Example
from understanding.replies.reading import NONE

_FILE = Path(__file__).parent / "data" / "openings.yml"
FIRST_SHARE = 0.3
"""Share of the label that a sentence told first has; all, where the last one calls for none."""
LONGEST = 25
"""Words of a sentence that others are put beside."""
MADE = 0.6
"""Share of the sentences that are also seen in a made message."""
OPENED, CLOSED = 0.5, 0.15
"""Share of the made messages that have an opening, and a last word; the others follow another sentence."""


@dataclass(frozen=True)
class Composed:
    """A made message, the `number` of the sentence it is made from, and the share of each reply in its label."""

    text: str
    number: int
    shares: dict[str, float]


def compose(examples: Sequence[Example], chance: random.Random) -> list[Composed]:
    """Return a made message for MADE of the short examples whose language is known, always the same for a `chance`."""
    short = [at for at, each in enumerate(examples) if each.language in _openings() and _words(each) <= LONGEST]
    by_language = {language: [at for at in short if examples[at].language == language] for language in ("fr", "en")}
    return [_made(at, examples, by_language[examples[at].language], chance) for at in short if chance.random() < MADE]


def _made(at: int, examples: Sequence[Example], others: Sequence[int], chance: random.Random) -> Composed:
    example, kind = examples[at], chance.random()
    if kind < OPENED:
        return Composed(f"{_said(example, 'before', chance)} {example.text}", at, {example.reply: 1.0})
    if kind < OPENED + CLOSED:
        return Composed(f"{example.text} {_said(example, 'after', chance)}", at, {example.reply: 1.0})
    first = examples[chance.choice(others)]
    ends = "" if first.text[-1] in ".?!…" else chance.choice((".", " pis" if example.language == "fr" else " and", ","))
    return Composed(f"{first.text}{ends} {example.text}", at, _shares(first.reply, example.reply))


def _shares(first: str, last: str) -> dict[str, float]:
    if first in (NONE, last):
        return {last: 1.0}
    return {first: 1.0} if last == NONE else {first: FIRST_SHARE, last: 1 - FIRST_SHARE}


def _said(example: Example, where: str, chance: random.Random) -> str:
    said: str = chance.choice(_openings()[example.language][where])
    return said.format(place=chance.choice(_openings()["places"]))


def _words(example: Example) -> int:
    return len(example.text.split())


@cache
def _openings() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return loaded
