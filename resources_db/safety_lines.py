"""The few lines to give in danger, from the directory only (data/safety.yml says which)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any, Literal

from sqlalchemy.orm import Session

from resources_db.catalogue import Record, read_catalogue
from resources_db.geography import find_town
from resources_db.search.choosing import Candidate, order
from resources_db.search.eligibility import may_be_shown, serves_place
from resources_db.search.query import ResourceQuery
from resources_db.search.ranked import RankedResource
from resources_db.search.reasons import reasons_for
from resources_db.search.scoring import distance_to
from resources_db.search.wanted import wanted_by
from resources_db.vocabulary import read_data

Records = dict[str, Record]


@dataclass(frozen=True)
class _Danger:
    types: frozenset[str]
    audiences: frozenset[str]
    minor: bool
    query: ResourceQuery


@cache
def _data() -> dict[str, Any]:
    return read_data("safety.yml")


def safety_lines(
    session: Session,
    *,
    level: str,
    types: Sequence[str],
    age: int | None,
    region_code: str | None,
    audiences: Sequence[str],
    place: str | None = None,
    language: Literal["fr", "en"] | None = None,
) -> list[RankedResource]:
    """Return at most four lines in the order to show them; only records that visitors may see, with their numbers."""
    records = read_catalogue(session).records
    danger = _danger(types, age, region_code, audiences, place, language)
    first = [*(_data()["imminent"] if level == "imminent" else []), *_data()["always"]]
    kept: list[Record] = [records[slug] for slug in first if slug in records]
    for record in _proposed(records, danger):
        if len(kept) < _data()["max"] and record not in kept:
            kept.append(record)
    return [_resource(record, danger.query) for record in kept]


def _danger(types: Sequence[str], age: int | None, region_code: str | None, audiences: Sequence[str],
            place: str | None, language: Literal["fr", "en"] | None) -> _Danger:  # fmt: skip
    town = find_town(place, region_code) if place else None
    query = ResourceQuery(
        place=place,
        region_code=region_code or (town.region_code if town else None),
        lat=town.lat if town else None,
        lon=town.lon if town else None,
        audiences=tuple(audience for audience in audiences if audience != "buyers"),
        age=age,
        language=language,
    )
    minor = wanted_by(query).minor or bool(set(types) & set(_data()["minor_types"]))
    return _Danger(frozenset(types), frozenset(audiences), minor, query)


def _proposed(records: Records, danger: _Danger) -> Iterator[Record]:
    lists = [rule["lines"] for rule in _data()["rules"] if _fits(rule, danger)]
    for rank in zip_longest(*lists):
        for name in rank:
            record = _find(records, name, danger) if name else None
            if record is not None and record.phones:
                yield record


def _fits(rule: dict[str, Any], danger: _Danger) -> bool:
    return (
        ("types" not in rule or bool(danger.types & set(rule["types"])))
        and ("audiences" not in rule or bool(danger.audiences & set(rule["audiences"])))
        and not danger.audiences & set(rule.get("not_audiences", ()))
        and ("minor" not in rule or rule["minor"] == danger.minor)
    )


def _find(records: Records, name: str, danger: _Danger) -> Record | None:
    if name == "@dpj":
        return _youth_protection(records, danger.query)
    if name == "@designated_centre":
        return _designated_centre(records, danger.query)
    return records.get(name)


def _youth_protection(records: Records, query: ResourceQuery) -> Record | None:
    """The office that serves the place; None when the region, or the community in the North, is not known."""
    offices = [r for r in records.values() if r.kind == "dpj" and serves_place(r, query, records.values())]
    if query.region_code is None or (query.place is None and any(office.serves_places for office in offices)):
        return None
    wished = query.language or "fr"
    return min(offices, key=lambda office: (wished not in office.languages, office.slug), default=None)


def _designated_centre(records: Records, query: ResourceQuery) -> Record | None:
    """The nearest centre for that age, or the line that finds one."""
    wanted = wanted_by(ResourceQuery(services=("forensic_kit",), age=query.age, audiences=query.audiences))
    centres = [
        Candidate(record, 0.0, distance_to(record, query))
        for record in records.values()
        if "forensic_kit" in record.services
        and record.phones
        and may_be_shown(record, query, wanted)
        and serves_place(record, query, records.values())
    ]
    local = [] if query.region_code is None else [c for c in centres if not c.record.is_wide]
    found = order(local, nearest=True) or order(centres, nearest=True)
    return next((c.record for c in found if c.record in [x.record for x in local] or c.record.is_wide), None)


def _resource(record: Record, query: ResourceQuery) -> RankedResource:
    km = distance_to(record, query)
    return RankedResource(record, 0.0, km, reasons_for(record, query, wanted_by(query), km=km, availability=None))
