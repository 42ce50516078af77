"""The queue of what needs a person (data/attention.yml says what counts and how much)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy.orm import Session

from resources_db.geography import fold
from resources_db.importing.rows import date_parts
from resources_db.upkeep import repository
from resources_db.vocabulary import read_data

SORTS = ("urgency", "name", "verified")
Sort = Literal["urgency", "name", "verified"]


@cache
def attention_data() -> dict[str, Any]:
    """Return data/attention.yml."""
    return read_data("attention.yml")


@dataclass(frozen=True)
class Case:
    """A record and what it lacks, heaviest first."""

    slug: str
    name: str
    kind: str
    region_code: str | None
    verified_on: str | None
    holes: tuple[str, ...]
    reports: int
    weight: int
    retired: bool


@dataclass(frozen=True)
class Filter:
    """What to show of the queue; retired records only when asked for."""

    hole: str | None = None
    region: str | None = None
    kind: str | None = None
    q: str | None = None
    retired: bool = False
    sort: Sort = "urgency"


def queue(session: Session, wanted: Filter, *, today: date | None = None) -> list[Case]:
    """Return the cases that match, sorted; records that lack nothing are left out unless searched by name."""
    found = [case for case in _cases(session, today or datetime.now(UTC).date()) if _matches(case, wanted)]
    orders = {
        "urgency": lambda case: (-case.weight, case.slug),
        "name": lambda case: (fold(case.name), case.slug),
        "verified": lambda case: (date_parts(case.verified_on or ""), case.slug),
    }
    return sorted(found, key=orders[wanted.sort])


def counts(session: Session, *, today: date | None = None) -> dict[str, int]:
    """Return how many records of use have each hole."""
    cases = [case for case in _cases(session, today or datetime.now(UTC).date()) if not case.retired]
    return {hole: sum(hole in case.holes for case in cases) for hole in attention_data()["holes"]}


def is_old(verified_on: str, today: date) -> bool:
    """Say whether the date, in a source's own words, is older than the limit; an unsaid day is the last one."""
    year, month, day = date_parts(verified_on)
    months = (today.year - year) * 12 + today.month - (month or 12)
    limit: int = attention_data()["old_after_months"]
    return months > limit or (months == limit and (day or 31) < today.day)


def _cases(session: Session, today: date) -> list[Case]:
    phones, english = repository.phone_levels(session), repository.english(session)
    reports = repository.open_counts(session)
    weights = attention_data()["holes"]
    cases = []
    for row in repository.organizations(session):
        owner = row["id"]
        holes = _holes(row, phones.get(owner, set()), english.get(owner, {}), reports.get(owner, 0), today)
        found = tuple(name for name in weights if holes.get(name))
        weight = sum(weights[name]["weight"] for name in found)
        case = Case(row["slug"], row["name"], row["kind"], row["region_code"], row["verified_on"], found,
                    reports.get(owner, 0), weight, retired=row["status"] != "active")  # fmt: skip
        cases.append(case)
    return cases


def _holes(row: dict[str, Any], levels: set[str], english: dict[str, bool], reports: int, today: date
           ) -> dict[str, bool]:  # fmt: skip
    verified: str | None = row["verified_on"]
    return {
        "reported": reports > 0,
        "phone_missing": not levels - {"low"},
        "low_confidence": row["confidence"] == "low",
        "never_verified": verified is None,
        "old_source": verified is not None and is_old(verified, today),
        "low_phone": "low" in levels,
        "english_missing": not {"name", "description"} <= set(english),
        "english_unreviewed": not all(english.values()),
    }


def _matches(case: Case, wanted: Filter) -> bool:
    text = fold(f"{case.name} {case.slug}")
    return (
        case.retired == wanted.retired
        and (bool(case.holes) or bool(wanted.q) or wanted.retired)
        and wanted.hole in (None, *case.holes)
        and wanted.region in (None, case.region_code)
        and wanted.kind in (None, case.kind)
        and all(word in text for word in fold(wanted.q or "").split())
    )
