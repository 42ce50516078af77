"""The SQL of the HSDS objects. What visitors may not see is left out here, so that nothing after can show it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, func, select
from sqlalchemy.orm import Session

from resources_db.catalogue import VISIBLE
from resources_db.models import Metadata, Organization, Revision, table

Row = dict[str, Any]
SHOWN_STATUSES = ("active", "temporarily closed")
BASIC = ("service", "translation", "service_at_location", "attribute", "program", "location", "address")
INDEXED = (*BASIC, "service_area")
WHOLE = (*BASIC, "phone", "schedule", "service_area", "language", "source", "url", "contact", "accessibility",
         "cost_option", "required_document")  # fmt: skip
CHUNK = 500


@dataclass
class Bundle:
    """An organisation with its rows, by table; `hidden_numbers` are its phone numbers that may not be told."""

    organization: Row
    rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    hidden_numbers: set[str] = field(default_factory=set)

    def of(self, table: str, **keys: str) -> list[Row]:
        """Return the rows of the table that hold these values."""
        return [row for row in self.rows[table] if all(row[name] == value for name, value in keys.items())]


def load(session: Session, organization_ids: Sequence[str], *, tables: Sequence[str]) -> dict[str, Bundle]:
    """Return the visible organisations of these ids, in that order, with their visible rows of the tables."""
    found: dict[str, Bundle] = {}
    for start in range(0, len(organization_ids), CHUNK):
        found |= _load(session, organization_ids[start : start + CHUNK], tables)
    return {key: found[key] for key in organization_ids if key in found}


def taxonomy_rows(session: Session) -> dict[str, list[Row]]:
    """Return the rows of `taxonomy` and `taxonomy_term`, and the `translation` rows of their words."""
    words = table("translation").c.owner_id.is_(None)
    return {
        "taxonomy": _select(session, table("taxonomy")),
        "taxonomy_term": _select(session, table("taxonomy_term")),
        "translation": _select(session, table("translation"), words),
    }


def visible_organization_ids(session: Session) -> list[str]:
    """Return the ids of the organisations that anyone may see."""
    return list(session.scalars(select(Organization.id).where(Organization.confidence.in_(VISIBLE))))


def last_changes(session: Session) -> dict[str, datetime]:
    """Return when each organisation's rows last changed, as the history says."""
    query = select(Metadata.owner_id, func.max(Metadata.last_action_date)).group_by(Metadata.owner_id)
    return {row[0]: row[1] for row in session.execute(query)}


def changed_at(session: Session) -> datetime | None:
    """Return when the directory last changed, or None before the first import."""
    return session.scalar(select(Revision.changed_at).where(Revision.id == "directory"))


def _load(session: Session, ids: Sequence[str], tables: Sequence[str]) -> dict[str, Bundle]:
    chosen = table("organization").c.id.in_(ids) & table("organization").c.confidence.in_(VISIBLE)
    found = {row["id"]: Bundle(row) for row in _select(session, table("organization"), chosen)}
    for name in tables:
        rows = table(name)
        for row in _select(session, rows, rows.c.owner_id.in_(found)):
            found[row["owner_id"]].rows[name].append(row)
    for bundle in found.values():
        _hide(bundle)
    return found


def _hide(bundle: Bundle) -> None:
    """Drop what visitors may not see, and what hangs on it."""
    rows = bundle.rows
    rows["service"] = [s for s in rows["service"] if s["confidence"] in VISIBLE and s["status"] in SHOWN_STATUSES]
    services = {service["id"] for service in rows["service"]}
    for name in ("schedule", "service_area", "language", "service_at_location", "cost_option", "required_document"):
        rows[name] = [row for row in rows[name] if row["service_id"] in services]
    shown = [phone for phone in rows["phone"] if phone["confidence"] in VISIBLE]
    shown = [phone for phone in shown if phone["service_id"] is None or phone["service_id"] in services]
    bundle.hidden_numbers = {p["number"] for p in rows["phone"]} - {p["number"] for p in shown}
    rows["phone"] = shown
    phones = {phone["id"] for phone in shown} | {None}
    rows["schedule"] = [slot for slot in rows["schedule"] if slot["phone_id"] in phones]
    for address in rows["address"]:
        if address["confidential"]:
            address |= {"address_1": None, "postal_code": None}


def _select(session: Session, of: Table, *where: ColumnElement[bool]) -> list[Row]:
    """Return rows in an order that no database's collation changes."""
    rows = [dict(row) for row in session.execute(select(of).where(*where)).mappings()]
    return sorted(rows, key=lambda row: (row.get("position", 0), row["id"]))
