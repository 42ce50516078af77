"""The history's SQL."""

from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from resources_db.models import ChangeSet, Metadata, Organization

Row = dict[str, Any]


def change_sets(session: Session, *, limit: int) -> list[Row]:
    """Return the latest acts, newest first, each with how many records it touched."""
    touched = (
        select(Metadata.change_set_id, func.count(Metadata.owner_id.distinct()).label("records"))
        .group_by(Metadata.change_set_id)
        .subquery()
    )
    query = (
        select(ChangeSet.__table__, touched.c.records)
        .outerjoin(touched, touched.c.change_set_id == ChangeSet.id)
        .order_by(ChangeSet.seq.desc())
        .limit(limit)
    )
    return [dict(row) for row in session.execute(query).mappings()]


def change_set(session: Session, change_set_id: str) -> ChangeSet | None:
    """Return the act of that id."""
    return session.get(ChangeSet, change_set_id)


def entries(session: Session, *, change_set_id: str | None = None, owner: str | None = None) -> list[Row]:
    """Return field changes of an act or of a record, oldest first, each with its act and the record's slug."""
    query = (
        select(
            Metadata.__table__,
            ChangeSet.seq,
            ChangeSet.kind,
            ChangeSet.origin,
            ChangeSet.file,
            ChangeSet.undone_by,
            Organization.slug,
        )
        .outerjoin(ChangeSet, ChangeSet.id == Metadata.change_set_id)
        .outerjoin(Organization, Organization.id == Metadata.owner_id)
        .order_by(Metadata.last_action_date, Metadata.field_name)
    )
    if change_set_id is not None:
        query = query.where(Metadata.change_set_id == change_set_id)
    if owner is not None:
        query = query.where(Metadata.owner_id == owner)
    return [dict(row) for row in session.execute(query).mappings()]


def later_live(session: Session, act: ChangeSet) -> list[Row]:
    """Return what later acts, not taken back, changed in the records of this one: (owner, field, by, at, id)."""
    owners = select(Metadata.owner_id).where(Metadata.change_set_id == act.id)
    query = (
        select(Metadata.owner_id, Metadata.field_name, ChangeSet.by, ChangeSet.at, ChangeSet.id.label("act"))
        .join(ChangeSet, ChangeSet.id == Metadata.change_set_id)
        .where(ChangeSet.seq > act.seq, ChangeSet.kind != "undo", ChangeSet.undone_by.is_(None))
        .where(Metadata.owner_id.in_(owners))
    )
    return [dict(row) for row in session.execute(query).mappings()]


def mark_undone(session: Session, act: ChangeSet, by: ChangeSet) -> None:
    """Remember which act took this one back."""
    session.execute(update(ChangeSet).where(ChangeSet.id == act.id).values(undone_by=by.id))
