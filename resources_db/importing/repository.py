"""The importer's SQL: reads the stored rows of the records concerned, writes only the differences."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.orm import Session

from resources_db.bulk import insert_rows
from resources_db.importing.rows import Row
from resources_db.models import ChangeSet, Metadata, Organization, Revision, RevisionChange, table
from resources_db.repository import OWN_REVISION, dicts

# Parents first; what others write (declared places, history, reports) is never compared.
OWNED = ("program", "service", "location", "service_area", "service_at_location", "language", "attribute", "source",
         "translation", "url", "contact", "phone", "schedule", "address", "accessibility", "cost_option",
         "required_document")  # fmt: skip
SHARED = ("taxonomy", "taxonomy_term")
CHUNK = 500
NAMED = 10_000
"""Organisations that one change names at most; beyond, readers read everything again."""
NAMES_KEPT = 50_000
RowsByTable = dict[str, list[Row]]
Last = dict[tuple[str, str], dict[str, Any]]  # (owner, field) -> the latest change of it


def lock(session: Session) -> None:
    """Let one writer in at a time: SQLite's write lock now rather than at the first change, PostgreSQL's row lock.

    PostgreSQL then looks rows up by their indexes: its statistics are those of the directory before it grew.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL enable_seqscan = off"))
    session.execute(update(Revision).where(Revision.id == "directory").values(changed_at=Revision.changed_at))


def stored_rows(session: Session, owners: Iterable[str]) -> dict[str, RowsByTable]:
    """Return the rows of these records, by owner and table (`organization` too)."""
    found: dict[str, RowsByTable] = {}
    for chunk in _chunks(sorted(owners)):
        organizations = table("organization")
        known = dicts(session, select(organizations).where(organizations.c.id.in_(chunk)))
        found |= {row["id"]: {"organization": [row]} for row in known}
        ids = [row["id"] for row in known]
        for name in OWNED if ids else ():
            for row in dicts(session, select(table(name)).where(table(name).c.owner_id.in_(ids))):
                found[row["owner_id"]].setdefault(name, []).append(row)
    return found


def rows_by_id(session: Session, name: str, ids: Iterable[str]) -> dict[str, Row]:
    """Return the rows of a table that have these ids."""
    found: dict[str, Row] = {}
    for chunk in _chunks(sorted(ids)):
        query = select(table(name)).where(table(name).c.id.in_(chunk))
        found |= {row["id"]: dict(row) for row in session.execute(query).mappings()}
    return found


def last_changes(session: Session, owners: Iterable[str]) -> Last:
    """Return the latest change of each field of these records, with the act it belongs to."""
    found: Last = {}
    for chunk in _chunks(sorted(owners)):
        act = (ChangeSet.kind, ChangeSet.origin, ChangeSet.by, ChangeSet.at)
        query = select(Metadata.owner_id, Metadata.field_name, Metadata.previous_value, *act)
        query = query.join(ChangeSet, ChangeSet.id == Metadata.change_set_id).where(Metadata.owner_id.in_(chunk))
        query = query.order_by(ChangeSet.seq)
        for row in session.execute(query).mappings():
            found[(row["owner_id"], row["field_name"])] = dict(row)
    return found


def marks(session: Session, owners: Iterable[str]) -> dict[str, tuple[str | None, int]]:
    """Return the mark of each stored record of these, with the number of the latest act that touched it."""
    acts = select(func.max(ChangeSet.seq)).join(Metadata, Metadata.change_set_id == ChangeSet.id)
    latest = acts.where(Metadata.owner_id == Organization.id).scalar_subquery()
    found: dict[str, tuple[str | None, int]] = {}
    for chunk in _chunks(sorted(owners)):
        query = select(Organization.id, Organization.import_mark, latest).where(Organization.id.in_(chunk))
        found |= {owner: (mark, act or 0) for owner, mark, act in session.execute(query)}
    return found


def put_marks(session: Session, found: dict[str, str | None]) -> None:
    """Give these records their marks, or take them away."""
    _update(session, "organization", [{"id": owner, "import_mark": mark} for owner, mark in found.items()])


def names(session: Session) -> list[tuple[str, str, str | None]]:
    """Return (slug, name, region code) of every record."""
    rows = session.execute(select(Organization.slug, Organization.name, Organization.region_code)).all()
    return [(slug, name, region) for slug, name, region in rows]


def count(session: Session) -> int:
    """Return how many records there are."""
    return session.scalar(select(func.count()).select_from(Organization)) or 0


def slugs(session: Session) -> set[str]:
    """Return the slugs of all stored organisations."""
    return set(cast("list[str]", session.scalars(select(Organization.slug)).all()))


@dataclass(frozen=True)
class Changes:
    """Rows to insert and to update, and ids of rows to delete, by table."""

    added: RowsByTable
    changed: RowsByTable
    gone: dict[str, list[str]] = field(default_factory=dict)


def write(session: Session, rows: Changes) -> None:
    """Insert and update rows, parents before children; then delete those that nothing names any more."""
    order = (*SHARED, "organization", *OWNED)
    for name in order:
        insert_rows(session, table(name), rows.added.get(name, []))
        _update(session, name, rows.changed.get(name, []))
    for name in reversed(order):
        for chunk in _chunks(rows.gone.get(name, [])):
            session.execute(delete(table(name)).where(table(name).c.id.in_(chunk)))


def _update(session: Session, name: str, rows: list[Row]) -> None:
    alike: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike[tuple(sorted(row))].append(row)
    for columns, same in alike.items():
        target = table(name)
        values = {c: bindparam(f"new_{c}", type_=target.c[c].type) for c in columns if c != "id"}
        statement = update(target).where(target.c.id == bindparam("row_id")).values(values)
        given = [{"row_id": row["id"]} | {f"new_{c}": row[c] for c in values} for row in same]
        session.connection().execute(statement, given)


def add_change_set(session: Session, *, kind: str, origin: str, by: str, file: str | None = None) -> ChangeSet:
    """Open an act; its fields are logged with `log_changes`."""
    last = session.scalar(select(func.max(ChangeSet.seq))) or 0
    act = ChangeSet(
        id=uuid4().hex[:10], seq=last + 1, kind=kind, origin=origin, file=file, by=by[:60], at=datetime.now(UTC)
    )
    session.add(act)
    session.flush()
    return act


def log_changes(session: Session, changes: list[dict[str, Any]]) -> None:
    """Keep what a field was before it changed."""
    insert_rows(session, table(Metadata.__tablename__), changes)


def touch_revision(session: Session, owners: Collection[str] | None = None) -> None:
    """Tell readers that these organisations changed (None: any of them)."""
    session.flush()
    before = session.scalar(select(Revision.token).where(Revision.id == "directory").with_for_update())
    token = str(uuid4())
    session.merge(Revision(id="directory", token=token, changed_at=datetime.now(UTC)))
    named: Collection[str | None] = owners if owners and len(owners) <= NAMED else [None]
    rows = [{"token": token, "before": before, "owner_id": key} for key in named]
    insert_rows(session, table(RevisionChange.__tablename__), rows)
    newest = select(func.max(RevisionChange.id)).scalar_subquery()
    session.execute(delete(RevisionChange).where(RevisionChange.id <= newest - NAMES_KEPT))
    session.info[OWN_REVISION] = token


def _chunks(items: Sequence[str]) -> Iterable[Sequence[str]]:
    return (items[at : at + CHUNK] for at in range(0, len(items), CHUNK))
