"""The few lines to give in danger, from the directory only (data/safety.yml says which)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any, Literal

from sqlalchemy.orm import Session

from resources_db.catalogue import Catalogue, Record, read_catalogue, read_some
from resources_db.geography import find_town
from resources_db.search.fitting import fitting_records, serving_records
from resources_db.search.query import ResourceQuery
from resources_db.search.ranked import RankedResource
from resources_db.search.reasons import reasons_for
from resources_db.search.traits import distance_to
from resources_db.search.wanted import wanted_by
from resources_db.vocabulary import read_data


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
    return _lines(read_catalogue(session), level, _danger(types, age, region_code, audiences, place, language))


def general_lines(session: Session) -> list[RankedResource]:
    """Return the lines of an imminent danger of which nothing else is known; nothing but these is read."""
    rules = [name for rule in _data()["rules"] for name in rule["lines"] if name and not name.startswith("@")]
    catalogue = read_some(session, {*_data()["imminent"], *_data()["always"], *rules})
    return _lines(catalogue, "imminent", _danger((), None, None, (), None, None))


def _lines(catalogue: Catalogue, level: str, danger: _Danger) -> list[RankedResource]:
    records = catalogue.records
    always = next((rule["lines"] for rule in _data()["instead"] if _fits(rule, danger)), _data()["always"])
    first = dict.fromkeys([*(_data()["imminent"] if level == "imminent" else []), *always])
    kept: list[Record] = [records[slug] for slug in first if slug in records]
    for record in _proposed(catalogue, danger):
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


def _proposed(catalogue: Catalogue, danger: _Danger) -> Iterator[Record]:
    lists = [rule["lines"] for rule in _data()["rules"] if _fits(rule, danger)]
    for rank in zip_longest(*lists):
        for name in rank:
            record = _find(catalogue, name, danger) if name else None
            if record is not None and record.phones:
                yield record


def _fits(rule: dict[str, Any], danger: _Danger) -> bool:
    return (
        ("types" not in rule or bool(danger.types & set(rule["types"])))
        and ("audiences" not in rule or bool(danger.audiences & set(rule["audiences"])))
        and not danger.audiences & set(rule.get("not_audiences", ()))
        and ("minor" not in rule or rule["minor"] == danger.minor)
    )


def _find(catalogue: Catalogue, name: str, danger: _Danger) -> Record | None:
    if name == "@dpj":
        return _youth_protection(catalogue, danger.query)
    if name == "@designated_centre":
        return _designated_centre(catalogue, danger.query)
    return catalogue.records.get(name)


def youth_protection_office(session: Session, query: ResourceQuery) -> Record | None:
    """Return the youth protection office that serves the place, when one is certain."""
    return _youth_protection(read_catalogue(session), query)


def _youth_protection(catalogue: Catalogue, query: ResourceQuery) -> Record | None:
    """The office that serves the place; None when the region, or the community in the North, is not known."""
    offices = [record for record in serving_records(catalogue, query) if record.kind == "dpj"]
    if query.region_code is None or (query.place is None and any(office.serves_places for office in offices)):
        return None
    wished = query.language or "fr"
    return min(offices, key=lambda office: (wished not in office.languages, office.slug), default=None)


def _designated_centre(catalogue: Catalogue, query: ResourceQuery) -> Record | None:
    """The nearest centre for that age, or the line that finds one."""
    asked = replace(query, services=("forensic_kit",))
    centres = [r for r in fitting_records(catalogue, asked) if "forensic_kit" in r.services and r.phones]
    local = [] if query.region_code is None else [record for record in centres if not record.is_wide]
    wide = [record for record in centres if record.is_wide]
    return min(local or wide, key=lambda record: _nearness(record, query), default=None)


def _nearness(record: Record, query: ResourceQuery) -> tuple[bool, float, str]:
    km = distance_to(record, query.position)
    return km is None, km or 0.0, record.slug


def _resource(record: Record, query: ResourceQuery) -> RankedResource:
    km = distance_to(record, query.position)
    return RankedResource(record, 0.0, km, reasons_for(record, query, wanted_by(query), km=km, availability=None))
