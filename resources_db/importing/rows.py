"""From a record to the rows that hold it. Every id comes from the record's own words: same words, same rows."""

import re
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any

from resources_db.geography import find_town, regions
from resources_db.hours import slots_of
from resources_db.importing.details import LISTS, TEXTS
from resources_db.importing.records import AddressRecord, PhoneRecord, Record
from resources_db.models import stable_id
from resources_db.vocabulary import vocabulary

Row = dict[str, Any]
Rows = dict[str, list[Row]]  # table name -> rows
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def newest_date(dates: list[str | None]) -> str | None:
    """Return the most recent of the dates, in its own words ("2021-06", "before 2020"), or None."""
    return max((date for date in dates if date and _DATE.search(date)), key=date_parts, default=None)


@lru_cache(maxsize=4096)
def date_parts(date: str) -> tuple[int, int, int]:
    """Return (year, month, day) of a date as sources write it, 0 for what is not said; "before 2020" is 2019."""
    found = _DATE.search(date)
    if found is None:
        return (0, 0, 0)
    year, month, day = (int(part or 0) for part in found.groups())
    return (year - date.startswith("before"), month, day)


def rows_of(record: Record) -> Rows:
    """Return the rows of one record, by table."""
    owner, service = stable_id("organization", record.id), stable_id("service", record.id)
    rows: Rows = {
        "organization": [_organization(record, owner)],
        "service": [_service(record, owner, service)],
        "service_area": _areas(record, service),
        "language": _languages(record, service),
        "attribute": _attributes(record, service),
        "source": [
            {"url": source.url, "what": source.what, "page_date": source.page_date, "position": at}
            for at, source in enumerate(record.sources)
        ],
        "translation": _translations(record, owner),
        "url": [{"label": "chat", "url": record.chat_url, "organization_id": owner}] if record.chat_url else [],
        **_phones(record.phones, owner, service),
        **_location(record, owner, service),
    }
    _add_details(rows, record, owner, service)
    for table, items in rows.items():
        for at, row in enumerate(items if table != "organization" else ()):
            row["owner_id"] = owner
            if "id" not in row:
                row["id"] = stable_id(table, record.id, str(at))
    return rows


def _organization(record: Record, owner: str) -> Row:
    return {
        "id": owner,
        "name": record.name_fr,
        "description": record.summary_fr,
        "email": record.email,
        "website": record.website,
        "slug": record.id,
        "kind": record.kind,
        "region_code": record.region,
        "confidence": record.confidence,
        "specialised_in_exploitation": record.specialised_in_exploitation,
        "chat_url": record.chat_url,
        "verified_on": newest_date([source.page_date for source in record.sources]),
    }


def _service(record: Record, owner: str, service: str) -> Row:
    return {
        "id": service,
        "organization_id": owner,
        "name": record.name_fr,
        "description": record.summary_fr,
        "status": record.status,
        "url": record.website,
        "email": record.email,
        "minimum_age": record.clientele.min_age,
        "maximum_age": record.clientele.max_age,
        "genders": record.clientele.genders,
        "serves_places": record.serves_places,
        "confidence": record.confidence,
        "program_id": _program_id(record) if record.program else None,
        **{name: getattr(record, name) for name in TEXTS},
    }


def _program_id(record: Record) -> str:
    return stable_id("program", record.id, "0")


def _add_details(rows: Rows, record: Record, owner: str, service: str) -> None:
    """Add the rows of what few records have."""
    if not record.program and not any(getattr(record, name) for name in LISTS):
        return
    if record.program:
        about = {"id": _program_id(record), "organization_id": owner}
        rows["program"] = [record.program.model_dump() | about]
    location = rows["location"][0]["id"]
    links = {
        "contact": {"organization_id": owner},
        "accessibility": {"location_id": location},
        "schedule": {"service_id": service, "phone_id": None},
    }
    for name, (table, _columns) in LISTS.items():
        link = links.get(table, {"service_id": service})
        for part in getattr(record, name):
            rows.setdefault(table, []).append(part.model_dump() | link)


def _areas(record: Record, service: str) -> list[Row]:
    wide = vocabulary()["wide_areas"]
    return [
        {
            "service_id": service,
            "code": code,
            "name": wide[code]["fr"] if code in wide else regions()[code].name_fr,
            "position": at,
        }
        for at, code in enumerate(record.coverage)
    ]


def _languages(record: Record, service: str) -> list[Row]:
    names = vocabulary()["languages"]
    return [
        {"service_id": service, "code": code, "name": names[code], "position": at}
        for at, code in enumerate(record.languages)
    ]


def _attributes(record: Record, service: str) -> list[Row]:
    words = [("service", word) for word in record.services] + [("audience", word) for word in record.clientele.groups]
    return [
        {
            "id": stable_id("attribute", record.id, taxonomy, word),
            "link_id": service,
            "link_entity": "service",
            "link_type": taxonomy,
            "taxonomy_term_id": _term_id(taxonomy, word),
            "value": word,
            "position": at,
        }
        for at, (taxonomy, word) in enumerate(words)
    ]


@cache
def _term_id(taxonomy: str, word: str) -> str:
    return stable_id("taxonomy_term", taxonomy, word)


def _translations(record: Record, owner: str) -> list[Row]:
    fields = {"name": record.name_en, "description": record.summary_en}
    review = record.english_review
    return [
        {
            "id": stable_id("translation", record.id, "en", field),
            "link_entity": "organization",
            "link_id": owner,
            "language": "en",
            "field": field,
            "value": value,
            "reviewed_by": review.by if review else None,
            "reviewed_at": datetime.fromisoformat(review.on).replace(tzinfo=UTC) if review else None,
        }
        for field, value in fields.items()
        if value
    ]


def _phones(phones: list[PhoneRecord], owner: str, service: str) -> Rows:
    found: Rows = {"phone": [], "schedule": []}
    for at, phone in enumerate(phones):
        phone_id = stable_id("phone", owner, phone.type, phone.number, str(at))
        found["phone"].append({
            "id": phone_id, "organization_id": owner, "service_id": service, "number": phone.number,
            "display": phone.display, "type": phone.type, "label": phone.label, "hours": phone.hours,
            "confidence": phone.confidence, "source": phone.source, "description": phone.hours, "position": at,
        })  # fmt: skip
        found["schedule"] += [
            {
                "service_id": service,
                "phone_id": phone_id,
                "freq": "WEEKLY",
                "byday": ",".join(days),
                "opens_at": opens,
                "closes_at": closes,
                "description": phone.hours,
            }
            for days, opens, closes in slots_of(phone.hours)
        ]
    return found


def _location(record: Record, owner: str, service: str) -> Rows:
    location = stable_id("location", record.id)
    address = record.address or AddressRecord(street=None, city=None, postal_code=None, confidential=False)
    lat, lon, precision = _position(address.city, record.region)
    place = {
        "id": location,
        "organization_id": owner,
        "location_type": "physical" if address.city or record.region else "virtual",
        "name": address.city,
        "latitude": lat,
        "longitude": lon,
        "precision": precision,
    }
    postal = {
        "location_id": location,
        "address_1": None if address.confidential else address.street,
        "city": address.city,
        "region": regions()[record.region].name_fr if record.region in regions() else None,
        "state_province": "QC",
        "postal_code": None if address.confidential else address.postal_code,
        "country": "CA",
        "address_type": "physical",
        "confidential": address.confidential,
    }
    return {
        "location": [place],
        "service_at_location": [{"service_id": service, "location_id": location}],
        "address": [postal] if address.city or address.confidential else [],
    }


@lru_cache(maxsize=4096)
def _position(city: str | None, region: str | None) -> tuple[float | None, float | None, str | None]:
    town = find_town(city, region) if city else None
    if town is not None:
        return town.lat, town.lon, "city" if town.exact else "postal_area"
    known = regions().get(region or "")
    return (known.lat, known.lon, "region") if known else (None, None, None)
