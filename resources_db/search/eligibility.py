"""Who may be shown to whom: every rule here excludes, none ranks."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from resources_db.geography import find_town, fold
from resources_db.search.columns import Columns, Mask, Rows
from resources_db.search.query import ResourceQuery
from resources_db.search.traits import HELPERS
from resources_db.search.wanted import ADULT_AGE, Wanted, lines_data

NORTH = "10"
Rule = Callable[[Columns, Rows, ResourceQuery, Wanted], Mask]


def suits(columns: Columns, rows: Rows, query: ResourceQuery, wanted: Wanted) -> Mask:
    """Say which rows suit the person, wherever they are (the service wanted is another question)."""
    kept = _with_required_groups(columns, rows, wanted)
    return kept & suits_as_line(columns, rows, query, wanted)


def suits_as_line(columns: Columns, rows: Rows, query: ResourceQuery, wanted: Wanted) -> Mask:
    """Say which rows suit the person when they complete a list, whatever the groups that the need asks for."""
    kept: Mask = np.ones(len(rows), dtype=bool)
    for rule in _PERSON_RULES:
        kept &= rule(columns, rows, query, wanted)
    return kept


def serving(columns: Columns, query: ResourceQuery) -> Rows:
    """Return the rows that serve the person's region (all if it is not known), and in the North their community."""
    if query.region_code is None:
        return columns.everyone
    rows = columns.covered.get(query.region_code, _NOTHING)
    if query.region_code != NORTH or query.place is None or find_town(query.place, NORTH) is None:
        return rows
    naming = columns.only_place.get(fold(query.place), _NOTHING)
    decided = {columns.records[row].kind for row in naming}
    elsewhere = _fact(columns, rows, "limited") & ~np.isin(rows, naming)
    replaced = ~_fact(columns, rows, "limited") & _any(columns.kinds, decided, rows)
    kept: Rows = rows[_fact(columns, rows, "wide") | ~(elsewhere | replaced)]
    return kept


_NOTHING: Rows = np.array([], dtype=np.intp)


def _fact(columns: Columns, rows: Rows, name: str) -> Mask:
    mask: Mask = columns.facts[name][rows]
    return mask


def _any(masks: dict[str, Mask], words: Any, rows: Rows) -> Mask:
    """Say which rows have one of the words."""
    found: Mask = np.zeros(len(rows), dtype=bool)
    for word in words:
        if word in masks:
            found |= masks[word][rows]
    return found


def _right_gender(columns: Columns, rows: Rows, query: ResourceQuery, _wanted: Wanted) -> Mask:
    if query.gender is None:
        return np.ones(len(rows), dtype=bool)
    return _fact(columns, rows, f"open_to_{query.gender}")


def _right_age(columns: Columns, rows: Rows, query: ResourceQuery, wanted: Wanted) -> Mask:
    adults, minors = columns.groups["adults"][rows], columns.groups["minors"][rows]
    kept: Mask = ~(adults & ~minors) if wanted.minor else np.ones(len(rows), dtype=bool)
    if query.age is None:
        return kept
    low, high = _age(columns, rows, "min_age"), _age(columns, rows, "max_age")
    helped = _any(columns.groups, wanted.audiences & HELPERS, rows)
    kept &= ~(query.age < low)
    young_enough = ~(query.age > high)
    if query.age < ADULT_AGE:
        return kept & (helped | young_enough)
    grown = np.where(np.isnan(high), adults | ~minors, young_enough)
    return kept & (helped | grown)


def _age(columns: Columns, rows: Rows, name: str) -> NDArray[np.float64]:
    found: NDArray[np.float64] = columns.numbers[name][rows]
    return found


def _not_only_for_others(columns: Columns, rows: Rows, query: ResourceQuery, wanted: Wanted) -> Mask:
    """A record made only for some groups needs one of them to be said; a search by words alone finds it anyway."""
    if query.q is not None and not wanted.needs:
        return np.ones(len(rows), dtype=bool)
    return ~_fact(columns, rows, "only_for_some") | _any(columns.groups, wanted.audiences, rows)


def _buyers_apart(columns: Columns, rows: Rows, _query: ResourceQuery, wanted: Wanted) -> Mask:
    if not wanted.buyers:
        return ~_fact(columns, rows, "only_buyers")
    generic = [columns.row_of[slug] for slug in lines_data()["generic"] if slug in columns.row_of]
    return columns.groups["buyers"][rows] | np.isin(rows, generic)


def _with_required_groups(columns: Columns, rows: Rows, wanted: Wanted) -> Mask:
    if wanted.buyers or not wanted.groups:
        return np.ones(len(rows), dtype=bool)
    return _any(columns.groups, wanted.groups, rows)


_PERSON_RULES: tuple[Rule, ...] = (_right_gender, _right_age, _not_only_for_others, _buyers_apart)
