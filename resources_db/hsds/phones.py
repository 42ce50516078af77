"""Telephone numbers and schedules as HSDS objects."""

import re
from typing import Any

from resources_db.hours import hours_text
from resources_db.hsds.attributes import Attributes, known
from resources_db.hsds.repository import Bundle
from resources_db.models import stable_id

Object = dict[str, Any]
_EXTENSION = re.compile(r"\bposte (\d+)")
_SLOT = ("freq", "byday", "opens_at", "closes_at")


def phone_object(row: Object, attributes: Attributes, language: str) -> Object:
    """Return a number, with the words in which it is printed and its hours as its description."""
    hours = hours_text(row["hours"], language)
    extension = _EXTENSION.search(row["display"])
    pairs = [("phone_label", row["label"]), ("confidence", row["confidence"])]
    return known(
        id=row["id"],
        organization_id=row["organization_id"],
        service_id=row["service_id"],
        number=row["number"],
        extension=int(extension.group(1)) if extension else None,
        type="text" if row["type"] == "sms" else row["type"],
        description=" · ".join(part for part in (row["display"], hours) if part),
        attributes=attributes.implied("phone", row["id"], pairs),
    )


def schedules(bundle: Bundle, service_id: str, language: str) -> list[Object]:
    """Return the service's slots, and the hours of its numbers in words alone where no slot is known."""
    phones = {phone["id"]: phone for phone in bundle.of("phone", service_id=service_id)}
    slots = bundle.of("schedule", service_id=service_id)
    found = [_schedule(slot, phones.get(slot["phone_id"]), language) for slot in slots]
    understood = {slot["phone_id"] for slot in slots}
    for key, phone in phones.items():
        if phone["hours"] and key not in understood:
            words = {"id": stable_id("schedule", key), "service_id": service_id, "description": phone["hours"]}
            found.append(_schedule(words, phone, language))
    return found


def _schedule(row: Object, phone: Object | None, language: str) -> Object:
    slot = known(**{name: row.get(name) for name in _SLOT})
    if slot.get("closes_at") == "24:00":  # not a time of day; the description keeps the source's words
        slot["closes_at"] = "23:59"
    description = hours_text(row["description"], language)
    notes = phone["display"] if phone else None
    return known(id=row["id"], service_id=row["service_id"], **slot, description=description, notes=notes)
