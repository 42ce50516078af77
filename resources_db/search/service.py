"""The search itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
from sqlalchemy.orm import Session

from resources_db.availability import Availability, read_availabilities
from resources_db.catalogue import Catalogue, read_catalogue
from resources_db.geography import nearest_region
from resources_db.search.choosing import choose
from resources_db.search.clientele import offered_to
from resources_db.search.columns import Columns, Mask, Numbers, Rows, columns_of
from resources_db.search.eligibility import serving, suits, suits_as_line
from resources_db.search.query import ResourceQuery
from resources_db.search.ranked import RankedResource
from resources_db.search.ranking import Candidate, Ranking, without_refused_facts
from resources_db.search.reasons import reasons_for
from resources_db.search.scoring import ALL_WORDS, exact, score, service_weights
from resources_db.search.wanted import Wanted, lines_data, wanted_by

Availabilities = dict[str, Availability]


def search_resources(session: Session, query: ResourceQuery, *, now: datetime | None = None) -> list[RankedResource]:
    """Return at most `query.limit` resources, best first; never empty once the directory is loaded."""
    moment = now or datetime.now(UTC)
    catalogue, availabilities = read_catalogue(session), read_availabilities(session, moment)
    columns = columns_of(catalogue)
    if query.region_code is None and query.position is not None:
        query = replace(query, region_code=nearest_region(query.position))
    wanted = wanted_by(query)
    ranking = ranking_of(columns, query, wanted, availabilities, moment)
    lines = _lines_that_suit(columns, query, wanted, moment)
    chosen = choose(ranking, lines, query, wanted) or _last_resort(catalogue)
    return [_result(c, query, wanted, availabilities, moment) for c in chosen]


def ranking_of(
    columns: Columns,
    query: ResourceQuery,
    wanted: Wanted,
    availabilities: Availabilities,
    moment: datetime,
) -> Ranking:
    """Return every record that may be shown and offers something wanted, best first."""
    rows, found = _asked(columns, query, wanted, moment)
    scored = score(columns, rows, query, wanted, availabilities, found)
    return Ranking(columns, rows, scored, exact(columns, rows, wanted), query)


def resource_by_slug(session: Session, slug: str) -> RankedResource | None:
    """Return a resource shown to visitors, or None."""
    return next(iter(lines(session, [slug])), None)


def lines(session: Session, slugs: Sequence[str]) -> list[RankedResource]:
    """Return the resources of these slugs that visitors may see, in the order given."""
    records, availabilities = read_catalogue(session).records, read_availabilities(session)
    query, moment = ResourceQuery(), datetime.now(UTC)
    wanted = wanted_by(query)
    found = [Candidate(records[slug], 0.0, None) for slug in slugs if slug in records]
    return [_result(candidate, query, wanted, availabilities, moment) for candidate in found]


def _asked(columns: Columns, query: ResourceQuery, wanted: Wanted, moment: datetime) -> tuple[Rows, Numbers | None]:
    """Return the rows that serve the place, offer something wanted and suit the person, and their share of the words.

    Words alone keep the records that hold all of them, or else those that hold some; beside a need they only rank.
    """
    rows = serving(columns, query)
    share = None if query.q is None else columns.found_in(query.q)
    if share is not None and not wanted.needs and not query.services:
        rows = rows[share[rows] > 0.0]
    named = np.zeros(len(rows), dtype=bool) if share is None else share[rows] >= ALL_WORDS
    kept = service_weights(columns, rows, wanted, named) > 0.0
    rows, named = rows[kept], named[kept]
    kept = suits(columns, rows, query, wanted)
    rows, named = rows[kept], named[kept]
    kept = named | offered_to(columns, rows, query, wanted)
    rows, named = rows[kept], named[kept]
    rows = rows[_allowed(columns, rows, query, moment, named)]
    if share is None:
        return rows, None
    if not wanted.needs and not query.services and (share[rows] >= ALL_WORDS).any():
        rows = rows[share[rows] >= ALL_WORDS]
    return rows, share[rows]


def _allowed(columns: Columns, rows: Rows, query: ResourceQuery, moment: datetime, named: Mask | None = None) -> Mask:
    """Say which rows nothing asked refuses. Who is `named` is not left out because nobody knows its hours."""
    kept = without_refused_facts(columns, rows, query)
    if query.exclude:
        kept &= ~np.isin(rows, [columns.row_of[slug] for slug in query.exclude if slug in columns.row_of])
    if not query.open_now:
        return kept
    opened = columns.open_at(rows, moment)
    if named is not None:
        opened |= named & ~columns.open_at(rows, moment, "closed")
    return kept & opened


def _lines_that_suit(columns: Columns, query: ResourceQuery, wanted: Wanted, moment: datetime) -> dict[str, Candidate]:
    data = lines_data()
    named = [slugs for part in ("fallback", "day_and_night") for slugs in data[part].values()]
    named += [slugs for lists in data["fallback_for"].values() for slugs in lists.values()]
    named += [data["interpreters"]] if query.language not in (None, "fr", "en") else []
    slugs = {data["iavs"], *data["generic"], *(slug for group in named for slug in group)}
    rows = np.array(sorted(columns.row_of[slug] for slug in slugs if slug in columns.row_of), dtype=np.intp)
    rows = rows[columns.facts["has_phone"][rows] & columns.facts["wide"][rows]]
    rows = rows[suits_as_line(columns, rows, query, wanted) & offered_to(columns, rows, query, wanted)]
    suited = [columns.records[row] for row in rows[_allowed(columns, rows, query, moment)]]
    return {record.slug: Candidate(record, 0.0, None) for record in suited}


def _last_resort(catalogue: Catalogue) -> list[Candidate]:
    record = catalogue.records.get(lines_data()["iavs"])
    return [] if record is None else [Candidate(record, 0.0, None)]


def _result(candidate: Candidate, query: ResourceQuery, wanted: Wanted, availabilities: Availabilities, moment: datetime
            ) -> RankedResource:  # fmt: skip
    record = candidate.record
    availability, opening = availabilities.get(record.id), record.opening_at(moment)
    fresh = availability if availability is not None and availability.is_fresh else None
    reasons = reasons_for(record, query, wanted, km=candidate.km, availability=fresh,
                          found=candidate.found)  # fmt: skip
    score_, km = candidate.score, candidate.km
    return RankedResource(record, score_, km, reasons, availability, opening, moment, candidate.found)
