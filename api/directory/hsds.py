"""Records written as HSDS 3.1 objects. What is not known is left out, never filled in."""

from collections.abc import Callable
from typing import Any

from resources_db.availability import Availability
from resources_db.catalogue import PhoneFact, Record
from resources_db.geography import regions
from resources_db.models import stable_id
from resources_db.vocabulary import hours_text, vocabulary

Object = dict[str, Any]
Render = Callable[[Record], Object]
VERSION = "3.1"
PROFILE = "https://docs.openreferral.org/en/3.1/hsds/"


def about(openapi_url: str) -> Object:
    """Return what `GET /hsds` says of this API."""
    return {"version": VERSION, "profile": PROFILE, "openapi_url": openapi_url}


def organization(record: Record, language: str, *, full: bool) -> Object:
    """Return the organisation, with its numbers, place and words when `full`."""
    basic = _known(
        id=record.organization_id,
        name=record.names[language],
        description=record.summaries[language],
        email=record.email,
        website=record.website,
    )
    if not full:
        return basic
    if record.chat_url:
        url = {"id": stable_id("url", record.slug, "0"), "label": "chat", "url": record.chat_url}
        basic["additional_websites"] = [url | {"organization_id": record.organization_id}]
    return basic | {
        "phones": [_phone(record, phone, at, language) for at, phone in enumerate(record.phones)],
        "locations": [_location(record)],
        "attributes": _attributes(record, language),
    }


def service(record: Record, language: str, availability: Availability | None, *, full: bool) -> Object:
    """Return the service, with all that is attached to it when `full`."""
    basic = _known(
        id=record.id,
        organization_id=record.organization_id,
        name=record.names[language],
        description=record.summaries[language],
        url=record.website,
        email=record.email,
        status="active",
        minimum_age=record.min_age,
        maximum_age=record.max_age,
    )
    if not full:
        return basic
    return basic | {
        "organization": organization(record, language, full=False),
        "phones": [_phone(record, phone, at, language) for at, phone in enumerate(record.phones)],
        "schedules": _schedules(record, language),
        "service_areas": _areas(record, language),
        "service_at_locations": [_at_location(record)],
        "languages": _languages(record),
        "attributes": _attributes(record, language),
        "capacities": [_capacity(record, availability)] if availability else [],
    }


def _known(**fields: Any) -> Object:
    return {name: value for name, value in fields.items() if value is not None}


def _phone(record: Record, phone: PhoneFact, at: int, language: str) -> Object:
    hours = hours_text(phone.hours, language)
    said = " · ".join(part for part in (phone.display, hours) if part)
    kind = "text" if phone.type == "sms" else "voice"
    return {
        "id": stable_id("shown_phone", record.slug, str(at)),
        "organization_id": record.organization_id,
        "service_id": record.id,
        "number": phone.number,
        "type": kind,
        "description": said,
    }


def _schedules(record: Record, language: str) -> list[Object]:
    return [
        _known(
            id=stable_id("shown_schedule", record.slug, str(number), str(at)),
            service_id=record.id,
            freq="WEEKLY",
            byday=",".join(days),
            opens_at=opens,
            closes_at=closes,
            description=hours_text(phone.hours, language),
            notes=phone.display,
        )
        for number, phone in enumerate(record.phones)
        for at, (days, opens, closes) in enumerate(phone.slots)
    ]


def _areas(record: Record, language: str) -> list[Object]:
    wide = vocabulary()["wide_areas"]
    areas = []
    for code in record.coverage:
        known = regions().get(code)
        name = wide[code][language] if known is None else known.name_en if language == "en" else known.name_fr
        area = {"id": stable_id("area", record.slug, code), "service_id": record.id, "name": name}
        if record.serves_places and known is not None:
            area["description"] = ", ".join(record.serves_places)
        areas.append(area)
    return areas


def _languages(record: Record) -> list[Object]:
    names = vocabulary()["languages"]
    return [
        {"id": stable_id("spoken", record.slug, code), "service_id": record.id, "code": code, "name": names[code]}
        for code in record.languages
    ]


def _location(record: Record) -> Object:
    exact = record.precision == "city" and record.position is not None
    lat, lon = record.position if exact and record.position else (None, None)
    return _known(
        id=stable_id("location", record.slug),
        organization_id=record.organization_id,
        location_type="physical" if record.city else "virtual",
        name=record.city,
        latitude=lat,
        longitude=lon,
        addresses=_addresses(record),
    )


def _addresses(record: Record) -> list[Object]:
    """HSDS wants a street and a postal code; an address without both is not given."""
    if not (record.street and record.city and record.postal_code):
        return []
    address = {
        "id": stable_id("shown_address", record.slug),
        "location_id": stable_id("location", record.slug),
        "address_1": record.street,
        "city": record.city,
        "state_province": "QC",
        "postal_code": record.postal_code,
        "country": "CA",
        "address_type": "physical",
    }
    return [address]


def _at_location(record: Record) -> Object:
    location = _location(record)
    key = stable_id("at_location", record.slug)
    return {"id": key, "service_id": record.id, "location_id": location["id"], "location": location}


def _attributes(record: Record, language: str) -> list[Object]:
    words = [("service", "services", code) for code in record.services]
    words += [("audience", "groups", code) for code in record.groups]
    return [
        {
            "id": stable_id("attribute", record.slug, taxonomy, code),
            "link_id": record.id,
            "link_entity": "service",
            "taxonomy_term_id": stable_id("taxonomy_term", taxonomy, code),
            "value": code,
            "label": vocabulary()[words_of][code][language],
            "taxonomy_term": {
                "id": stable_id("taxonomy_term", taxonomy, code),
                "code": code,
                "name": vocabulary()[words_of][code][language],
                "description": vocabulary()[words_of][code][language],
                "taxonomy": taxonomy,
                "taxonomy_id": stable_id("taxonomy", taxonomy),
                "language": language,
            },
        }
        for taxonomy, words_of, code in words
    ]


def _capacity(record: Record, availability: Availability) -> Object:
    unit = {"id": stable_id("unit", availability.unit), "name": availability.unit}
    return _known(
        id=stable_id("shown_capacity", record.slug, availability.unit),
        service_id=record.id,
        unit=unit,
        unit_id=unit["id"],
        available=availability.available,
        maximum=availability.maximum,
        updated=availability.updated_at.isoformat(),
    )
