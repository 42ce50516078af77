"""The catalogue's words in memory: which records hold the words of a question."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from resources_db.catalogue import Record
from resources_db.full_text import words_of

Ids = NDArray[np.int64]
_NOBODY: Ids = np.array([], dtype=np.int64)
MOST = 16  # words of a question that count
_LAST = "\U0010ffff"  # after every letter


@dataclass(frozen=True, eq=False)
class Words:
    """Every word of the records in order, and the `search_id` of the records that hold it."""

    ordered: list[str]
    holders: dict[str, Ids]

    def matching(self, question: str) -> Ids:
        """Return the ids of the records in which every word of the question begins a word; none without a word."""
        found: Ids | None = None
        for word in sorted(words_of(question), key=len, reverse=True):
            holders = self._beginning(word)
            found = holders if found is None else np.intersect1d(found, holders, assume_unique=True)
        return _NOBODY if found is None else found

    def shares(self, question: str) -> list[tuple[Ids, float]]:
        """Return, for each word of the question that is held, the ids that hold it and its share of the question."""
        words = dict.fromkeys(words_of(question)[:MOST])
        held = [self._beginning(word) for word in words]
        worth = [log(1.0 + self.size / max(len(ids), 1)) for ids in held]
        return [(ids, value / sum(worth)) for ids, value in zip(held, worth, strict=True) if len(ids)]

    @cached_property
    def size(self) -> int:
        """How many records there are, about: the highest id."""
        return max((int(ids[-1]) for ids in self.holders.values()), default=0)

    def _beginning(self, word: str) -> Ids:
        """Return, once each and in order, the ids of the records that hold a word that begins so."""
        start, end = bisect_left(self.ordered, word), bisect_left(self.ordered, word + _LAST)
        holders = [self.holders[known] for known in self.ordered[start:end]]
        if len(holders) < 2:
            return holders[0] if holders else _NOBODY
        mask = np.zeros(max(int(ids[-1]) for ids in holders) + 1, dtype=bool)
        mask[np.concatenate(holders)] = True
        return np.flatnonzero(mask)


def words_from(records: Iterable[Record]) -> Words:
    """Return the words of these records."""
    found: dict[str, list[int]] = defaultdict(list)
    for record in records:
        for word in record.words.split():
            found[word].append(record.search_id)
    return Words(sorted(found), {word: np.unique(np.array(ids, dtype=np.int64)) for word, ids in found.items()})


def words_renewed(old: Words, gone: Iterable[Record], come: Iterable[Record]) -> Words:
    """Return the words without those of the records gone and with those of the records come."""
    left, new = words_from(gone).holders, words_from(come).holders
    holders = dict(old.holders)
    for word in {**left, **new}:
        kept = np.setdiff1d(holders.get(word, _NOBODY), left.get(word, _NOBODY), assume_unique=True)
        holders[word] = np.union1d(kept, new.get(word, _NOBODY))
        if not len(holders[word]):
            del holders[word]
    same = holders.keys() == old.holders.keys()
    return Words(old.ordered if same else sorted(holders), holders)
