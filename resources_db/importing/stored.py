"""From the rows of a record back to the record: the opposite of `rows`."""

from collections.abc import Iterable
from typing import Any

from resources_db.importing.details import LISTS, TEXTS, ProgramRecord, in_order
from resources_db.importing.fields import Flat
from resources_db.importing.rows import Row

RowsOfOwner = dict[str, list[Row]]  # table -> rows of one record
_PHONE = ("number", "display", "type", "label", "hours", "confidence", "source")
_SOURCE = ("url", "what", "page_date")


def flat_of(organization: Row, rows: RowsOfOwner) -> Flat:
    """Return the flat fields that these rows hold."""
    service = rows["service"][0]
    address = next(iter(rows.get("address", ())), {})
    english = {row["field"]: row for row in rows.get("translation", ()) if row["language"] == "en"}
    return {
        "name_fr": organization["name"],
        "name_en": _value(english, "name"),
        "kind": organization["kind"],
        "phones": _picked(rows, "phone", _PHONE),
        "email": organization["email"],
        "website": organization["website"],
        "chat_url": organization["chat_url"],
        "address.street": address.get("address_1"),
        "address.city": address.get("city"),
        "address.postal_code": address.get("postal_code"),
        "address.confidential": address.get("confidential", False),
        "region": organization["region_code"],
        "coverage": [row["code"] for row in _sorted(rows, "service_area")],
        "languages": [row["code"] for row in _sorted(rows, "language")],
        "clientele.genders": service["genders"],
        "clientele.min_age": service["minimum_age"],
        "clientele.max_age": service["maximum_age"],
        "clientele.groups": _words(rows, "audience"),
        "services": _words(rows, "service"),
        "serves_places": service["serves_places"],
        "specialised_in_exploitation": organization["specialised_in_exploitation"],
        "summary_fr": organization["description"],
        "summary_en": _value(english, "description"),
        "sources": _picked(rows, "source", _SOURCE),
        "confidence": organization["confidence"],
        "status": service["status"],
        "english_review": _review(english),
        **{name: service[name] for name in TEXTS},
        "program": _program(rows, service["program_id"]),
        **{name: _parts(rows.get(table, ()), columns) for name, (table, columns) in LISTS.items()},
    }


def _parts(rows: Iterable[Row], columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the parts of a list; the hours of a number are the number's."""
    own = [{name: row[name] for name in columns} for row in rows if row.get("phone_id") is None]
    return in_order(own) if own else own


def _program(rows: RowsOfOwner, key: str | None) -> dict[str, Any] | None:
    found = next((row for row in rows.get("program", ()) if row["id"] == key), None)
    return None if found is None else {name: found[name] for name in ProgramRecord.model_fields}


def _sorted(rows: RowsOfOwner, table: str) -> list[Row]:
    return sorted(rows.get(table, ()), key=lambda row: int(row["position"]))


def _picked(rows: RowsOfOwner, table: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{column: row[column] for column in columns} for row in _sorted(rows, table)]


def _words(rows: RowsOfOwner, kind: str) -> list[str]:
    return [row["value"] for row in _sorted(rows, "attribute") if row["link_type"] == kind]


def _value(english: dict[str, Row], field: str) -> str | None:
    return english[field]["value"] if field in english else None


def _review(english: dict[str, Row]) -> dict[str, str] | None:
    """A review covers the whole English text."""
    if not english or any(row["reviewed_by"] is None for row in english.values()):
        return None
    row = next(iter(english.values()))
    return {"by": row["reviewed_by"], "on": row["reviewed_at"].date().isoformat()}
