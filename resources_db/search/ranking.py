"""Scored rows in order, made into candidates only as far as the short list looks."""

from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass

import numpy as np

from resources_db.catalogue import Record
from resources_db.search.columns import Columns, Mask, Numbers, Rows
from resources_db.search.query import ResourceQuery
from resources_db.search.scoring import Scored


@dataclass(frozen=True)
class Candidate:
    """An eligible record that offers something wanted; `exact` when it offers the very service asked."""

    record: Record
    score: float
    km: float | None
    exact: bool = False
    found: float = 0.0  # share of the words asked that the record holds


class Ranking:
    """Candidates best first. Only the rows asked of it become objects, so many records cost no more than ten."""

    def __init__(self, columns: Columns, rows: Rows, scored: Scored, exact: Mask, query: ResourceQuery) -> None:
        best_first = _order(columns, rows, scored, query)
        self._columns, self.rows, self.exact = columns, rows[best_first], exact[best_first]
        self.scored = scored.of(best_first)

    def only(self, mask: Mask) -> "Ranking":
        """Return the candidates of a mask (in order), still in order."""
        part = copy(self)
        part.rows, part.exact = self.rows[mask], self.exact[mask]
        part.scored = self.scored.of(mask)
        return part

    def __iter__(self) -> Iterator[Candidate]:
        return (self.at(place) for place in range(len(self.rows)))

    def at(self, place: int) -> Candidate:
        """Return the candidate at a place of the order."""
        km = self.scored.km[place]
        known = None if np.isnan(km) else float(km)
        record = self._columns.records[self.rows[place]]
        found = float(self.scored.found[place])
        return Candidate(record, float(self.scored.score[place]), known, bool(self.exact[place]), found)

    def says(self, fact: str) -> Mask:
        """Return a fact of the records, in order."""
        mask: Mask = self._columns.facts[fact][self.rows]
        return mask

    def is_for(self, audiences: Collection[str]) -> Mask:
        """Say which candidates list one of the audiences; all of them where none is given."""
        if not audiences:
            return np.ones(len(self.rows), dtype=bool)
        mask: Mask = np.logical_or.reduce([self._columns.groups[name][self.rows] for name in audiences])
        return mask

    def within(self, km: float) -> Mask:
        """Say which candidates are not known to be farther than `km`."""
        return ~(self.scored.km > km)


def _order(columns: Columns, rows: Rows, scored: Scored, query: ResourceQuery) -> Rows:
    """Sort by what is known of cost and access when asked, by distance if `nearest`, by score; ties by slug."""
    keys: list[Numbers] = [-scored.score]
    if query.nearest:
        keys += [np.nan_to_num(scored.km), np.isnan(scored.km).astype(float)]
    keys.append(doubts(columns, rows, query))
    order: Rows = np.lexsort(keys)
    return order


def doubts(columns: Columns, rows: Rows, query: ResourceQuery) -> Numbers:
    """Count, for each row, the facts asked for (free, wheelchair) that are not known."""
    found: Numbers = np.zeros(len(rows))
    for name in asked_facts(query):
        found += np.isnan(columns.numbers[name][rows])
    return found


def without_refused_facts(columns: Columns, rows: Rows, query: ResourceQuery) -> Mask:
    """Say which rows are not known to lack a fact asked for."""
    kept: Mask = np.ones(len(rows), dtype=bool)
    for name in asked_facts(query):
        kept &= columns.numbers[name][rows] != 0.0
    return kept


def asked_facts(query: ResourceQuery) -> list[str]:
    """Return the names of the facts that the query asks for."""
    return [name for name, asked in (("free", query.free), ("wheelchair", query.wheelchair)) if asked]
