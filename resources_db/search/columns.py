"""The catalogue as NumPy columns, made once for each state of the directory: one row per record, by slug."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from resources_db.catalogue import Catalogue, Record, prepared
from resources_db.geography import fold, regions
from resources_db.places import apart_of, clientele, known_nations
from resources_db.search.traits import (
    OWNERS,
    for_the_exploited,
    for_youth,
    has_known_town,
    incidental,
    is_described,
    named_in_words,
    nations,
    only_for_some,
    open_to,
    owns,
)
from resources_db.search.words import Words, words_from, words_renewed
from resources_db.vocabulary import vocabulary

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Columns:
    """Facts of the records; a number that is not known is NaN, `free` and `wheelchair` are NaN, 0 or 1."""

    records: tuple[Record, ...]
    row_of: dict[str, int]
    row_of_id: dict[str, int]
    search_ids: NDArray[np.int64]
    words: Words
    services: dict[str, Mask]
    incidental: dict[str, Mask]
    groups: dict[str, Mask]
    owned: dict[str, Mask]
    kinds: dict[str, Mask]
    covered: dict[str, Rows]
    named: dict[str, Rows]
    only_place: dict[str, Rows]
    nations: dict[str, Mask]
    spoken: dict[str, Rows]
    facts: dict[str, Mask]
    numbers: dict[str, Numbers]
    region: NDArray[np.str_]
    apart: NDArray[np.int8]
    same_hours: dict[Any, Rows]

    @property
    def everyone(self) -> Rows:
        """Every row."""
        return np.arange(len(self.records))

    @cached_property
    def beside(self) -> frozenset[str]:
        """The services that some record gives only beside what it is for."""
        return frozenset(name for name, mask in self.incidental.items() if mask.any())

    def holding(self, question: str) -> Mask:
        """Say which of all the rows hold every word of the question."""
        search_ids = self.words.matching(question)
        found: Mask = np.zeros(max(self.search_ids.max(initial=0), search_ids.max(initial=0)) + 1, dtype=bool)
        found[search_ids] = True
        rows: Mask = found[self.search_ids]
        return rows

    def found_in(self, question: str) -> Numbers:
        """Return, for all the rows, the share of the question's words that they hold, rare words counting more."""
        found: Numbers = np.zeros(int(self.search_ids.max(initial=0)) + 1)
        for search_ids, share in self.words.shares(question):
            found[search_ids] += share
        shares: Numbers = np.minimum(found[self.search_ids], 1.0)
        return shares

    def open_at(self, rows: Rows, moment: datetime, state: str = "open") -> Mask:
        """Say which rows are known to be in that state; records with the same hours are worked out once."""
        known: Mask = np.zeros(len(self.records), dtype=bool)
        for same in self.same_hours.values():
            if self.records[same[0]].opening_at(moment).state == state:
                known[same] = True
        found: Mask = known[rows]
        return found


_kept: WeakKeyDictionary[Catalogue, Columns] = WeakKeyDictionary()


def columns_of(catalogue: Catalogue) -> Columns:
    """Return the columns of the catalogue, made the first time only."""
    found = _kept.get(catalogue)
    if found is None:
        found = _kept[catalogue] = columns_from(tuple(catalogue.records.values()))
    return found


@prepared
def _prepare(catalogue: Catalogue, earlier: Catalogue | None, changed: frozenset[str]) -> None:
    old = None if earlier is None else _kept.get(earlier)
    if old is None:
        columns_of(catalogue)
    else:
        _kept[catalogue] = renewed(old, catalogue.records, changed)


def renewed(old: Columns, records: dict[str, Record], changed: frozenset[str]) -> Columns:
    """Return the columns of `records`: those of `old`, worked out again for the slugs that changed, came or went."""
    row_of = old.row_of if records.keys() == old.row_of.keys() else {slug: row for row, slug in enumerate(records)}
    found = sorted(slug for slug in changed if slug in records)
    fresh_rows = np.array([row_of[slug] for slug in found], dtype=np.intp)
    fresh = columns_from(tuple(records[slug] for slug in found))
    return _Splice(old, fresh, fresh_rows, changed).columns(tuple(records.values()), row_of)


class _Splice:
    """Two sets of columns put into one: the rows of `old` that did not change, and `fresh` ones at `fresh_rows`."""

    def __init__(self, old: Columns, fresh: Columns, fresh_rows: Rows, changed: frozenset[str]) -> None:
        self.old, self.fresh, self.fresh_rows = old, fresh, fresh_rows
        left = np.ones(len(old.records), dtype=bool)
        left[[old.row_of[slug] for slug in changed if slug in old.row_of]] = False
        self.size = int(left.sum()) + len(fresh_rows)
        stay = np.ones(self.size, dtype=bool)
        stay[fresh_rows] = False
        self.source: Rows = np.empty(self.size, dtype=np.intp)  # of each row, among the old ones then the fresh ones
        self.source[stay] = np.flatnonzero(left)
        self.source[fresh_rows] = len(old.records) + np.arange(len(fresh_rows))
        self.moved = np.full(len(old.records), -1, dtype=np.intp)  # of each old row, where it is now
        self.moved[left] = np.flatnonzero(stay)

    def columns(self, records: tuple[Record, ...], row_of: dict[str, int]) -> Columns:
        """Return both in one."""
        old, fresh = self.old, self.fresh
        return Columns(
            records=records,
            row_of=row_of,
            row_of_id=old.row_of_id if row_of is old.row_of else {record.id: row for row, record in enumerate(records)},
            search_ids=self._values(old.search_ids, fresh.search_ids),
            words=words_renewed(old.words, (old.records[row] for row in np.flatnonzero(self.moved < 0)), fresh.records),
            services=self._each(old.services, fresh.services),
            incidental=self._each(old.incidental, fresh.incidental),
            groups=self._each(old.groups, fresh.groups),
            owned=self._each(old.owned, fresh.owned),
            kinds=self._each(old.kinds, fresh.kinds),
            covered=self._rows(old.covered, fresh.covered),
            named=self._rows(old.named, fresh.named),
            only_place=self._rows(old.only_place, fresh.only_place),
            nations=self._each(old.nations, fresh.nations),
            spoken=self._rows(old.spoken, fresh.spoken),
            facts=self._each(old.facts, fresh.facts),
            numbers=self._each(old.numbers, fresh.numbers),
            region=self._values(old.region, fresh.region),
            apart=self._values(old.apart, fresh.apart),
            same_hours=self._rows(old.same_hours, fresh.same_hours),
        )

    def _values(self, old: NDArray[Any], fresh: NDArray[Any]) -> NDArray[Any]:
        both: NDArray[Any] = np.concatenate([old, fresh])[self.source]
        return both

    def _each(self, old: dict[str, NDArray[Any]], fresh: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        return {name: self._values(values, fresh[name]) for name, values in old.items()}

    def _rows(self, old: dict[Any, Rows], fresh: dict[Any, Rows]) -> dict[Any, Rows]:
        found: dict[Any, Rows] = {}
        for key in {**old, **fresh}:
            kept = self.moved[old.get(key, _NONE)]
            rows = np.concatenate([kept[kept >= 0], self.fresh_rows[fresh.get(key, _NONE)]])
            if len(rows):
                found[key] = np.sort(rows)
        return found


_NONE: Rows = np.array([], dtype=np.intp)


def columns_from(records: tuple[Record, ...]) -> Columns:
    """Return the columns of these records, in their order."""
    words = vocabulary()
    return Columns(
        records=records,
        row_of={record.slug: row for row, record in enumerate(records)},
        row_of_id={record.id: row for row, record in enumerate(records)},
        search_ids=np.array([record.search_id for record in records], dtype=np.int64),
        words=words_from(records),
        services=_masks(records, words["services"], lambda record: record.services),
        incidental=_masks(records, words["services"], incidental),
        groups=_masks(records, words["groups"], lambda record: record.groups),
        owned=_masks(records, OWNERS, lambda record: [group for group in OWNERS if owns(record, group)]),
        kinds=_masks(records, words["kinds"], lambda record: (record.kind,)),
        covered=_covered(records),
        named=_rows_by(records, lambda record: {*record.named_places, *record.territory}),
        only_place=_rows_by(records, lambda record: [fold(place) for place in record.serves_places or ()]),
        nations=_masks(records, known_nations(), nations),
        spoken=_rows_by(records, lambda record: record.languages),
        facts={name: np.fromiter(map(fact, records), bool, len(records)) for name, fact in _facts().items()},
        numbers={
            name: np.fromiter(map(_number(fact), records), float, len(records)) for name, fact in _NUMBERS.items()
        },
        region=np.array([record.region_code or "" for record in records], dtype="U2"),
        apart=np.array([apart_of(record.city, record.region_code) for record in records], dtype=np.int8),
        same_hours=_rows_by(records, lambda record: [record.hours_key] * (record.has_phone or record.says_always)),
    )


_FACTS: dict[str, Callable[[Record], bool]] = {
    "specialised": lambda record: record.specialised,
    "for_the_exploited": for_the_exploited,
    "youth": for_youth,
    "only_for_some": only_for_some,
    "only_buyers": lambda record: set(record.groups) == {"buyers"},
    "open_to_women": lambda record: open_to(record, "women"),
    "open_to_men": lambda record: open_to(record, "men"),
    "gendered": lambda record: bool(record.genders) and "all" not in record.genders,
    "for_women": lambda record: "women" in record.genders,
    "wide": lambda record: record.is_wide,
    "has_city": lambda record: record.city is not None,
    "names_places": lambda record: bool(record.named_places),
    "has_phone": lambda record: record.has_phone,
    "has_contact": lambda record: record.has_contact,
    "sure_phone": lambda record: any(phone.confidence == "high" for phone in record.phones),
    "day_and_night": lambda record: record.day_and_night,
    "high": lambda record: record.confidence == "high",
    "languages_known": lambda record: bool(record.languages),
    "speaks_fr": lambda record: "fr" in record.languages,
    "speaks_en": lambda record: "en" in record.languages,
    "limited": lambda record: record.serves_places is not None,
    "measurable": has_known_town,
    "in_region": lambda record: record.precision == "region",
}


def _facts() -> dict[str, Callable[[Record], bool]]:
    """Return what is said of each record: the facts, and which rules of data/clientele.yml describe it."""
    rules = {rule: _describer(about["records"]) for rule, about in clientele()["rules"].items()}
    named: dict[str, Callable[[Record], bool]] = {f"in_words:{who}": _namer(who) for who in clientele()["in_words"]}
    return _FACTS | named | {f"clientele:{rule}": describes for rule, describes in rules.items()}


def _namer(audience: str) -> Callable[[Record], bool]:
    return lambda record: named_in_words(record, audience)


def _describer(described: dict[str, Any]) -> Callable[[Record], bool]:
    return lambda record: is_described(record, described)


_NUMBERS: dict[str, Callable[[Record], float | bool | None]] = {
    "min_age": lambda record: record.min_age,
    "max_age": lambda record: record.max_age,
    "lat": lambda record: record.position[0] if record.position else None,
    "lon": lambda record: record.position[1] if record.position else None,
    "free": lambda record: record.free,
    "wheelchair": lambda record: record.wheelchair,
}


def _number(fact: Callable[[Record], float | bool | None]) -> Callable[[Record], float]:
    def _read(record: Record) -> float:
        value = fact(record)
        return np.nan if value is None else float(value)

    return _read


def _masks(records: Sequence[Record], words: Iterable[str], said: Callable[[Record], Iterable[str]]) -> dict[str, Mask]:
    masks: dict[str, Mask] = {word: np.zeros(len(records), dtype=bool) for word in words}
    for row, record in enumerate(records):
        for word in said(record):
            masks[word][row] = True
    return masks


def _rows_by(records: Sequence[Record], keys: Callable[[Record], Iterable[Hashable]]) -> dict[Any, Rows]:
    found: dict[Any, list[int]] = defaultdict(list)
    for row, record in enumerate(records):
        for key in keys(record):
            found[key].append(row)
    return {key: np.unique(rows) for key, rows in found.items()}


def _covered(records: Sequence[Record]) -> dict[str, Rows]:
    every = list(regions())
    return _rows_by(records, lambda record: every if record.is_wide else record.coverage)
