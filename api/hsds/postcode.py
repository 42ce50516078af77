"""Where a postal code is: the regions it may be in, and its town's position where one is known."""

from dataclasses import dataclass

from resources_db.geography import Position, distance_km, fold
from resources_db.hsds.index import Entry
from understanding.places.postal import town_of

EVERYWHERE = {"QC", "CA"}


@dataclass(frozen=True)
class Area:
    """What the first half of a postal code says; no region at all outside Quebec."""

    regions: frozenset[str]
    town: str | None
    position: Position | None

    def is_served(self, entry: Entry) -> bool:
        """Say whether the entry's area holds the code; a code shared by several regions may be in any of them."""
        wide = EVERYWHERE if self.regions else {"CA"}
        if entry.areas & wide:
            return True
        if not entry.areas & self.regions:
            return False
        return entry.places is None or self.town is None or fold(self.town) in entry.places

    def metres_to(self, entry: Entry) -> float | None:
        """Return the distance to the entry's town, or None where either is not known."""
        if self.position is None or entry.position is None:
            return None
        return distance_km(self.position, entry.position) * 1000


def read_area(postcode: str) -> Area:
    """Return the area of a Canadian postal code, whole or its first half."""
    prefix = postcode[:3]
    place, candidates = town_of(prefix) if prefix[0] in "GHJ" else (None, ())
    if place is None:
        return Area(frozenset(found.region_code for found in candidates), None, None)
    at = None if place.lat is None or place.lon is None else (place.lat, place.lon)
    town = None if place.kind == "region" else place.name
    return Area(frozenset({place.region_code}), town, at)
