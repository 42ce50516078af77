"""From scored records to the short list: no repeats, promises kept, never empty-handed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from resources_db.catalogue import Record
from resources_db.search.query import ResourceQuery
from resources_db.search.wanted import Wanted, lines_data, weights

Test = Callable[[Record], bool]


@dataclass(frozen=True)
class Candidate:
    """An eligible record that offers something wanted."""

    record: Record
    score: float
    km: float | None


def order(candidates: Iterable[Candidate], *, nearest: bool) -> list[Candidate]:
    """Return the candidates best first; ties by slug. `nearest` puts the known distances first, shortest first."""
    if nearest:
        return sorted(candidates, key=lambda c: (c.km is None, c.km or 0.0, -c.score, c.record.slug))
    return sorted(candidates, key=lambda c: (-c.score, c.record.slug))


def choose(ranked: Sequence[Candidate], lines: dict[str, Candidate], query: ResourceQuery, wanted: Wanted
           ) -> list[Candidate]:  # fmt: skip
    """Return at most `limit` candidates. `lines` are the lines that suit the person, whether or not they rank."""
    reachable = _without_repeats([c for c in ranked if c.record.has_contact])
    chosen = reachable[: query.limit]
    _keep_promises(chosen, reachable, lines, query, wanted)
    _add_unreachable(chosen, ranked, reachable, lines, query, wanted)
    return _fill(chosen, lines, query, wanted)


def _without_repeats(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Drop a record whose every number was already given by better ones (a network beside its local centre)."""
    kept: list[Candidate] = []
    given: set[str] = set()
    for candidate in ranked:
        numbers = {phone.number for phone in candidate.record.phones}
        if not numbers or not numbers <= given:
            kept.append(candidate)
            given |= numbers
    return kept


def _keep_promises(chosen: list[Candidate], pool: Sequence[Candidate], lines: dict[str, Candidate],
                   query: ResourceQuery, wanted: Wanted) -> None:  # fmt: skip
    """Make sure of the exact service, of a place open to all genders, and of a number that always answers."""
    short: int = weights()["short_list"]
    kept: set[str] = {chosen[0].record.slug} if chosen else set()
    promises: list[tuple[Test, Sequence[Candidate]]] = [(wanted.is_exact, pool)]
    if query.gender is None:
        promises.append((lambda record: "all" in record.genders or not record.genders, pool))
    if wanted.urgent and not query.nearest:
        names = lines_data()["day_and_night"]
        slugs = next((names[need] for need in wanted.needs if need in names), names["default"])
        promises.append((lambda record: record.day_and_night, [lines[slug] for slug in slugs if slug in lines]))
    for test, sources in promises:
        _ensure(chosen, sources, test, short, kept)


def _ensure(chosen: list[Candidate], sources: Sequence[Candidate], test: Test, short: int, kept: set[str]) -> None:
    """Put the best source that passes in the last free place of the short list, unless one is there already."""
    present = next((c for c in chosen[:short] if test(c.record)), None)
    if present is not None:
        kept.add(present.record.slug)
        return
    slugs = {c.record.slug for c in chosen[:short]}
    source = next((c for c in sources if test(c.record) and c.record.slug not in slugs), None)
    free = [at for at, c in enumerate(chosen[:short]) if c.record.slug not in kept]
    if source is None or not free:
        return
    chosen[:] = [c for c in chosen if c.record.slug != source.record.slug or c in chosen[:short]]
    chosen[free[-1]] = source
    kept.add(source.record.slug)


def _add_unreachable(chosen: list[Candidate], ranked: Sequence[Candidate], reachable: Sequence[Candidate],
                     lines: dict[str, Candidate], query: ResourceQuery, wanted: Wanted) -> None:  # fmt: skip
    """Add one record without contact, beside the line that answers, if named or if nothing reachable is as near."""
    line = lines.get(lines_data()["iavs"])
    lone = next((c for c in ranked if not c.record.has_contact and wanted.is_exact(c.record)), None)
    if line is None or lone is None or query.limit < 2:
        return
    named = query.q is not None
    if not named and (query.region_code is None or any(_answers_as_near(c, wanted) for c in reachable)):
        return
    beside = [c for c in chosen if c.record.slug != line.record.slug]
    if any(c.record.slug == line.record.slug for c in chosen[: query.limit - 1]):
        at = next(i for i, c in enumerate(chosen) if c.record.slug == line.record.slug)
        chosen[:] = [*chosen[: at + 1], lone, *chosen[at + 1 :]][: query.limit]
    else:
        chosen[:] = [*beside[: query.limit - 2], line, lone]


def _answers_as_near(candidate: Candidate, wanted: Wanted) -> bool:
    if candidate.record.is_wide or not wanted.is_exact(candidate.record):
        return False
    near: float = weights()["local_km"]
    return candidate.km is None or candidate.km <= near


def _fill(chosen: list[Candidate], lines: dict[str, Candidate], query: ResourceQuery, wanted: Wanted
          ) -> list[Candidate]:  # fmt: skip
    """Complete a list shorter than the short list with lines that answer everywhere."""
    names = lines_data()["fallback"]
    if query.q is not None and chosen:
        return chosen
    slugs = list(names["minor"]) if wanted.minor else []
    slugs += next((names[need] for need in wanted.needs if need in names), names["default"])
    wished = min(query.limit, weights()["short_list"])
    filled = list(chosen)
    for slug in slugs:
        have = {c.record.slug for c in filled}
        if len(filled) < wished and slug in lines and slug not in have:
            filled.append(lines[slug])
    return filled
