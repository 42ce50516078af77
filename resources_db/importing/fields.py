"""A record as flat fields (`name_fr`, `address.city`, `phones`), the grain of differences, history and undo."""

import json
from typing import Any

from resources_db.importing.details import NO_DETAILS, TEXTS
from resources_db.importing.records import Record

Flat = dict[str, Any]
_NESTED = ("address", "clientele")
_TEXTS = frozenset(
    "name_fr name_en kind email website chat_url region summary_fr summary_en confidence status "  # noqa: SIM905
    "address.street address.city address.postal_code".split()
).union(TEXTS)
WHOLE = "record"
"""Field name of a record that came or went as a whole."""


def flatten(record: Record) -> Flat:
    """Return the fields of the record, its id left out."""
    return NO_DETAILS | flatten_said(record)


def flatten_said(record: Record) -> Flat:
    """Return the fields that the record's file speaks of: a detail that it does not name is not said to be absent."""
    flat: Flat = {}
    unsaid = NO_DETAILS.keys() - record.model_fields_set
    for name, value in record.model_dump().items():
        if name in unsaid:
            continue
        if name in _NESTED:
            flat |= {f"{name}.{part}": inner for part, inner in (value or _NO_ADDRESS).items()}
        elif name != "id":
            flat[name] = value
    return flat


def unflatten(slug: str, flat: Flat) -> dict[str, Any]:
    """Return the plain record of these fields."""
    plain: dict[str, Any] = {"id": slug}
    for name, value in flat.items():
        outer, _, inner = name.partition(".")
        if inner:
            plain.setdefault(outer, {})[inner] = value
        else:
            plain[name] = value
    return plain


def encode(value: Any) -> str:
    """Return the value as history keeps it: texts as they are, the rest in JSON, nothing as an empty text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def decode(field: str, text: str) -> Any:
    """Return the value that `encode` wrote for that field."""
    if not text:
        return None
    return text if field in _TEXTS else json.loads(text)


def is_empty(value: Any) -> bool:
    """Say whether the field holds nothing; `False` and 0 are values."""
    return value is None or value in ("", [], {})


_NO_ADDRESS = {"street": None, "city": None, "postal_code": None, "confidential": False}
EMPTY: Flat = {
    "name_en": None,
    "phones": [],
    "email": None,
    "website": None,
    "chat_url": None,
    **{f"address.{part}": value for part, value in _NO_ADDRESS.items()},
    "region": None,
    "coverage": [],
    "languages": [],
    "clientele.genders": [],
    "clientele.min_age": None,
    "clientele.max_age": None,
    "clientele.groups": [],
    "services": [],
    "serves_places": None,
    "specialised_in_exploitation": False,
    "summary_en": None,
    "sources": [],
    "status": "active",
    "english_review": None,
    **NO_DETAILS,
}
"""What a new record holds where its file says nothing."""
