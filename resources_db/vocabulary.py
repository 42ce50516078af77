"""The directory's closed lists of words and their labels (data/vocabulary.yml, data/hours.yml)."""

from functools import cache
from typing import Any

import yaml

from resources_db.geography import DATA

Slot = tuple[tuple[str, ...], str, str]


def read_data(name: str) -> dict[str, Any]:
    """Return the content of a YAML file of `resources_db/data`."""
    content: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return content


@cache
def vocabulary() -> dict[str, Any]:
    """Return kinds, confidences, genders, short codes, languages, services and groups with their labels."""
    return read_data("vocabulary.yml")


@cache
def _hours() -> dict[str, Any]:
    return read_data("hours.yml")


def slots_of(hours: str | None) -> tuple[Slot, ...]:
    """Return the (days, opens, closes) slots that `hours` means; empty when unknown."""
    known = _hours().get(hours or "", {"slots": []})
    return tuple((tuple(days.split(",")), opens, closes) for days, opens, closes in known["slots"])


def hours_text(hours: str | None, language: str) -> str | None:
    """Return `hours` in the language; words without a known translation stay as they are."""
    if hours is None or language == "fr":
        return hours
    text: str = _hours().get(hours, {"en": hours})["en"]
    return text
