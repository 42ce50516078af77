"""Records that fit a person, unranked: for the lines in danger and for the counsellors' list of shelters."""

from resources_db.catalogue import Catalogue, Record
from resources_db.search.columns import columns_of
from resources_db.search.eligibility import serving, suits
from resources_db.search.query import ResourceQuery
from resources_db.search.wanted import wanted_by


def serving_records(catalogue: Catalogue, query: ResourceQuery) -> list[Record]:
    """Return the records that serve the place, by slug."""
    columns = columns_of(catalogue)
    return [columns.records[row] for row in serving(columns, query)]


def fitting_records(catalogue: Catalogue, query: ResourceQuery) -> list[Record]:
    """Return the records that serve the place and suit the person, by slug, whatever they offer."""
    columns = columns_of(catalogue)
    rows = serving(columns, query)
    return [columns.records[row] for row in rows[suits(columns, rows, query, wanted_by(query))]]
