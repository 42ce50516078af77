"""The directory's SQL for reading."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from resources_db.models import (
    Organization,
    Phone,
    PlaceHold,
    Revision,
    RevisionChange,
    ServiceCapacity,
    ShelterReporting,
    Unit,
    table,
)

Row = dict[str, Any]
CHUNK = 500  # owners named in one query
AT_ONCE = 2000  # rows fetched at a time
OWN_REVISION = "directory_revision"  # key of `Session.info`


def revision(session: Session) -> str | None:
    """Return the token that changes with the directory, or None before the first import."""
    return session.scalar(select(Revision.token).where(Revision.id == "directory"))


def is_own(session: Session, token: str) -> bool:
    """Say whether the session itself gave the directory that token (and perhaps has not committed it)."""
    return session.info.get(OWN_REVISION) == token


def changed_owners(session: Session, *, since: str, until: str) -> frozenset[str] | None:
    """Return the organisations that changed between two tokens, or None when any of them may have."""
    start = session.scalar(select(func.max(RevisionChange.id)).where(RevisionChange.token == since)) or 0
    query = select(RevisionChange.token, RevisionChange.before, RevisionChange.owner_id)
    links: dict[str, str | None] = {}
    owners: dict[str, set[str | None]] = defaultdict(set)
    for token, before, owner in session.execute(query.where(RevisionChange.id > start)):
        links[token] = before
        owners[token].add(owner)
    found: set[str | None] = set()
    reached: str | None = until
    while reached != since:
        if reached is None or reached not in links:
            return None
        found |= owners[reached]
        reached = links[reached]
    return None if None in found else frozenset(owner for owner in found if owner is not None)


def visible_rows(session: Session, *, confidences: Sequence[str], owners: Collection[str] | None = None) -> list[Row]:
    """Return one dict of rows per organisation whose confidence is in `confidences`, with its numbers of the same.

    Only the organisations of `owners`, where it is given.
    """
    if owners is None:
        return _visible_rows(session, confidences, None)
    wanted = sorted(owners)
    chunks = (wanted[at : at + CHUNK] for at in range(0, len(wanted), CHUNK))
    return [row for chunk in chunks for row in _visible_rows(session, confidences, chunk)]


def _visible_rows(session: Session, confidences: Sequence[str], owners: Sequence[str] | None) -> list[Row]:
    chosen = select(*_ORGANIZATION).where(Organization.confidence.in_(confidences))
    organizations = dicts(session, _of(chosen, Organization.id, owners))
    phones = select(Phone.__table__).where(Phone.confidence.in_(confidences)).order_by(Phone.position)
    by_owner = {name: _group(session, _of(_reading(name), table(name).c.owner_id, owners)) for name in _READ}
    by_owner["phone"] = _group(session, _of(phones, Phone.owner_id, owners))
    return [
        _assemble(row, {name: rows.get(row["id"], []) for name, rows in by_owner.items()})
        for row in organizations
        if row["id"] in by_owner["service"]  # gone between two of these queries
    ]


def capacities(session: Session) -> list[Row]:
    """Return declared places with the name of their unit and the limits that their shelter chose."""
    query = select(
        ServiceCapacity.service_id,
        ServiceCapacity.available,
        ServiceCapacity.maximum,
        ServiceCapacity.description,
        ServiceCapacity.updated,
        Unit.name.label("unit"),
        ShelterReporting.confirm_after,
        ShelterReporting.hide_after,
    ).join(Unit, Unit.id == ServiceCapacity.unit_id)
    query = query.outerjoin(ShelterReporting, ShelterReporting.id == ServiceCapacity.service_id)
    return [dict(row) for row in session.execute(query).mappings()]


def holds_by_unit(session: Session, now: datetime) -> dict[tuple[str, str], int]:
    """Return how many places counsellors hold at `now`, by service and unit."""
    query = (
        select(PlaceHold.service_id, PlaceHold.unit, func.count())
        .where(PlaceHold.released_at.is_(None), PlaceHold.expires_at > now)
        .group_by(PlaceHold.service_id, PlaceHold.unit)
    )
    return {(service_id, unit): count for service_id, unit, count in session.execute(query)}


def all_organizations(session: Session) -> list[Row]:
    """Return every organisation with all its rows, whatever the confidence (for operators, never for visitors)."""
    return visible_rows(session, confidences=("high", "medium", "low"))


_ORGANIZATION = [column for column in Organization.__table__.c if column.name != "import_mark"]
_READ = {
    "service": ("id", "status", "genders", "serves_places", "minimum_age", "maximum_age"),
    "location": ("latitude", "longitude", "precision"),
    "address": ("address_1", "city", "postal_code", "confidential"),
    "service_area": ("code",),
    "language": ("code",),
    "attribute": ("link_type", "value"),
    "source": ("url", "what", "page_date"),
    "translation": ("language", "field", "value", "reviewed_by"),
    "cost_option": ("option", "amount", "amount_description"),
    "accessibility": ("description", "details"),
}


def _reading(name: str) -> Select[Any]:
    """Return the select of what is read of a table: of sixty thousand records, only that."""
    columns = table(name).c
    query = select(columns.owner_id, *(columns[column] for column in _READ[name]))
    return query.order_by(columns.position) if "position" in columns else query


def _of(query: Any, owner: Any, owners: Sequence[str] | None) -> Any:
    return query if owners is None else query.where(owner.in_(owners))


def _group(session: Session, query: Select[Any]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in dicts(session, query):
        found[row["owner_id"]].append(row)
    return found


def dicts(session: Session, query: Select[Any]) -> list[Row]:
    """Return the rows as plain dicts, some at a time: a call that brings all of them would stop the other threads."""
    result = session.execute(query.execution_options(yield_per=AT_ONCE))
    names = list(result.keys())
    return [dict(zip(names, row, strict=True)) for rows in result.partitions() for row in rows]


def _assemble(organization: Row, rows: dict[str, list[Row]]) -> Row:
    words: dict[str, list[str]] = {"service": [], "audience": []}
    for attribute in rows["attribute"]:
        words[attribute["link_type"]].append(attribute["value"])
    return {
        "organization": organization,
        "service": rows["service"][0],
        "location": next(iter(rows["location"]), None),
        "address": next(iter(rows["address"]), None),
        "phones": rows["phone"],
        "coverage": [area["code"] for area in rows["service_area"]],
        "languages": [language["code"] for language in rows["language"]],
        "services": words["service"],
        "costs": rows["cost_option"],
        "accessibilities": rows["accessibility"],
        "groups": words["audience"],
        "sources": [{key: source[key] for key in ("url", "what", "page_date")} for source in rows["source"]],
        "english_reviewed": all(t["reviewed_by"] for t in rows["translation"] if t["language"] == "en"),
        "english": {t["field"]: t["value"] for t in rows["translation"] if t["language"] == "en"},
    }
