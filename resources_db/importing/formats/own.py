"""The directory's own JSON."""

from typing import Any

from pydantic import ValidationError

from resources_db.importing.faults import faults
from resources_db.importing.reading import Offer, Reading
from resources_db.importing.records import Record


def read_records(items: list[Any]) -> Reading:
    """Return the valid records as offers; the others are refused, one refusal per field at fault."""
    reading = Reading("repere", whole=True, read=len(items))
    for at, item in enumerate(items):
        name = str(item.get("id")) if isinstance(item, dict) and item.get("id") else f"#{at}"
        reading.named.add(name)
        try:
            record = Record.model_validate(item)
        except ValidationError as error:
            reading.refused += faults(name, error)
            continue
        reading.offers.append(Offer(record.id, slug=record.id, record=record))
    return reading
