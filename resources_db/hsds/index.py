"""What the HSDS lists are filtered and ordered by, kept in memory until the directory changes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from resources_db.geography import Position, fold
from resources_db.hsds import repository
from resources_db.hsds.repository import Bundle
from resources_db.hsds.terms import organization_terms, service_terms, term_id
from resources_db.repository import revision

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """One object of a list; `areas` are region codes, `places` (folded) the only ones served where it is not None."""

    id: str
    organization_id: str
    service_ids: tuple[str, ...]
    order: tuple[str, str]
    text: str
    terms: frozenset[str]
    areas: frozenset[str] = frozenset()
    places: frozenset[str] | None = None
    position: Position | None = None
    modified: datetime = NEVER


@dataclass(frozen=True)
class Index:
    """The entries of each list in order, and the terms of each taxonomy."""

    token: str | None
    organizations: tuple[Entry, ...]
    services: tuple[Entry, ...]
    service_at_locations: tuple[Entry, ...]
    taxonomies: "Taxonomies"
    modified: dict[str, datetime]  # by service id


@dataclass(frozen=True)
class Taxonomies:
    """The rows of `taxonomy` and `taxonomy_term` by id, each with its translations by field under `english`."""

    taxonomies: dict[str, dict[str, Any]]
    terms: dict[str, dict[str, Any]]

    def terms_of(self, taxonomy_id: str) -> frozenset[str]:
        """Return the ids of a taxonomy's terms."""
        return frozenset(key for key, term in self.terms.items() if term["taxonomy_id"] == taxonomy_id)


_kept: WeakKeyDictionary[Engine, Index] = WeakKeyDictionary()


def read_index(session: Session) -> Index:
    """Return the index, built again only after a change of the directory."""
    engine = session.get_bind().engine
    token = revision(session)
    kept = _kept.get(engine)
    if kept is not None and token is not None and kept.token == token:
        return kept
    index = _build(session, token)
    _kept[engine] = index
    return index


def _build(session: Session, token: str | None) -> Index:
    changes = repository.last_changes(session)
    ids = repository.visible_organization_ids(session)
    organizations, services, at_locations = [], [], []
    for bundle in repository.load(session, ids, tables=repository.INDEXED).values():
        changed = changes.get(bundle.organization["id"], NEVER)
        own = [_service(bundle, service, changed) for service in bundle.rows["service"]]
        services += own
        organizations.append(_organization(bundle, own))
        at_locations += [_at_location(bundle, row, own) for row in bundle.rows["service_at_location"]]
    modified = {entry.id: entry.modified for entry in services if entry.modified > NEVER}
    lists = (_in_order(organizations), _in_order(services), _in_order(at_locations))
    return Index(token, *lists, _taxonomies(session), modified)


def _in_order(entries: list[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.order))


def _service(bundle: Bundle, service: dict[str, Any], changed: datetime) -> Entry:
    organization = bundle.organization
    implied = organization_terms(organization)
    implied += service_terms(service, specialised=organization["specialised_in_exploitation"])
    areas = frozenset(area["code"] for area in bundle.of("service_area", service_id=service["id"]))
    implied += [("region", code) for code in areas]
    owners = (service["id"], organization["id"])
    said = {row["taxonomy_term_id"] for row in bundle.rows["attribute"] if row["link_id"] in owners}
    places = service["serves_places"]
    return Entry(
        id=service["id"],
        organization_id=organization["id"],
        service_ids=(service["id"],),
        order=(fold(service["name"]), service["id"]),
        text=_text(bundle, service),
        terms=frozenset(term_id(*pair) for pair in implied) | said,
        areas=areas,
        places=None if places is None else frozenset(fold(place) for place in places),
        modified=max(service["last_modified"] or NEVER, changed),
    )


def _organization(bundle: Bundle, services: list[Entry]) -> Entry:
    row = bundle.organization
    return Entry(
        id=row["id"],
        organization_id=row["id"],
        service_ids=tuple(entry.id for entry in services),
        order=(fold(row["name"]), row["id"]),
        text=_text(bundle, *bundle.rows["service"]),
        terms=frozenset({term_id(*pair) for pair in organization_terms(row)}.union(*(e.terms for e in services))),
        modified=max((entry.modified for entry in services), default=NEVER),
    )


def _at_location(bundle: Bundle, row: dict[str, Any], services: list[Entry]) -> Entry:
    entry = next(entry for entry in services if entry.id == row["service_id"])
    place = next((p for p in bundle.rows["location"] if p["id"] == row["location_id"]), None)
    exact = place is not None and place["precision"] == "city"
    return Entry(
        id=row["id"],
        organization_id=entry.organization_id,
        service_ids=entry.service_ids,
        order=(entry.order[0], row["id"]),
        text=entry.text,
        terms=entry.terms,
        areas=entry.areas,
        places=entry.places,
        position=(place["latitude"], place["longitude"]) if place is not None and exact else None,
        modified=entry.modified,
    )


def _text(bundle: Bundle, *services: dict[str, Any]) -> str:
    words = [row[name] for row in (bundle.organization, *services) for name in ("name", "description")]
    return _folded(tuple(dict.fromkeys([*words, *(t["value"] for t in bundle.rows["translation"])])))


@lru_cache(maxsize=16)  # an organisation and its only service have the same words
def _folded(words: tuple[str, ...]) -> str:
    return fold(" ".join(words))


def _taxonomies(session: Session) -> Taxonomies:
    rows = repository.taxonomy_rows(session)
    english: dict[str, dict[str, Any]] = defaultdict(dict)
    for translation in rows["translation"]:
        english[translation["link_id"]][translation["field"]] = translation
    found = {
        name: {row["id"]: row | {"english": english.get(row["id"], {})} for row in rows[name]}
        for name in ("taxonomy", "taxonomy_term")
    }
    return Taxonomies(found["taxonomy"], found["taxonomy_term"])
