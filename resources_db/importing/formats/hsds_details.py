"""What HSDS says of a service beyond the directory's own fields: programme, contacts, costs, documents, hours."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from resources_db.importing.details import TEXTS, in_order
from resources_db.importing.fields import Flat
from resources_db.importing.formats import values
from resources_db.importing.formats.hsds_parts import Object, checked, one, rows
from resources_db.vocabulary import read_data

Columns = dict[str, Callable[[Any], Any]]
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?")
_COST: Columns = {
    "valid_from": values.day,
    "valid_to": values.day,
    "option": values.text,
    "currency": lambda value: str(value).strip().upper(),
    "amount": values.amount,
    "amount_description": values.text,
}
_CONTACT: Columns = dict.fromkeys(("name", "title", "department", "email"), values.text)
_DOCUMENT: Columns = dict.fromkeys(("document", "uri"), values.text)
_ACCESS: Columns = dict.fromkeys(("description", "details", "url"), values.text)
_PROGRAM: Columns = dict.fromkeys(("name", "alternate_name", "description"), values.text)


def read_details(service: Object, owner: Object, spoken_for: set[str]) -> Flat:
    """Return the details; `spoken_for` are the numbers whose hours are already theirs. Raises FieldError."""
    flat: Flat = {name: checked(name, values.text, service.get(name)) for name in TEXTS}
    program = one(service, "program")
    flat["program"] = _part(program, _PROGRAM, "program") if program else None
    places = [one(row, "location") for row in rows(service, "service_at_locations")]
    flat["contacts"] = _parts(
        [*rows(service, "contacts"), *(row for row in rows(owner, "contacts") if not row.get("service_id"))],
        _CONTACT, "contacts",
    )  # fmt: skip
    flat["costs"] = _parts(rows(service, "cost_options"), _COST, "costs")
    flat["documents"] = _parts(rows(service, "required_documents"), _DOCUMENT, "documents")
    access = [row for place in places for row in rows(place, "accessibility")]
    flat["accessibility"] = _parts(access, _ACCESS, "accessibility")
    flat["schedules"] = in_order(
        [slot for row in rows(service, "schedules") if row.get("notes") not in spoken_for and (slot := _slot(row))]
    )
    return {name: value for name, value in flat.items() if value not in (None, [])}


def _parts(found: Iterable[Object], columns: Columns, field: str) -> list[Object]:
    return in_order([part for row in found if any((part := _part(row, columns, field)).values())])


def _part(row: Object, columns: Columns, field: str) -> Object:
    return {
        name: None if row.get(name) in (None, "") else checked(f"{field}.{name}", read, row[name])
        for name, read in columns.items()
    }


def _slot(row: Object) -> Object | None:
    """Return a slot, or its words alone when it is more than days and hours of Quebec; None when it says nothing."""
    slot: Object = dict.fromkeys(("freq", "byday", "opens_at", "closes_at"))
    regular = not any(row.get(name) not in (None, "", 1, "1") for name in read_data("import_hsds.yml")["irregular"])
    opens, closes = _clock(row.get("opens_at")), _clock(row.get("closes_at"))
    if regular and opens and closes and row.get("byday"):
        slot = {
            "freq": str(row.get("freq") or "WEEKLY").upper(),
            "byday": re.sub(r"\s", "", str(row["byday"])).upper(),
            "opens_at": opens,
            "closes_at": "24:00" if closes == "23:59" else closes,
        }
    description = checked("schedules.description", values.text, row.get("description"))
    found = slot | {"description": description}
    return found if any(found.values()) else None


def _clock(value: Any) -> str | None:
    """Return HH:MM; None when it is not a clock, or one of another time zone than Quebec's."""
    found = _CLOCK.fullmatch(str(value or "").strip())
    if found is None or (found[3] and found[3] not in read_data("import_hsds.yml")["offsets"]):
        return None
    return f"{int(found[1]):02d}:{found[2]}"
