"""The SQL of reported places: shelters, credentials, counts, changes, holds and reminders."""

from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from resources_db.models import (
    CountChange,
    CountReminder,
    Organization,
    PlaceHold,
    ReportingCredential,
    Revision,
    Service,
    ServiceCapacity,
    ShelterReporting,
    Translation,
    Unit,
    stable_id,
)

REVISION = "availability"


class Named(NamedTuple):
    """A service with the words and the confidence of its organisation."""

    service_id: str
    organization_id: str
    slug: str
    name: str
    confidence: str


def new_id() -> str:
    """Return a random identifier."""
    return str(uuid4())


def find_service(session: Session, id_or_slug: str) -> Named | None:
    """Return the service of that id, or of the organisation of that slug."""
    query = (
        select(Service.id, Organization.id, Organization.slug, Organization.name, Organization.confidence)
        .join(Organization, Organization.id == Service.organization_id)
        .where((Service.id == id_or_slug) | (Organization.slug == id_or_slug))
        .order_by(Service.id)
    )
    row = session.execute(query).first()
    return None if row is None else Named(*row)


def english_name(session: Session, organization_id: str) -> str | None:
    """Return the English name, if there is one."""
    query = select(Translation.value).where(
        Translation.link_id == organization_id, Translation.language == "en", Translation.field == "name"
    )
    return session.scalars(query).first()


def shelter(session: Session, service_id: str, *, lock: bool = False) -> ShelterReporting | None:
    """Return the shelter's settings; locked, its reports and holds come one after the other."""
    return session.get(ShelterReporting, service_id, with_for_update=lock, populate_existing=lock)


def shelters(session: Session) -> list[ShelterReporting]:
    """Return all shelters that report."""
    return list(session.scalars(select(ShelterReporting).order_by(ShelterReporting.id)))


def enable(session: Session, service_id: str) -> ShelterReporting:
    """Return the shelter's settings, made if they are not there yet."""
    found = shelter(session, service_id)
    if found is None:
        found = ShelterReporting(id=service_id, confirm_after=None, hide_after=None, remind_to=None)
        session.add(found)
        session.flush()
    return found


def credentials(session: Session, service_id: str, kind: str | None = None) -> list[ReportingCredential]:
    """Return the shelter's live credentials, oldest first."""
    query = (
        select(ReportingCredential)
        .where(ReportingCredential.service_id == service_id, ReportingCredential.revoked_at.is_(None))
        .order_by(ReportingCredential.created_at)
    )
    return list(session.scalars(query if kind is None else query.where(ReportingCredential.kind == kind)))


def credential_by_hash(session: Session, kind: str, token_hash: str) -> ReportingCredential | None:
    """Return the live credential of that hash."""
    query = select(ReportingCredential).where(
        ReportingCredential.token_hash == token_hash,
        ReportingCredential.kind == kind,
        ReportingCredential.revoked_at.is_(None),
    )
    return session.scalars(query).first()


def capacity(session: Session, service_id: str, unit: str) -> ServiceCapacity | None:
    """Return the present count of a unit, as the database has it now."""
    query = select(ServiceCapacity).join(Unit, Unit.id == ServiceCapacity.unit_id)
    query = query.where(ServiceCapacity.service_id == service_id, Unit.name == unit)
    return session.scalars(query, execution_options={"populate_existing": True}).first()


def save_capacity(
    session: Session,
    service: Named,
    unit: str,
    present: ServiceCapacity | None,
    *,
    available: int,
    maximum: int | None,
    note: str | None,
    updated: datetime,
) -> None:
    """Store the count of a unit in its present row, or in a new one."""
    values = {"available": available, "maximum": maximum, "description": note, "updated": updated}
    if present is None:
        unit_id, key = _unit_id(session, unit), stable_id("capacity", service.service_id, unit)
        owners = {"owner_id": service.organization_id, "service_id": service.service_id, "unit_id": unit_id}
        session.add(ServiceCapacity(id=key, **owners, **values))
    else:
        for name, value in values.items():
            setattr(present, name, value)
    session.flush()


def _unit_id(session: Session, name: str) -> str:
    key = stable_id("unit", name)
    if session.get(Unit, key) is None:
        try:
            with session.begin_nested():
                session.add(Unit(id=key, name=name, scheme=None, identifier=None))
        except IntegrityError:  # another shelter used the unit for the first time at the same moment
            session.expire_all()
    return key


def add(session: Session, row: CountChange | PlaceHold | CountReminder | ReportingCredential) -> None:
    """Store a new row."""
    session.add(row)
    session.flush()


def touch(session: Session, now: datetime) -> None:
    """Tell the open consoles that a count or a hold changed."""
    session.merge(Revision(id=REVISION, token=new_id(), changed_at=now))


def revision(session: Session) -> str | None:
    """Return the token that changes with every count and hold."""
    return session.scalar(select(Revision.token).where(Revision.id == REVISION))


def changes(session: Session, service_id: str, *, since: datetime) -> list[CountChange]:
    """Return what was reported since then, newest first."""
    query = select(CountChange).where(CountChange.service_id == service_id, CountChange.at >= since)
    return list(session.scalars(query.order_by(CountChange.at.desc(), CountChange.id)))


def last_change_before(session: Session, service_id: str, unit: str, moment: datetime) -> CountChange | None:
    """Return the report that was in force at that moment."""
    query = select(CountChange).where(
        CountChange.service_id == service_id, CountChange.unit == unit, CountChange.at < moment
    )
    return session.scalars(query.order_by(CountChange.at.desc()).limit(1)).first()


def live_holds(session: Session, now: datetime, service_id: str | None = None) -> list[PlaceHold]:
    """Return the places held at that moment, the first to end first."""
    query = select(PlaceHold).where(PlaceHold.released_at.is_(None), PlaceHold.expires_at > now)
    if service_id is not None:
        query = query.where(PlaceHold.service_id == service_id)
    return list(session.scalars(query.order_by(PlaceHold.expires_at, PlaceHold.id)))


def hold(session: Session, hold_id: str) -> PlaceHold | None:
    """Return a hold, live or not."""
    return session.get(PlaceHold, hold_id)


def reminder(session: Session, reminder_id: str) -> CountReminder | None:
    """Return a reminder, open or closed, as the database has it now."""
    return session.get(CountReminder, reminder_id, populate_existing=True)


def reminder_of(session: Session, service_id: str, unit: str, counted_at: datetime) -> CountReminder | None:
    """Return the reminder made for that count."""
    query = select(CountReminder).where(
        CountReminder.service_id == service_id, CountReminder.unit == unit, CountReminder.counted_at == counted_at
    )
    return session.scalars(query).first()


def open_reminders(session: Session) -> list[CountReminder]:
    """Return the reminders that nothing answered yet, oldest count first."""
    query = select(CountReminder).where(CountReminder.closed_at.is_(None))
    return list(session.scalars(query.order_by(CountReminder.counted_at, CountReminder.id)))


def close_reminders(session: Session, service_id: str, unit: str | None, *, now: datetime, outcome: str) -> None:
    """Close the open reminders of a shelter, of one unit or of all."""
    query = update(CountReminder).where(CountReminder.service_id == service_id, CountReminder.closed_at.is_(None))
    if unit is not None:
        query = query.where(CountReminder.unit == unit)
    session.execute(query.values(closed_at=now, outcome=outcome))
