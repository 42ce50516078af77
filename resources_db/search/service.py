"""The search itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from resources_db.availability import Availability, read_availabilities
from resources_db.catalogue import Catalogue, Record, read_catalogue
from resources_db.geography import fold, nearest_region
from resources_db.search.choosing import Candidate, choose, order
from resources_db.search.eligibility import is_open, may_be_shown, serves_place
from resources_db.search.query import ResourceQuery
from resources_db.search.ranked import RankedResource
from resources_db.search.reasons import reasons_for
from resources_db.search.scoring import distance_to, score_of
from resources_db.search.wanted import Wanted, lines_data, wanted_by
from resources_db.vocabulary import vocabulary

QUEBEC_TIME = ZoneInfo("America/Toronto")
Availabilities = dict[str, Availability]


def search_resources(session: Session, query: ResourceQuery, *, now: datetime | None = None) -> list[RankedResource]:
    """Return at most `query.limit` resources, best first; never empty once the directory is loaded."""
    moment = now or datetime.now(UTC)
    catalogue, availabilities = read_catalogue(session), read_availabilities(session, moment)
    if query.region_code is None and query.position is not None:
        query = replace(query, region_code=nearest_region(query.position))
    wanted = wanted_by(query)
    asked = [r for r in catalogue.records.values() if _is_candidate(r, query, wanted, catalogue, moment)]
    ranked = order((_candidate(r, query, wanted, availabilities) for r in asked), nearest=query.nearest)
    lines = _lines_that_suit(catalogue, query, wanted, availabilities, moment)
    chosen = choose(ranked, lines, query, wanted) or _last_resort(catalogue)
    return [_result(c, query, wanted, availabilities) for c in chosen]


def resource_by_slug(session: Session, slug: str) -> RankedResource | None:
    """Return a resource shown to visitors, or None."""
    record = read_catalogue(session).records.get(slug)
    return None if record is None else _plain(record, read_availabilities(session))


def lines(session: Session, slugs: Sequence[str]) -> list[RankedResource]:
    """Return the resources of these slugs that visitors may see, in the order given."""
    records, availabilities = read_catalogue(session).records, read_availabilities(session)
    return [_plain(records[slug], availabilities) for slug in slugs if slug in records]


def _is_candidate(record: Record, query: ResourceQuery, wanted: Wanted, catalogue: Catalogue, moment: datetime) -> bool:
    return (
        record.slug not in query.exclude
        and wanted.service_weight(record) > 0.0
        and may_be_shown(record, query, wanted)
        and serves_place(record, query, catalogue.records.values())
        and (query.q is None or _matches(record, query.q))
        and (not query.open_now or _answers_at(record, moment))
    )


def _matches(record: Record, q: str) -> bool:
    labels = [vocabulary()["services"][service][language] for service in record.services for language in ("fr", "en")]
    said = [record.slug, *record.names.values(), *record.summaries.values(), record.city or "", *labels]
    text = fold(" ".join(said))
    return all(word in text for word in fold(q).split())


def _answers_at(record: Record, moment: datetime) -> bool:
    local = moment.astimezone(QUEBEC_TIME)
    return any(is_open(phone, local) for phone in record.phones)


def _candidate(record: Record, query: ResourceQuery, wanted: Wanted, availabilities: Availabilities) -> Candidate:
    score = score_of(record, query, wanted, availabilities.get(record.id))
    return Candidate(record, score, distance_to(record, query))


def _lines_that_suit(catalogue: Catalogue, query: ResourceQuery, wanted: Wanted, availabilities: Availabilities,
                     moment: datetime) -> dict[str, Candidate]:  # fmt: skip
    data = lines_data()
    named = [slugs for part in ("fallback", "day_and_night") for slugs in data[part].values()]
    slugs = {data["iavs"], *data["generic"], *(slug for group in named for slug in group)}
    found: dict[str, Candidate] = {}
    for slug in sorted(slugs - query.exclude):
        record = catalogue.records.get(slug)
        if record is None or not record.has_phone or not may_be_shown(record, query, wanted):
            continue
        if not query.open_now or _answers_at(record, moment):
            found[slug] = _candidate(record, query, wanted, availabilities)
    return found


def _last_resort(catalogue: Catalogue) -> list[Candidate]:
    record = catalogue.records.get(lines_data()["iavs"])
    return [] if record is None else [Candidate(record, 0.0, None)]


def _result(
    candidate: Candidate, query: ResourceQuery, wanted: Wanted, availabilities: Availabilities
) -> RankedResource:
    availability = availabilities.get(candidate.record.id)
    fresh = availability if availability is not None and availability.is_fresh else None
    reasons = reasons_for(candidate.record, query, wanted, km=candidate.km, availability=fresh)
    return RankedResource(candidate.record, candidate.score, candidate.km, reasons, availability)


def _plain(record: Record, availabilities: Availabilities) -> RankedResource:
    query = ResourceQuery()
    wanted = wanted_by(query)
    return _result(Candidate(record, 0.0, None), query, wanted, availabilities)
