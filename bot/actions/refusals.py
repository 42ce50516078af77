"""Services that the visitor refused: what they leave out of what is asked, and of what is shown."""

from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from understanding.asides import Asides

FILE = Path(__file__).parent / "data" / "refusals.yml"
GENDERS = {"women", "men"}
EMERGENCY = "police-911"


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
    """Return what was refused earlier that the message now names without refusing it."""
    back = [topic for topic in refusals() if topic in before and topic in asides.named]
    return set(left_out(back))


def is_refused(resource: dict[str, Any], avoids: Collection[str]) -> bool:
    """Whether a resource is of what was refused; the emergency number never is."""
    if resource["slug"] == EMERGENCY:
        return False
    return any(_covers(refusals()[name], resource) for name in avoids if name in refusals())


def _covers(refused: dict[str, Any], resource: dict[str, Any]) -> bool:
    of_kind = resource["kind"] in refused.get("kinds", ())
    named = resource["slug"].startswith(tuple(refused.get("slugs", ())))
    genders = GENDERS & set(resource["audiences"])
    return of_kind or named or bool(genders and genders <= set(refused.get("only", ())))
