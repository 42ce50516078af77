"""Counts as the shelter, the public and counsellors read them."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.availability import repository
from api.availability.repository import Named
from resources_db.availability import Count, Freshness, read_counts
from resources_db.catalogue import VISIBLE


class UnitOut(BaseModel):
    """One unit's count; `available` is what the shelter said, `free` leaves out what counsellors hold."""

    unit: str
    available: int | None
    free: int | None
    held: int | None
    maximum: int | None
    note: str | None
    updated_at: datetime
    age_minutes: int
    freshness: Freshness
    confirm_at: datetime
    hide_at: datetime

    @classmethod
    def values_of(cls, count: Count, *, public: bool) -> dict[str, Any]:
        """Return the fields; the public gets no note, and no figure that is too old."""
        shown = not (public and count.freshness == "hidden")
        return {
            "unit": count.unit,
            "available": count.available if shown else None,
            "free": count.free if shown else None,
            "held": count.held if shown else None,
            "maximum": count.maximum if shown else None,
            "note": None if public else count.note,
            "updated_at": count.updated_at,
            "age_minutes": max(0, int((count.seen_at - count.updated_at).total_seconds() // 60)),
            "freshness": count.freshness,
            "confirm_at": count.confirm_at,
            "hide_at": count.hide_at,
        }

    @classmethod
    def of(cls, count: Count, *, public: bool) -> Self:
        """Return the count as written for the public, or for the shelter and counsellors."""
        return cls(**cls.values_of(count, public=public))


class CountsOut(BaseModel):
    """A shelter's counts, the most useful first; the first one's figures are repeated at the top."""

    service_id: str
    name: str
    available: int | None = None
    maximum: int | None = None
    unit: str | None = None
    note: str | None = None
    updated_at: datetime | None = None
    age_minutes: int | None = None
    freshness: Freshness | None = None
    stale: bool | None = None
    units: list[UnitOut]


def counts_of(session: Session, service: Named, *, public: bool) -> CountsOut:
    """Return the counts of a shelter; none when it never reported."""
    units = [UnitOut.of(c, public=public) for c in read_counts(session).get(service.service_id, ())]
    top = units[0].model_dump(include=set(CountsOut.model_fields)) if units else {}
    stale = units[0].freshness != "fresh" if units else None
    return CountsOut(service_id=service.service_id, name=service.name, units=units, stale=stale, **top)


def is_public(service: Named | None) -> bool:
    """Whether visitors may know of the service."""
    return service is not None and service.confidence in VISIBLE


def find_public(session: Session, service_id: str) -> Named | None:
    """Return a service that visitors may know of, by its id."""
    found = repository.find_service(session, service_id)
    return found if is_public(found) else None
