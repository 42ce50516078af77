"""The checked facts that answer where a record is silent (`data/about_facts.yml`)."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from resources_db.catalogue import Record

FILE = Path(__file__).resolve().parents[1] / "data" / "about_facts.yml"


def facts_on(records: Sequence[Record], topic: str) -> tuple[str, ...]:
    """Return the ids of the facts that say something of the topic for one of these organisations or its kind."""
    fitting = (entry["fact"] for record in records for entry in entries()
               if topic in entry["topics"] and _speaks_of(entry, record))  # fmt: skip
    return tuple(dict.fromkeys(fitting))


def _speaks_of(entry: dict[str, Any], record: Record) -> bool:
    if "slugs" in entry:
        return record.slug in entry["slugs"]
    return bool(record.kind == entry["kind"] and entry.get("group") in (None, *record.groups))


def names(fact: str, record: Record) -> bool:
    """Whether a fact speaks of this organisation by its name or its kind's, not of a whole sort of houses."""
    return any(
        entry["fact"] == fact and _speaks_of(entry, record) and ("slugs" in entry or "group" not in entry)
        for entry in entries()
    )


@cache
def entries() -> tuple[dict[str, Any], ...]:
    """Return what the file holds: a fact, its topics, and the organisations or the kind that it speaks of."""
    return tuple(yaml.safe_load(FILE.read_text("utf-8")))
