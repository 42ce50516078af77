"""From ranked records to the short list: no repeats, promises kept, never empty-handed."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np

from resources_db.search.columns import Mask
from resources_db.search.query import ResourceQuery
from resources_db.search.ranking import Candidate, Ranking
from resources_db.search.scoring import ALL_WORDS
from resources_db.search.traits import HELPERS, for_the_exploited
from resources_db.search.wanted import Wanted, lines_data, speaks, weights

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
    after = _after_lines(ranking, query)
    near = ranking.only(~after)
    reachable = _Reread(_without_repeats(near))
    chosen = list(islice(reachable, query.limit))
    _keep_promises(chosen, reachable, lines, query, wanted)
    if query.q is None:  # a search by name that finds only who cannot be reached is not completed
        chosen = _fill(chosen, lines, query, wanted)
    _add_unreachable(chosen, near, lines, query, wanted)
    return _and_farther(_fill(chosen, lines, query, wanted), ranking.only(after), query)


def _after_lines(ranking: Ranking, query: ResourceQuery) -> Mask:
    """Say who comes after the lines: who is too far, and who names nothing of what the person lived through.

    The only place of the region that can be reached for exactly that is never too far, nor is who is asked by name.
    """
    if query.nearest:
        return np.zeros(len(ranking.rows), dtype=bool)
    if query.q is not None:
        other: Mask = ranking.scored.far & (ranking.scored.found < ALL_WORDS)
        return other
    local = ranking.says("has_contact") & ranking.exact & ~ranking.says("wide")
    far = ranking.scored.far & ~local if local.sum() == 1 else ranking.scored.far
    after: Mask = far | ranking.scored.lacking
    return after


def _and_farther(chosen: list[Candidate], far: Ranking, query: ResourceQuery) -> list[Candidate]:
    known = {c.record.slug for c in chosen}
    more = (c for c in _without_repeats(far) if c.record.slug not in known)
    return [*chosen, *islice(more, query.limit - len(chosen))]


def _without_repeats(ranking: Ranking) -> Iterator[Candidate]:
    """Leave out who cannot be reached, and a record whose every number better ones gave (a network and its centre).

    A regional centre is no repeat of a team that serves several regions for some people only: both are given.
    """
    given: set[str] = set()
    given_to_all: set[str] = set()
    for place in np.flatnonzero(ranking.says("has_contact")):
        candidate = ranking.at(int(place))
        record = candidate.record
        numbers = {phone.number for phone in record.phones}
        before = given if record.is_wide or record.specialised else given_to_all
        if not numbers or not numbers <= before:
            given |= numbers
            given_to_all |= set() if for_the_exploited(record) else numbers
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
    if query.language not in (None, "fr", "en"):
        spoken = [lines[slug] for slug in lines_data()["interpreters"] if slug in lines]
        promises.append((lambda c: speaks(c.record, str(query.language)), spoken))
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
    lone = _lone(ranking, query, wanted) if query.limit > 1 and line else None
    if line is None or lone is None:
        return
    if any(c.record.slug == line.record.slug for c in chosen[: query.limit - 1]):
        at = next(i for i, c in enumerate(chosen) if c.record.slug == line.record.slug)
        chosen[:] = [*chosen[: at + 1], lone, *chosen[at + 1 :]][: query.limit]
    else:
        beside = [c for c in chosen if c.record.slug != line.record.slug]
        chosen[:] = [*beside[: query.limit - 2], line, lone]


def _lone(ranking: Ranking, query: ResourceQuery, wanted: Wanted) -> Candidate | None:
    """Return the best record without contact that was named, or as good as which nothing near can be reached."""
    table = weights()["lone"]
    useful = ranking.exact if wanted.urgent else ranking.scored.service >= table["useful"]
    alone = ~ranking.says("has_contact") & useful
    if query.q is not None:
        named = np.flatnonzero(alone & (ranking.scored.found >= ALL_WORDS))
        return ranking.at(int(named[0])) if len(named) else None
    if query.region_code is None:
        return None
    if not wanted.urgent:  # a parent is not sent, at random, to a house of women
        alone &= ranking.is_for(wanted.audiences & HELPERS)
    rivals = ranking.says("has_contact") & ~ranking.says("wide") & ranking.within(weights()["local_km"])
    service, fit, km = ranking.scored.service, ranking.scored.fit, ranking.scored.km
    for place in np.flatnonzero(alone & ~ranking.says("wide"))[: table["looked_at"]]:
        as_good = rivals & (service >= service[place] - table["service"]) & (fit > fit[place] - table["fit"])
        as_good &= ~(km > km[place] + table["farther"])
        if not as_good.any():
            return ranking.at(int(place))
    return None


def _line_slugs(part: str, wanted: Wanted) -> list[str]:
    names: dict[str, Any] = lines_data()[part]
    return list(next((names[need] for need in wanted.needs if need in names), names["default"]))


def _fill_slugs(wanted: Wanted) -> list[str]:
    """Return the lines that complete a list, best first: those of the audience's for the need, or the need's."""
    data = lines_data()["fallback_for"]
    said = [data[audience] for audience in sorted(wanted.audiences) if audience in data]
    own = [lists[need] for lists in said for need in wanted.needs if need in lists]
    slugs = list(own[0]) if own else _line_slugs("fallback", wanted)
    more = [slug for lists in said for slug in lists.get("any", ())]
    youth = list(lines_data()["fallback"]["minor"]) if wanted.minor else []
    every = [*youth, *slugs]
    return [*every[:1], *more, *every[1:]]


def _fill(chosen: list[Candidate], lines: Lines, query: ResourceQuery, wanted: Wanted) -> list[Candidate]:
    """Complete a list shorter than the short list with lines that answer everywhere."""
    if query.q is not None and chosen:
        return chosen
    wished = min(query.limit, weights()["short_list"])
    filled = list(chosen)
    for slug in _fill_slugs(wanted):
        have = {c.record.slug for c in filled}
        if len(filled) < wished and slug in lines and slug not in have:
            filled.append(lines[slug])
    return filled
