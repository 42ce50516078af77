"""What would answer the request, worked out from the data files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from resources_db.catalogue import Record
from resources_db.places import has_own_police
from resources_db.search.query import GENDERS, ResourceQuery
from resources_db.search.traits import YOUNG_AGE
from resources_db.vocabulary import read_data, vocabulary

ADULT_AGE = 18


@cache
def needs_data() -> dict[str, Any]:
    """Return data/needs.yml."""
    return read_data("needs.yml")


@cache
def weights() -> dict[str, Any]:
    """Return data/weights.yml."""
    return read_data("weights.yml")


@cache
def lines_data() -> dict[str, Any]:
    """Return data/lines.yml."""
    return read_data("lines.yml")


def known_needs() -> frozenset[str]:
    """Return the needs that organisations can answer."""
    return frozenset(needs_data()["needs"])


def all_needs() -> frozenset[str]:
    """Return every need of the conversation, those that no organisation answers included."""
    return known_needs() | frozenset(needs_data()["conversation"])


@dataclass(frozen=True)
class Wanted:
    """Weights of services, who asks, and what the needs require."""

    services: Mapping[str, float]
    specialised: Mapping[str, float]
    of_group: Mapping[str, Mapping[str, float]]
    prefer: Mapping[str, float]
    also: Mapping[str, float]
    never: frozenset[str]
    audiences: frozenset[str]
    groups: frozenset[str]
    reach: str
    urgent: bool
    about_youth: bool
    buyers: bool
    minor: bool
    needs: tuple[str, ...]


def wanted_by(query: ResourceQuery) -> Wanted:
    """Return what would answer the query; needs that no organisation answers count as no need."""
    names = tuple(need for need in query.needs if need in known_needs())
    entries = [needs_data()["needs"][need] for need in names]
    if query.services:
        entries.append({"services": dict.fromkeys(query.services, 1.0), "reach": "local"})
    elif not entries and query.q:
        entries = [{"services": dict.fromkeys(vocabulary()["services"], 1.0), "reach": "local"}]
    elif not entries:
        entries = [needs_data()["default"]]
    said = set(query.audiences) | {entry["audience"] for entry in entries if "audience" in entry}
    buyers = "buyers" in said
    if buyers:
        names, entries = ("buyer_help",), [needs_data()["needs"]["buyer_help"]]
    minor = query.age < ADULT_AGE if query.age is not None else "minors" in said and "adults" not in said
    entries = [_for_person(entry, said | ({"minors"} if minor else set())) for entry in entries]
    return Wanted(
        services=_merge(entries, "services"),
        specialised=_merge(entries, "specialised"),
        of_group={
            group: _merge([e.get("of_group", {}) for e in entries], group)
            for group in dict.fromkeys(group for e in entries for group in e.get("of_group", {}))
        },
        prefer=_merge(entries, "prefer"),
        also=_merge(entries, "also"),
        never=frozenset.intersection(*(frozenset(entry.get("never", ())) for entry in entries)) | _no_police(query),
        audiences=frozenset(said - set(GENDERS)),
        groups=frozenset.intersection(*(frozenset(entry.get("groups", ())) for entry in entries)),
        reach="local" if any(entry["reach"] == "local" for entry in entries) else "province",
        urgent=any(entry.get("urgent", False) for entry in entries),
        about_youth=any(entry.get("about_youth", False) for entry in entries),
        buyers=buyers,
        minor=minor,
        needs=names,
    )


def _no_police(query: ResourceQuery) -> frozenset[str]:
    """Return the provincial police where another answers: its number is for where it polices."""
    return frozenset({lines_data()["provincial_police"]} if has_own_police(query.place, query.region_code) else ())


def is_young(query: ResourceQuery, wanted: Wanted) -> bool:
    """Say whether services for young people suit the person's age, as far as it is known."""
    return wanted.minor or (query.age is not None and query.age <= YOUNG_AGE)


def _for_person(entry: dict[str, Any], said: set[str]) -> dict[str, Any]:
    """Return the need's entry with what it changes for the audiences said."""
    changed = dict(entry)
    for audience, changes in entry.get("people", {}).items():
        if audience in said:
            changed |= {key: {**changed.get(key, {}), **values} for key, values in changes.items()}
    return changed


def _merge(entries: list[dict[str, Any]], key: str) -> dict[str, float]:
    merged: dict[str, float] = {}
    for entry in entries:
        for name, weight in entry.get(key, {}).items():
            merged[name] = max(weight, merged.get(name, weight))
    return merged


def speaks(record: Record, language: str) -> bool:
    """Say whether the record offers the language, or says that it has interpreters."""
    return language in record.languages or record.slug in lines_data()["interpreters"]
