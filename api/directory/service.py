"""What the directory answers over HTTP."""

from functools import cache
from math import ceil
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from api.directory import hsds
from api.directory.places import Place, PlaceResolver
from api.directory.schemas import HsdsPage, HsdsParams, PlaceOut, ResourceOut, ResourceParams, ResourcesOut
from resources_db.availability import Availability, read_availabilities
from resources_db.catalogue import Record, read_catalogue
from resources_db.geography import fold
from resources_db.models import stable_id
from resources_db.search import ResourceQuery, search_resources


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return words


def find_resources(session: Session, *, params: ResourceParams, resolver: PlaceResolver) -> ResourcesOut:
    """Return the ranked organisations; an unknown place gives what serves all of Quebec, and a notice."""
    place = resolver(params.place) if params.place else None
    found = search_resources(session, _query(params, place))
    unknown = params.place is not None and place is None
    return ResourcesOut(
        items=[ResourceOut.model_validate(resource.to_dict(params.language)) for resource in found],
        notice=_words()["unknown_place"][params.language] if unknown else None,
        place=PlaceOut(name=place[0], region_code=place[1]) if place else None,
    )


def _query(params: ResourceParams, place: Place | None) -> ResourceQuery:
    name, region, lat, lon = place or (None, params.region, None, None)
    if params.lat is not None:
        lat, lon = params.lat, params.lon
    return ResourceQuery(
        needs=tuple(params.need),
        place=name,
        region_code=region,
        lat=lat,
        lon=lon,
        audiences=tuple(params.audience),
        age=params.age,
        language=params.language if "language" in params.model_fields_set else None,
        open_now=params.open_now,
        q=params.q,
        limit=params.limit,
    )


def list_services(session: Session, *, params: HsdsParams) -> HsdsPage:
    """Return a page of HSDS services, nested when `full`."""
    places = read_availabilities(session)
    return _page(
        [record for record in _records(session, params) if _has_term(record, params.taxonomy_term_id)],
        params,
        lambda record: hsds.service(record, params.language, places.get(record.id), full=params.full),
    )


def list_organizations(session: Session, *, params: HsdsParams) -> HsdsPage:
    """Return a page of HSDS organisations, nested when `full`."""
    return _page(
        [record for record in _records(session, params) if _has_term(record, params.taxonomy_term_id)],
        params,
        lambda record: hsds.organization(record, params.language, full=params.full),
    )


def get_service(session: Session, *, service_id: str, language: str) -> dict[str, Any] | None:
    """Return a whole HSDS service, or None."""
    availability: Availability | None = read_availabilities(session).get(service_id)
    record = next((r for r in read_catalogue(session).records.values() if r.id == service_id), None)
    return None if record is None else hsds.service(record, language, availability, full=True)


def get_organization(session: Session, *, organization_id: str, language: str) -> dict[str, Any] | None:
    """Return a whole HSDS organisation, or None."""
    records = read_catalogue(session).records.values()
    record = next((r for r in records if r.organization_id == organization_id), None)
    return None if record is None else hsds.organization(record, language, full=True)


def _records(session: Session, params: HsdsParams) -> list[Record]:
    words = fold(params.search or "").split()
    return [
        record
        for record in read_catalogue(session).records.values()
        if params.organization_id in (None, record.organization_id)
        and all(word in fold(" ".join((*record.names.values(), *record.summaries.values()))) for word in words)
    ]


def _has_term(record: Record, term_id: str | None) -> bool:
    if term_id is None:
        return True
    terms = [("service", code) for code in record.services] + [("audience", code) for code in record.groups]
    return any(stable_id("taxonomy_term", taxonomy, code) == term_id for taxonomy, code in terms)


def _page(records: list[Record], params: HsdsParams, render: hsds.Render) -> HsdsPage:
    pages = max(1, ceil(len(records) / params.per_page))
    start = (params.page - 1) * params.per_page
    contents = [render(record) for record in records[start : start + params.per_page]]
    return HsdsPage(
        total_items=len(records),
        total_pages=pages,
        page_number=params.page,
        size=len(contents),
        first_page=params.page == 1,
        last_page=params.page >= pages,
        empty=not contents,
        contents=contents,
    )
