"""Services that the visitor refused: what they leave out of what is asked, and of what is shown."""

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.actions.asked import asked_words
from understanding.asides import Asides

FILE = Path(__file__).parent / "data" / "refusals.yml"
GENDERS = {"women", "men"}
EMERGENCY = "police-911"
OF_CORRECTIONS = {"denied:images": "image_lines"}
"""The kind of service that has no place where a thing was said not to be so."""
BARE = 5
"""Words of a message that asks for a service by naming it."""


@cache
def refusals() -> dict[str, dict[str, Any]]:
    """Return `data/refusals.yml`."""
    data: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text("utf-8"))
    return data


def left_out(topics: Iterable[str]) -> list[str]:
    """Return what to remember of refused topics: their names, and the kinds of records that go with them."""
    return list(dict.fromkeys(name for topic in topics for name in (topic, *refusals()[topic].get("kinds", ()))))


def needs_refused(topics: Iterable[str]) -> set[str]:
    """Return the needs that are not asked for by who refuses these topics."""
    return {need for topic in topics for need in refusals()[topic]["needs"]}


def asked_after_all(before: Collection[str], asides: Asides) -> set[str]:
    """Return what was refused earlier that the message now asks for.

    A name in a question on what others do with it ("will they call the DPJ?") asks for nothing.
    """
    said = asked_words(asides.rest)
    if "others_call" in said or not ("asks_again" in said or len(asides.rest.split()) <= BARE):
        return set()
    back = [topic for topic in refusals() if topic in before and topic in asides.named]
    return set(left_out(back))


def is_refused(slug: str, kind: str, audiences: Collection[str], avoids: Collection[str]) -> bool:
    """Whether a service is of what was refused; the emergency number never is."""
    if slug == EMERGENCY:
        return False
    named = {OF_CORRECTIONS.get(name, name) for name in avoids}
    return any(_covers(refusals()[name], slug, kind, audiences) for name in named if name in refusals())


def _covers(refused: dict[str, Any], slug: str, kind: str, audiences: Collection[str]) -> bool:
    of_kind = kind in refused.get("kinds", ())
    named = slug.startswith(tuple(refused.get("slugs", ())))
    genders = GENDERS & set(audiences)
    return of_kind or named or bool(genders and genders <= set(refused.get("only", ())))
