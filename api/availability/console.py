"""The counsellors' calls: all places at a glance, holding one, what was said before, whom to ask again."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from api.auth.dependencies import ActingCounsellorDep, CounsellorDep
from api.availability import holds, occupancy, panel, reminders, repository
from api.availability.credentials import find_service
from api.availability.endpoints import commit_and_tell
from api.availability.panel import HoldOut, MapOut, Panel, PanelParams
from api.availability.schemas import ServiceId, Unit
from api.database import now
from api.dependencies import DirectorySessionDep, HubDep, SessionDep
from api.openapi import problems
from resources_db.availability import Freshness, rules
from resources_db.models import CountChange

router = APIRouter(prefix="/v1/console/availability", tags=["console"])
HoldId = Annotated[str, Path(pattern=r"^[0-9a-f-]{36}$")]
DAYS = rules()["history_days"]
Days = Annotated[int, Query(ge=1, le=DAYS["most"])]
READ = problems(401, 404, 422, 503)
ACT = problems(401, 403, 404, 409, 422, 503)


class HoldIn(BaseModel):
    """Which sort of place; the most useful one if it is not said."""

    unit: Unit | None = None


class Figures(BaseModel):
    """A count at one moment."""

    available: int
    maximum: int | None
    note: str | None


class ChangeOut(BaseModel):
    """A report: what it replaced, how it came, and from which link, key or reminder."""

    at: datetime
    unit: str
    how: Literal["form", "key", "reminder"]
    who: str
    before: Figures | None
    after: Figures


class DayOut(BaseModel):
    """One unit on one day in Quebec; `occupancy` and `known` are shares from 0 to 1."""

    day: date
    unit: str
    least: int
    most: int
    reports: int
    occupancy: float | None
    known: float


class History(BaseModel):
    """Reports, newest first, and occupancy by day, oldest first."""

    service_id: str
    name: str
    changes: list[ChangeOut]
    days: list[DayOut]


class DueOut(BaseModel):
    """A count that its shelter should be asked about."""

    service_id: str
    name: str
    unit: str
    available: int
    updated_at: datetime
    freshness: Freshness
    sent_at: datetime | None


class DueList(BaseModel):
    """The oldest counts first."""

    items: list[DueOut]


@router.get("", responses=READ)
def read(
    session: SessionDep, directory: DirectorySessionDep, me: CounsellorDep, params: Annotated[PanelParams, Query()]
) -> Panel:
    """Return all shelters that fit, with their counts, ages and holds."""
    return panel.panel_of(session, directory, params=params, me=me)


@router.get("/map", responses=READ)
def read_map(_me: CounsellorDep, language: Literal["fr", "en"] = "fr") -> MapOut:
    """Return what the map is drawn on."""
    return panel.map_of(language)


@router.get("/reminders", responses=READ)
def read_due(session: SessionDep, _me: CounsellorDep) -> DueList:
    """Return the counts to ask about."""
    return DueList(items=[_due(session, one) for one in reminders.due(session, now())])


@router.get("/{service_id}/history", responses=READ)
def read_history(
    service_id: ServiceId, session: SessionDep, _me: CounsellorDep, days: Days = DAYS["default"]
) -> History:
    """Return what was reported in the last days, and the occupancy of each."""
    service, until = find_service(session, service_id), now()
    since = until - timedelta(days=days)
    changes = repository.changes(session, service.service_id, since=since)
    before = [repository.last_change_before(session, service.service_id, unit, since) for unit in rules()["units"]]
    by_day = occupancy.by_day([*changes, *(c for c in before if c is not None)], since=since, until=until)
    return History(
        service_id=service.service_id,
        name=service.name,
        changes=[_change(change) for change in changes],
        days=[DayOut.model_validate(day, from_attributes=True) for day in by_day],
    )


@router.post("/{service_id}/holds", status_code=201, responses=ACT)
def hold(service_id: ServiceId, body: HoldIn, session: SessionDep, me: ActingCounsellorDep, hub: HubDep) -> HoldOut:
    """Hold one place for half an hour."""
    out = panel.hold_out(session, holds.hold(session, service_id=service_id, unit=body.unit, counsellor=me), me)
    commit_and_tell(session, hub)
    return out


@router.delete("/holds/{hold_id}", status_code=204, responses=ACT)
def release(hold_id: HoldId, session: SessionDep, me: ActingCounsellorDep, hub: HubDep) -> None:
    """Give back a place that one holds."""
    holds.release(session, hold_id=hold_id, counsellor=me)
    commit_and_tell(session, hub)


def _change(change: CountChange) -> ChangeOut:
    before = None
    if change.available_before is not None:
        before = Figures(available=change.available_before, maximum=change.maximum_before, note=change.note_before)
    after = Figures(available=change.available, maximum=change.maximum, note=change.note)
    return ChangeOut.model_validate(
        {"at": change.at, "unit": change.unit, "how": change.how, "who": change.who, "before": before, "after": after}
    )


def _due(session: SessionDep, one: reminders.Due) -> DueOut:
    service, count = find_service(session, one.service_id), one.count
    asked = repository.reminder_of(session, one.service_id, count.unit, count.updated_at)
    return DueOut(
        service_id=one.service_id,
        name=service.name,
        unit=count.unit,
        available=count.available,
        updated_at=count.updated_at,
        freshness=count.freshness,
        sent_at=asked.sent_at if asked else None,
    )
