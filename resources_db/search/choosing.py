"""From ranked records to the short list: no repeats, promises kept, never empty-handed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from resources_db.search.query import ResourceQuery
from resources_db.search.ranking import Candidate, Ranking
from resources_db.search.traits import FIRST_PEOPLES
from resources_db.search.wanted import Wanted, is_young, lines_data, weights

Test = Callable[[Candidate], bool]
Lines = dict[str, Candidate]


class _Reread:
    """An iterator that can be read again from its start, and looks no farther than it must."""

    def __init__(self, source: Iterator[Candidate]) -> None:
        self._source, self._read = source, list[Candidate]()

    def __iter__(self) -> Iterator[Candidate]:
        yield from self._read
        for candidate in self._source:
            self._read.append(candidate)
            yield candidate


def choose(ranking: Ranking, lines: Lines, query: ResourceQuery, wanted: Wanted) -> list[Candidate]:
    """Return at most `limit` candidates. `lines` are the lines that suit the person, whether or not they rank."""
    if query.region_code is None and query.q is None:
        return _everywhere_first(ranking, lines, query, wanted)
    return _short_list(ranking, lines, query, wanted)


def _everywhere_first(ranking: Ranking, lines: Lines, query: ResourceQuery, wanted: Wanted) -> list[Candidate]:
    """While the place is not known, give what serves everywhere, then local places, which may be of no use."""
    wide = ranking.says("wide")
    chosen = _short_list(ranking.only(wide), lines, query, wanted)
    known = {c.record.slug for c in chosen}
    local = (c for c in _without_repeats(ranking.only(~wide)) if c.record.slug not in known)
    return [*chosen, *islice(local, query.limit - len(chosen))]


def _short_list(ranking: Ranking, lines: Lines, query: ResourceQuery, wanted: Wanted) -> list[Candidate]:
    reachable = _Reread(_without_repeats(ranking))
    chosen = list(islice(reachable, query.limit))
    _keep_promises(chosen, reachable, lines, query, wanted)
    _add_unreachable(chosen, ranking, lines, query, wanted)
    return _fill(chosen, lines, query, wanted)


def _without_repeats(ranking: Ranking) -> Iterator[Candidate]:
    """Leave out who cannot be reached, and a record whose every number better ones gave (a network and its centre)."""
    given: set[str] = set()
    for place in np.flatnonzero(ranking.says("has_contact")):
        candidate = ranking.at(int(place))
        numbers = {phone.number for phone in candidate.record.phones}
        if not numbers or not numbers <= given:
            given |= numbers
            yield candidate


def _keep_promises(
    chosen: list[Candidate], pool: Iterable[Candidate], lines: Lines, query: ResourceQuery, wanted: Wanted
) -> None:
    """Make sure of the exact service, of a place open to all genders, and of a number that always answers."""
    short: int = weights()["short_list"]
    kept: set[str] = {chosen[0].record.slug} if chosen else set()
    promises: list[tuple[Test, Iterable[Candidate]]] = [(lambda candidate: candidate.exact, pool)]
    if query.gender is None:
        promises.append((lambda c: "all" in c.record.genders or not c.record.genders, pool))
    if wanted.urgent and not query.nearest:
        slugs = _line_slugs("day_and_night", wanted)
        promises.append((lambda c: c.record.day_and_night, [lines[slug] for slug in slugs if slug in lines]))
    for test, sources in promises:
        _ensure(chosen, sources, test, short, kept)


def _ensure(chosen: list[Candidate], sources: Iterable[Candidate], test: Test, short: int, kept: set[str]) -> None:
    """Put the best source that passes in the last free place of the short list, unless one is there already."""
    present = next((c for c in chosen[:short] if test(c)), None)
    if present is not None:
        kept.add(present.record.slug)
        return
    slugs = {c.record.slug for c in chosen[:short]}
    free = [at for at, c in enumerate(chosen[:short]) if c.record.slug not in kept]
    source = next((c for c in sources if test(c) and c.record.slug not in slugs), None) if free else None
    if source is None:
        return
    chosen[:] = [c for c in chosen if c.record.slug != source.record.slug or c in chosen[:short]]
    chosen[free[-1]] = source
    kept.add(source.record.slug)


def _add_unreachable(
    chosen: list[Candidate], ranking: Ranking, lines: Lines, query: ResourceQuery, wanted: Wanted
) -> None:
    """Add one record without contact, beside the line that answers, if named or if nothing reachable is as near."""
    line = lines.get(lines_data()["beside_buyers" if wanted.buyers else "iavs"])
    lone = ranking.first(~ranking.says("has_contact") & ranking.exact) if query.limit > 1 and line else None
    if line is None or lone is None or not (query.q is not None or _is_missed(lone, ranking, query, wanted)):
        return
    if any(c.record.slug == line.record.slug for c in chosen[: query.limit - 1]):
        at = next(i for i, c in enumerate(chosen) if c.record.slug == line.record.slug)
        chosen[:] = [*chosen[: at + 1], lone, *chosen[at + 1 :]][: query.limit]
    else:
        beside = [c for c in chosen if c.record.slug != line.record.slug]
        chosen[:] = [*beside[: query.limit - 2], line, lone]


def _is_missed(lone: Candidate, ranking: Ranking, query: ResourceQuery, wanted: Wanted) -> bool:
    """Say whether no reachable record answers as near for the person's own people, where nearness counts."""
    if query.region_code is None or wanted.reach != "local" or lone.record.is_wide:
        return False
    near = ranking.says("has_contact") & ~ranking.says("wide") & ranking.exact & ranking.within(weights()["local_km"])
    if not is_young(query, wanted):
        near &= ~ranking.says("youth")
    own = FIRST_PEOPLES & wanted.audiences & set(lone.record.groups)
    rivals = (ranking.at(int(place)) for place in np.flatnonzero(near))
    return not any(own <= set(rival.record.groups) for rival in rivals)


def _line_slugs(part: str, wanted: Wanted) -> list[str]:
    names: dict[str, Any] = lines_data()[part]
    return list(next((names[need] for need in wanted.needs if need in names), names["default"]))


def _fill(chosen: list[Candidate], lines: Lines, query: ResourceQuery, wanted: Wanted) -> list[Candidate]:
    """Complete a list shorter than the short list with lines that answer everywhere."""
    if query.q is not None and chosen:
        return chosen
    slugs = list(lines_data()["fallback"]["minor"]) if wanted.minor else []
    slugs += _line_slugs("fallback", wanted)
    wished = min(query.limit, weights()["short_list"])
    filled = list(chosen)
    for slug in slugs:
        have = {c.record.slug for c in filled}
        if len(filled) < wished and slug in lines and slug not in have:
            filled.append(lines[slug])
    return filled
