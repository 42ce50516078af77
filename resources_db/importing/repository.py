"""The importer's SQL: reads the stored rows once, writes only the differences."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from resources_db import full_text
from resources_db.importing.rows import Row
from resources_db.models import Base, Metadata, Organization, Revision

# Parents first; service_capacity, contact and metadata are written by others and never compared.
OWNED = ("service", "location", "service_area", "service_at_location", "language", "attribute", "source",
         "translation", "url", "phone", "schedule", "address")  # fmt: skip
SHARED = ("taxonomy", "taxonomy_term")
Stored = dict[str, dict[str, Row]]  # table -> id -> row


def table(name: str) -> Table:
    """Return the table of that name."""
    return Base.metadata.tables[name]


def stored_rows(session: Session) -> Stored:
    """Return every row of the compared tables, by table and id."""
    return {
        name: {row["id"]: dict(row) for row in session.execute(select(table(name))).mappings()}
        for name in ("organization", *OWNED, *SHARED)
    }


def write(session: Session, *, added: dict[str, list[Row]], changed: dict[str, list[Row]], gone: dict[str, list[str]]
          ) -> None:  # fmt: skip
    """Insert, update and delete rows, parents before children (children first when deleting)."""
    order = (*SHARED, "organization", *OWNED)
    for name in reversed(order):
        if gone.get(name):
            session.execute(delete(table(name)).where(table(name).c.id.in_(gone[name])))
    for name in order:
        if added.get(name):
            session.execute(insert(table(name)), added[name])
        for row in changed.get(name, []):
            key = table(name).c.id == bindparam("row_id")
            values = {column: value for column, value in row.items() if column != "id"}
            session.execute(update(table(name)).where(key).values(**values), {"row_id": row["id"]})


def log_changes(session: Session, changes: list[dict[str, Any]]) -> None:
    """Keep what a field was before it changed."""
    if changes:
        session.execute(insert(Metadata), changes)


def touch_revision(session: Session) -> None:
    """Tell readers that the directory changed, and bring the full-text index to it."""
    full_text.refresh(session)
    session.merge(Revision(id="directory", token=str(uuid4()), changed_at=datetime.now(UTC)))


def slugs(session: Session) -> set[str]:
    """Return the slugs of all stored organisations."""
    return set(cast("list[str]", session.scalars(select(Organization.slug)).all()))
