"""The places that services declare, as anyone may see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from resources_db.availability import read_availabilities


@dataclass(frozen=True)
class Capacity:
    """A count of one unit."""

    unit: str
    available: int
    maximum: int | None
    updated_at: datetime


def read_capacities(session: Session) -> dict[str, list[Capacity]]:
    """Return the counts by service id."""
    return {
        service_id: [Capacity(c.unit, c.free, c.maximum, c.updated_at) for c in said.counts]
        for service_id, said in read_availabilities(session).items()
    }
