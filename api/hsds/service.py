"""Chooses and pages what the HSDS API answers."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import TypeVar

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


class UnknownPositionError(RepereError):
    """A distance was asked from a postal code whose position is not known."""

    status, title, code = 422, "Position not known", "unknown-position"


def about(openapi_url: str) -> About:
    """Return which HSDS this API speaks."""
    return About(version=shape()["version"], profile=shape()["profile"], openapi_url=openapi_url)


def list_services(session: Session, *, params: ServicesParams, language: Language) -> Page:
    """Return a page of services; `minimal` gives all of them at once unless a size is asked."""
    reader = Reader(session, language)
    found = _chosen(reader, reader.index.services, params)
    if not params.minimal:
        return _page(found, params, lambda entries: reader.services(entries, full=params.full))
    size = params.per_page if "per_page" in params.model_fields_set else max(len(found), 1)
    sized = params.model_copy(update={"per_page": size})
    return _page(found, sized, lambda entries: [_minimal(reader, entry) for entry in entries])


def list_organizations(session: Session, *, params: OrganizationsParams, language: Language) -> Page:
    """Return a page of organisations."""
    reader = Reader(session, language)
    found = _chosen(reader, reader.index.organizations, params)
    nested = params.full_service
    return _page(found, params, lambda chosen: reader.organizations(chosen, full=params.full, full_services=nested))


def list_at_locations(session: Session, *, params: AtLocationsParams, language: Language) -> Page:
    """Return a page of services at their places. Raises UnknownPositionError."""
    reader = Reader(session, language)
    found = _chosen(reader, reader.index.service_at_locations, params)
    if params.postcode is not None:
        found = _around(found, read_area(params.postcode), params.proximity)
    return _page(found, params, lambda entries: reader.service_at_locations(entries, full=params.full))


def list_taxonomies(session: Session, *, params: PageParams, language: Language) -> Page:
    """Return a page of taxonomies."""
    found = [t for t in Reader(session, language).taxonomies() if _has_words(t, params.search)]
    return _page(found, params, list)


def list_terms(session: Session, *, params: TermsParams, language: Language) -> Page:
    """Return a page of taxonomy terms."""
    found = [
        term
        for term in Reader(session, language).taxonomy_terms()
        if params.taxonomy_id in (None, term["taxonomy_id"])
        and params.parent_id in (None, term.get("parent_id"))
        and not (params.top_only and "parent_id" in term)
        and _has_words(term, params.search)
    ]
    return _page(found, params, list)


def get_service(session: Session, *, key: str, language: Language) -> HsdsObject:
    """Return a whole service. Raises NotFoundError."""
    reader = Reader(session, language)
    return _only(reader.services(_entry(reader.index.services, key), full=True))


def get_organization(session: Session, *, key: str, language: Language, full_service: bool) -> HsdsObject:
    """Return a whole organisation. Raises NotFoundError."""
    reader = Reader(session, language)
    chosen = _entry(reader.index.organizations, key)
    return _only(reader.organizations(chosen, full=True, full_services=full_service))


def get_at_location(session: Session, *, key: str, language: Language) -> HsdsObject:
    """Return a whole service at its place. Raises NotFoundError."""
    reader = Reader(session, language)
    return _only(reader.service_at_locations(_entry(reader.index.service_at_locations, key), full=True))


def get_taxonomy(session: Session, *, key: str, language: Language) -> HsdsObject:
    """Return a taxonomy. Raises NotFoundError."""
    return _only([t for t in Reader(session, language).taxonomies() if t["id"] == key])


def get_term(session: Session, *, key: str, language: Language) -> HsdsObject:
    """Return a taxonomy term with its taxonomy. Raises NotFoundError."""
    return _only([t for t in Reader(session, language).taxonomy_terms() if t["id"] == key])


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


def _around(entries: Sequence[Entry], area: Area, metres: float | None) -> list[Entry]:
    served = [entry for entry in entries if area.is_served(entry)]
    if metres is None:
        return served
    if area.position is None:
        raise UnknownPositionError("The position of this postal code is not known: ask without proximity.")
    distances = {entry.id: away for entry in served if (away := area.metres_to(entry)) is not None and away <= metres}
    near = [entry for entry in served if entry.id in distances]
    return sorted(near, key=lambda entry: (distances[entry.id], entry.order))


def _minimal(reader: Reader, entry: Entry) -> HsdsObject:
    return {"id": entry.id, "modified_date": utc_text(reader.modified_of(entry))}


def _has_words(item: HsdsObject, search: str | None) -> bool:
    text = fold(" ".join(str(item.get(name, "")) for name in ("code", "name", "description")))
    return all(word in text for word in fold(search or "").split())


def _entry(entries: Sequence[Entry], key: str) -> list[Entry]:
    return [entry for entry in entries if entry.id == key]


def _only(found: list[HsdsObject]) -> HsdsObject:
    if not found:
        raise NotFoundError
    return found[0]


def _page(items: Sequence[Item], params: PageParams, write: Callable[[Sequence[Item]], list[HsdsObject]]) -> Page:
    pages = max(1, ceil(len(items) / params.per_page))
    start = (params.page - 1) * params.per_page
    contents = write(items[start : start + params.per_page])
    return Page(
        total_items=len(items),
        total_pages=pages,
        page_number=params.page,
        size=len(contents),
        first_page=params.page == 1,
        last_page=params.page >= pages,
        empty=not contents,
        contents=contents,
    )
