"""The upkeep's SQL."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resources_db.models import ErrorReport, Organization, Phone, Service, Translation

Row = dict[str, Any]


def organizations(session: Session) -> list[Row]:
    """Return what the queue looks at, one row per record."""
    query = select(
        Organization.id, Organization.slug, Organization.name, Organization.kind, Organization.region_code,
        Organization.confidence, Organization.verified_on, Service.status,
    ).join(Service, Service.organization_id == Organization.id)  # fmt: skip
    return [dict(row) for row in session.execute(query).mappings()]


def phone_levels(session: Session) -> dict[str, set[str]]:
    """Return the levels of each record's numbers, by owner."""
    found: dict[str, set[str]] = {}
    for owner, level in session.execute(select(Phone.owner_id, Phone.confidence).distinct()):
        found.setdefault(owner, set()).add(level)
    return found


def english(session: Session) -> dict[str, dict[str, bool]]:
    """Return the English fields of each record and whether a person reviewed them, by owner."""
    query = select(Translation.owner_id, Translation.field, Translation.reviewed_by).where(
        Translation.owner_id.is_not(None)
    )
    found: dict[str, dict[str, bool]] = {}
    for owner, field, reviewer in session.execute(query.where(Translation.language == "en")):
        found.setdefault(str(owner), {})[field] = reviewer is not None
    return found


def open_counts(session: Session) -> dict[str, int]:
    """Return the number of open reports, by owner."""
    query = select(ErrorReport.owner_id, func.count()).where(ErrorReport.status == "open")
    return {row[0]: row[1] for row in session.execute(query.group_by(ErrorReport.owner_id))}


def reports_of(session: Session, owner: str) -> list[ErrorReport]:
    """Return the reports of a record, open ones first, newest first."""
    query = select(ErrorReport).where(ErrorReport.owner_id == owner)
    found = list(session.scalars(query.order_by(ErrorReport.reported_on.desc(), ErrorReport.id)))
    return sorted(found, key=lambda report: report.status != "open")


def find_owner(session: Session, key: str) -> str | None:
    """Return the id of the shown organisation whose service has this id, or whose slug this is."""
    query = select(Organization.id).join(Service, Service.organization_id == Organization.id)
    shown = (Organization.confidence != "low", Service.status == "active")
    return session.scalar(query.where((Service.id == key) | (Organization.slug == key), *shown))


def slug_of(session: Session, owner: str) -> str:
    """Return the slug of a record that exists."""
    return session.scalars(select(Organization.slug).where(Organization.id == owner)).one()
