"""What would answer the request, worked out from the data files."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from resources_db.catalogue import Record
from resources_db.search.query import GENDERS, ResourceQuery
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
    prefer: Mapping[str, float]
    also: Mapping[str, float]
    never: frozenset[str]
    audiences: frozenset[str]
    groups: frozenset[str]
    reach: str
    urgent: bool
    buyers: bool
    minor: bool
    needs: tuple[str, ...]

    def service_weight(self, record: Record) -> float:
        """Return how well the record's best service answers, 0.0 when none does."""
        if record.slug in self.never:
            return 0.0
        offered = [self.also.get(record.slug, 0.0)]
        offered += [self.services.get(service, 0.0) for service in record.services]
        if record.specialised:
            offered += [self.specialised.get(service, 0.0) for service in record.services]
        ranked = sorted(offered, reverse=True)
        if not ranked or ranked[0] == 0.0:
            return 0.0
        others = sum(1 for weight in ranked[1:] if weight >= 0.5)
        second: float = weights()["second_service"]
        return ranked[0] + second * min(others, 2)

    def is_exact(self, record: Record) -> bool:
        """Say whether the record offers the very service asked for."""
        return record.slug not in self.never and any(self.services.get(s, 0.0) >= 1.0 for s in record.services)


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
    return Wanted(
        services=_merge(entries, "services"),
        specialised=_merge(entries, "specialised"),
        prefer=_merge(entries, "prefer"),
        also=_merge(entries, "also"),
        never=frozenset.intersection(*(frozenset(entry.get("never", ())) for entry in entries)),
        audiences=frozenset(said - set(GENDERS)),
        groups=frozenset.intersection(*(frozenset(entry.get("groups", ())) for entry in entries)),
        reach="local" if any(entry["reach"] == "local" for entry in entries) else "province",
        urgent=any(entry.get("urgent", False) for entry in entries),
        buyers=buyers,
        minor=query.age < ADULT_AGE if query.age is not None else "minors" in said and "adults" not in said,
        needs=names,
    )


def _merge(entries: list[dict[str, Any]], key: str) -> dict[str, float]:
    merged: dict[str, float] = {}
    for entry in entries:
        for name, weight in entry.get(key, {}).items():
            merged[name] = max(weight, merged.get(name, weight))
    return merged
