"""Which organisation is meant: among those that share a name, and among those that were shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions.about.questions import Question
from bot.actions.refusals import EMERGENCY
from resources_db.catalogue import Catalogue, Record
from resources_db.geography import fold
from understanding.places import read_place

SHOWN_AT_MOST = 3


def choose(
    slugs: Sequence[str], catalogue: Catalogue, shown: Sequence[str], known: Mapping[str, Any], text: str
) -> str | None:
    """Return the one meant among those that share a name; None where that is not sure.

    The only one, the one of the place that the message names, the one shown last, the one of the `known` place.
    """
    if len(slugs) == 1:
        return slugs[0]
    records = [catalogue.records[slug] for slug in slugs]
    place = read_place(text).place
    if place is not None:
        return _of_place(records, place.municipality or place.name, place.region_code)
    seen = [slug for slug in reversed(shown) if slug in slugs]
    return (
        seen[0]
        if seen
        else _of_place(records, known.get("municipality") or known.get("name"), known.get("region_code"))
    )


def _of_place(records: Sequence[Record], town: str | None, region_code: str | None) -> str | None:
    """Return the one of the town, else the one of the region; None where there is none, or more."""
    if region_code is None:
        return None
    of_town = [record.slug for record in records if town and record.city and fold(record.city) == fold(town)]
    if len(of_town) == 1:
        return of_town[0]
    here = [record.slug for record in records if region_code in record.coverage]
    own = [record.slug for record in records if record.coverage == (region_code,)]
    return next((one[0] for one in (own, here) if len(one) == 1), None)


def meant(question: Question, catalogue: Catalogue, listed: Sequence[str], shown: Sequence[str]) -> tuple[str, ...]:
    """Return the organisations asked about: the one counted out, those of the kind that is said, else those shown last.

    The emergency line is not asked about.
    """
    last = [slug for slug in listed or shown[-SHOWN_AT_MOST:] if slug in catalogue.records]
    kept = [slug for slug in last if slug != EMERGENCY] or last
    if question.ordinal is not None and -1 <= question.ordinal < len(kept):
        return (kept[question.ordinal],)
    for slugs in (kept, list(reversed(shown))):
        of_kind = [slug for slug in slugs if slug in catalogue.records
                   and set(question.services) & set(catalogue.records[slug].services)]  # fmt: skip
        if of_kind:
            return tuple(of_kind[:SHOWN_AT_MOST])
    return tuple(kept[:SHOWN_AT_MOST])
