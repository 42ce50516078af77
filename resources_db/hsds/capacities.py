"""The places that services declare, as anyone may see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from resources_db.catalogue import read_availabilities


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
        service_id: [Capacity(said.unit, said.available, said.maximum, said.updated_at)]
        for service_id, said in read_availabilities(session).items()
    }
