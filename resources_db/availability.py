"""Places that shelters reported: fresh, to confirm past the shelter's own limit, then hidden from visitors."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Literal

from sqlalchemy.orm import Session

from resources_db import repository
from resources_db.vocabulary import read_data

Freshness = Literal["fresh", "to_confirm", "hidden"]


@cache
def rules() -> dict[str, Any]:
    """Return data/availability.yml."""
    return read_data("availability.yml")


@dataclass(frozen=True, slots=True)
class Limits:
    """Minutes after which a count is to be confirmed, then hidden."""

    confirm_after: int
    hide_after: int


def limits_of(confirm_after: int | None, hide_after: int | None) -> Limits:
    """Return a shelter's limits, the defaults standing in for what it did not choose; hiding never comes first."""
    default = rules()["limits"]
    confirm = default["confirm_after"] if confirm_after is None else confirm_after
    return Limits(confirm, max(confirm, default["hide_after"] if hide_after is None else hide_after))


@dataclass(frozen=True, slots=True)
class Count:
    """What a shelter last said of one unit (`bed`, `room` or `family_place`), judged at one moment."""

    unit: str
    available: int
    maximum: int | None
    note: str | None
    updated_at: datetime
    held: int
    limits: Limits
    seen_at: datetime

    @property
    def free(self) -> int:
        """Places said to be free that no counsellor holds."""
        return max(0, self.available - self.held)

    @property
    def confirm_at(self) -> datetime:
        """When the count stops being fresh."""
        return self.updated_at + timedelta(minutes=self.limits.confirm_after)

    @property
    def hide_at(self) -> datetime:
        """When visitors stop seeing the count."""
        return self.updated_at + timedelta(minutes=self.limits.hide_after)

    @property
    def freshness(self) -> Freshness:
        """How far the count can be trusted."""
        if self.seen_at >= self.hide_at:
            return "hidden"
        return "fresh" if self.seen_at < self.confirm_at else "to_confirm"


@dataclass(frozen=True, slots=True)
class Availability:
    """The counts of a shelter that visitors may see, the most useful first; never empty."""

    counts: tuple[Count, ...]

    @property
    def available(self) -> int:
        """Places free, of the first count."""
        return self.counts[0].free

    @property
    def maximum(self) -> int | None:
        """Places in all, of the first count."""
        return self.counts[0].maximum

    @property
    def unit(self) -> str:
        """What the first count counts."""
        return self.counts[0].unit

    @property
    def updated_at(self) -> datetime:
        """When the first count was reported."""
        return self.counts[0].updated_at

    @property
    def is_fresh(self) -> bool:
        """Whether the first count is within its shelter's own limit."""
        return self.counts[0].freshness == "fresh"


def read_counts(session: Session, now: datetime | None = None) -> dict[str, tuple[Count, ...]]:
    """Return every count by service id, hidden ones included: for shelters and counsellors, never for visitors."""
    moment = now or datetime.now(UTC)
    held = repository.holds_by_unit(session, moment)
    found: dict[str, list[Count]] = defaultdict(list)
    for row in repository.capacities(session):
        count = Count(
            unit=row["unit"],
            available=row["available"],
            maximum=row["maximum"],
            note=row["description"],
            updated_at=row["updated"],
            held=held.get((row["service_id"], row["unit"]), 0),
            limits=limits_of(row["confirm_after"], row["hide_after"]),
            seen_at=moment,
        )
        found[row["service_id"]].append(count)
    return {service_id: tuple(sorted(counts, key=_usefulness)) for service_id, counts in found.items()}


def read_availabilities(session: Session, now: datetime | None = None) -> dict[str, Availability]:
    """Return what visitors may see, by service id."""
    shown = {
        service_id: tuple(count for count in counts if count.freshness != "hidden")
        for service_id, counts in read_counts(session, now).items()
    }
    return {service_id: Availability(counts) for service_id, counts in shown.items() if counts}


def _usefulness(count: Count) -> tuple[bool, bool, bool, int]:
    units: list[str] = rules()["units"]
    place = units.index(count.unit) if count.unit in units else len(units)
    return count.freshness == "hidden", count.freshness != "fresh", count.free == 0, place
