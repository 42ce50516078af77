"""The directory's SQL for reading."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from resources_db.models import (
    Base,
    Organization,
    Phone,
    PlaceHold,
    Revision,
    SearchText,
    ServiceCapacity,
    ShelterReporting,
    Unit,
)

Row = dict[str, Any]


def revision(session: Session) -> str | None:
    """Return the token that changes with the directory, or None before the first import."""
    return session.scalar(select(Revision.token).where(Revision.id == "directory"))


def visible_rows(session: Session, *, confidences: Sequence[str]) -> list[Row]:
    """Return one dict of rows per organisation whose confidence is in `confidences`, with its numbers of the same."""
    chosen = select(Organization.__table__).where(Organization.confidence.in_(confidences))
    organizations = [dict(row) for row in session.execute(chosen).mappings()]
    phones = select(Phone.__table__).where(Phone.confidence.in_(confidences)).order_by(Phone.position)
    by_owner = {name: _by_owner(session, name) for name in
                ("service", "location", "address", "service_area", "language", "attribute", "source",
                 "translation", "cost_option", "accessibility")}  # fmt: skip
    by_owner["phone"] = _group(session, phones)
    found = dict(session.execute(select(SearchText.organization_id, SearchText.id)).all())
    return [
        _assemble(row, {name: rows.get(row["id"], []) for name, rows in by_owner.items()})
        | {"search_id": found.get(row["id"])}
        for row in organizations
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


def _by_owner(session: Session, name: str) -> dict[str, list[Row]]:
    table: Table = Base.metadata.tables[name]
    query = select(table)
    return _group(session, query.order_by(table.c.position) if "position" in table.c else query)


def _group(session: Session, query: Any) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in session.execute(query).mappings():
        found[row["owner_id"]].append(dict(row))
    return found


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
