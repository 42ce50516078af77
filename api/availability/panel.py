"""What counsellors see: the shelters that suit a person, with their counts, and who holds what."""

from collections import defaultdict
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.auth.endpoints import Person
from api.auth.models import Counsellor
from api.availability import repository
from api.availability.counts import UnitOut
from api.database import now
from api.directory.schemas import Audience, Region
from resources_db.availability import Count, read_counts
from resources_db.catalogue import Record, read_catalogue
from resources_db.geography import regions, towns
from resources_db.hours import hours_text
from resources_db.models import PlaceHold
from resources_db.search.fitting import fitting_records
from resources_db.search.query import ResourceQuery
from resources_db.search.traits import CLOSED, HELPERS

SHELTER = "emergency_shelter"
State = Literal["free", "to_confirm", "full", "old", "unknown"]
STATES: tuple[State, ...] = ("free", "to_confirm", "full", "old", "unknown")


class PanelParams(BaseModel):
    """For whom, and where."""

    region: Region | None = None
    audience: list[Audience] = Field(default_factory=list, max_length=15)
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    only_free: bool = False
    language: Literal["fr", "en"] = "fr"


class HoldOut(BaseModel):
    """A place held."""

    id: str
    service_id: str
    unit: str
    by: Person
    mine: bool
    expires_at: datetime


class PanelUnit(UnitOut):
    """A count, and who holds some of it."""

    holds: list[HoldOut]


class ShelterPhone(BaseModel):
    """A number to call before sending somebody."""

    number: str
    display: str
    hours: str | None


class Position(BaseModel):
    """The town's, or the region's where the town is not known or not told: never a street's."""

    lat: float
    lon: float
    precise: bool


class ShelterOut(BaseModel):
    """One shelter."""

    service_id: str
    slug: str
    name: str
    city: str | None
    region_code: str | None
    region: str | None
    position: Position | None
    phones: list[ShelterPhone]
    audiences: list[str]
    min_age: int | None
    max_age: int | None
    state: State
    free: int
    units: list[PanelUnit]


class Panel(BaseModel):
    """All shelters that fit: those with fresh free places first, then by how much is known, then by name."""

    items: list[ShelterOut]
    now: datetime


def panel_of(session: Session, directory: Session, *, params: PanelParams, me: Counsellor) -> Panel:
    """Return the shelters that suit the person described."""
    moment = now()
    counts, catalogue = read_counts(session, moment), read_catalogue(directory)
    holds = _holds(session, moment, me)
    fitting = [r for r in fitting_records(catalogue, _query(params)) if SHELTER in r.services or r.id in counts]
    items = [_shelter(record, counts.get(record.id, ()), holds, params.language) for record in fitting]
    if params.only_free:
        items = [item for item in items if item.free > 0]
    return Panel(items=sorted(items, key=_order), now=moment)


def hold_out(session: Session, hold: PlaceHold, me: Counsellor) -> HoldOut:
    """Return a hold as `me` sees it."""
    by = session.get(Counsellor, hold.counsellor_id)
    return HoldOut(
        id=hold.id,
        service_id=hold.service_id,
        unit=hold.unit,
        by=Person(id=hold.counsellor_id, name=by.name if by else "?"),
        mine=hold.counsellor_id == me.id,
        expires_at=hold.expires_at,
    )


class MapOut(BaseModel):
    """What the map is drawn on, from the directory's own positions: [longitude, latitude] of towns, and regions."""

    towns: list[list[float]]
    regions: list[list[str | float]]


def map_of(language: str) -> MapOut:
    """Return the towns and the regions of Quebec."""
    shown = {(round(town.lon, 2), round(town.lat, 2)) for town in towns().values() if town.population}
    names: list[list[str | float]] = [
        [r.name_en if language == "en" else r.name_fr, r.lon, r.lat] for r in regions().values()
    ]
    return MapOut(towns=[list(position) for position in sorted(shown)], regions=names)


def _query(params: PanelParams) -> ResourceQuery:
    """Return what suits the person; what was not said of the person excludes nobody."""
    said = set(params.audience)
    audiences = (said if said & CLOSED else said | (CLOSED - HELPERS)) - {"buyers"}
    return ResourceQuery(
        needs=(SHELTER,), region_code=params.region, audiences=tuple(sorted(audiences)), age=params.age
    )


def _shelter(
    record: Record, counts: tuple[Count, ...], holds: dict[tuple[str, str], list[HoldOut]], language: str
) -> ShelterOut:
    region = regions().get(record.region_code or "")
    return ShelterOut(
        service_id=record.id,
        slug=record.slug,
        name=record.names[language],
        city=record.city,
        region_code=record.region_code,
        region=None if region is None else region.name_en if language == "en" else region.name_fr,
        position=_position(record),
        phones=[
            ShelterPhone(number=p.number, display=p.display, hours=hours_text(p.hours, language)) for p in record.phones
        ],
        audiences=[*record.groups, *sorted(record.genders - {"all"})],
        min_age=record.min_age,
        max_age=record.max_age,
        state=_state(counts),
        free=sum(count.free for count in counts if count.freshness != "hidden"),
        units=[
            PanelUnit(holds=holds[record.id, count.unit], **UnitOut.values_of(count, public=False)) for count in counts
        ],
    )


def _position(record: Record) -> Position | None:
    if record.position is None:
        return None
    return Position(lat=record.position[0], lon=record.position[1], precise=record.precision == "city")


def _state(counts: tuple[Count, ...]) -> State:
    if not counts:
        return "unknown"
    fresh = [count for count in counts if count.freshness == "fresh"]
    if any(count.free for count in fresh):
        return "free"
    if any(count.freshness == "to_confirm" for count in counts):
        return "to_confirm"
    return "full" if fresh else "old"


def _order(item: ShelterOut) -> tuple[int, bool, str]:
    return STATES.index(item.state), item.free == 0, item.name.casefold()


def _holds(session: Session, moment: datetime, me: Counsellor) -> dict[tuple[str, str], list[HoldOut]]:
    found: dict[tuple[str, str], list[HoldOut]] = defaultdict(list)
    for hold in repository.live_holds(session, moment):
        found[hold.service_id, hold.unit].append(hold_out(session, hold, me))
    return found
