"""Finding the organisations that really serve a person."""

from resources_db.search.query import ResourceQuery
from resources_db.search.ranked import RankedResource
from resources_db.search.service import lines, resource_by_slug, search_resources
from resources_db.search.wanted import all_needs, known_needs

__all__ = [
    "RankedResource",
    "ResourceQuery",
    "all_needs",
    "known_needs",
    "lines",
    "resource_by_slug",
    "search_resources",
]
