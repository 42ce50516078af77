"""Chooses, pages and writes what the HSDS API answers, in one form for every kind of object."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

from api.errors import NotFoundError, RepereError
from api.hsds.language import Language
from api.hsds.postcode import Area, read_area
from api.hsds.schemas import (
    About,
    AtLocationsParams,
    HsdsObject,
    OrganizationsParams,
    Page,
    PageParams,
    RecordParams,
    ServicesParams,
    TermsParams,
)
from resources_db.geography import fold
from resources_db.hsds.index import Entry
from resources_db.hsds.objects import utc_text
from resources_db.hsds.package import shape
from resources_db.hsds.reading import Reader

Item = TypeVar("Item")
Params = TypeVar("Params", bound=PageParams)
STREAMED = 200


@dataclass(frozen=True)
class Kind(Generic[Item, Params]):
    """A kind of object: all of them in order, those that a list's parameters choose, and how they are written."""

    all: Callable[[Reader], Sequence[Item]]
    key: Callable[[Item], str]
    choose: Callable[[Reader, Sequence[Item], Params], Sequence[Item]]
    write: Callable[[Reader, Sequence[Item], Params], list[HsdsObject]]


class UnknownPositionError(RepereError):
    """A distance was asked from a postal code whose position is not known."""

    status, title, code = 422, "Position not known", "unknown-position"


def about(openapi_url: str) -> About:
    """Return which HSDS this API speaks."""
    return About(version=shape()["version"], profile=shape()["profile"], openapi_url=openapi_url)


def read_page(session: Session, kind: Kind[Item, Params], params: Params, language: Language) -> Page:
    """Return a page of the objects that the parameters choose. Raises UnknownPositionError."""
    reader = Reader(session, language)
    found = kind.choose(reader, kind.all(reader), params)
    size = params.size_of(len(found))
    pages = max(1, ceil(len(found) / size))
    start = (params.page - 1) * size
    contents = kind.write(reader, found[start : start + size], params)
    return Page(
        total_items=len(found),
        total_pages=pages,
        page_number=params.page,
        size=len(contents),
        first_page=params.page == 1,
        last_page=params.page >= pages,
        empty=not contents,
        contents=contents,
    )


def read_lines(session: Session, kind: Kind[Item, Params], params: Params, language: Language) -> Iterator[str]:
    """Return all the objects that the parameters choose, one JSON a line, written as they are read.

    Raises UnknownPositionError before the first line.
    """
    reader = Reader(session, language)
    found = kind.choose(reader, kind.all(reader), params)
    parts = (found[start : start + STREAMED] for start in range(0, len(found), STREAMED))
    return (json.dumps(item, ensure_ascii=False) + "\n" for part in parts for item in kind.write(reader, part, params))


def read_one(session: Session, kind: Kind[Item, Params], key: str, params: Params, language: Language) -> HsdsObject:
    """Return the object of that id, written as the parameters say. Raises NotFoundError."""
    reader = Reader(session, language)
    found = kind.write(reader, [item for item in kind.all(reader) if kind.key(item) == key], params)
    if not found:
        raise NotFoundError
    return found[0]


def _chosen(reader: Reader, entries: Sequence[Entry], params: RecordParams) -> list[Entry]:
    words = fold(params.search or "").split()
    terms = None if params.taxonomy_id is None else reader.index.taxonomies.terms_of(params.taxonomy_id)
    return [
        entry
        for entry in entries
        if params.organization_id in (None, entry.organization_id)
        and (params.taxonomy_term_id is None or params.taxonomy_term_id in entry.terms)
        and (terms is None or entry.terms & terms)
        and (params.modified_after is None or reader.modified_of(entry) >= params.modified_after)
        and all(word in entry.text for word in words)
    ]


def _chosen_places(reader: Reader, entries: Sequence[Entry], params: AtLocationsParams) -> Sequence[Entry]:
    found = _chosen(reader, entries, params)
    return found if params.postcode is None else _around(found, read_area(params.postcode), params.proximity)


def _around(entries: Sequence[Entry], area: Area, metres: float | None) -> Sequence[Entry]:
    served = [entry for entry in entries if area.is_served(entry)]
    if metres is None:
        return served
    if area.position is None:
        raise UnknownPositionError("The position of this postal code is not known: ask without proximity.")
    distances = {entry.id: away for entry in served if (away := area.metres_to(entry)) is not None and away <= metres}
    near = [entry for entry in served if entry.id in distances]
    return sorted(near, key=lambda entry: (distances[entry.id], entry.order))


def _chosen_words(_reader: Reader, items: Sequence[HsdsObject], params: PageParams) -> list[HsdsObject]:
    words = fold(params.search or "").split()
    texts = [fold(" ".join(str(item.get(name, "")) for name in ("code", "name", "description"))) for item in items]
    return [item for item, text in zip(items, texts, strict=True) if all(word in text for word in words)]


def _chosen_terms(reader: Reader, terms: Sequence[HsdsObject], params: TermsParams) -> list[HsdsObject]:
    return [
        term
        for term in _chosen_words(reader, terms, params)
        if params.taxonomy_id in (None, term["taxonomy_id"])
        and params.parent_id in (None, term.get("parent_id"))
        and not (params.top_only and "parent_id" in term)
    ]


def _write_services(reader: Reader, entries: Sequence[Entry], params: ServicesParams) -> list[HsdsObject]:
    if params.minimal:
        return [{"id": entry.id, "modified_date": utc_text(reader.modified_of(entry))} for entry in entries]
    return reader.services(entries, full=params.full)


def _write_organizations(reader: Reader, entries: Sequence[Entry], params: OrganizationsParams) -> list[HsdsObject]:
    return reader.organizations(entries, full=params.full, full_services=params.full_service)


def _write_places(reader: Reader, entries: Sequence[Entry], params: AtLocationsParams) -> list[HsdsObject]:
    return reader.service_at_locations(entries, full=params.full)


def _as_they_are(_reader: Reader, items: Sequence[HsdsObject], _params: Any) -> list[HsdsObject]:
    return list(items)


def _entry_key(entry: Entry) -> str:
    return entry.id


def _object_key(item: HsdsObject) -> str:
    return str(item["id"])


SERVICES = Kind(lambda reader: reader.index.services, _entry_key, _chosen, _write_services)
ORGANIZATIONS = Kind(lambda reader: reader.index.organizations, _entry_key, _chosen, _write_organizations)
AT_LOCATIONS = Kind(lambda reader: reader.index.service_at_locations, _entry_key, _chosen_places, _write_places)
TAXONOMIES = Kind(Reader.taxonomies, _object_key, _chosen_words, _as_they_are)
TERMS = Kind(Reader.taxonomy_terms, _object_key, _chosen_terms, _as_they_are)
