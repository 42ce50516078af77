"""Locations, addresses and areas as HSDS objects."""

from typing import Any

from resources_db.geography import regions
from resources_db.hsds.attributes import Attributes, known
from resources_db.hsds.repository import Bundle
from resources_db.hsds.terms import label
from resources_db.models import stable_id

Object = dict[str, Any]
ADDRESS = ("id", "location_id", "address_1", "city", "region", "state_province", "postal_code", "country",
           "address_type")  # fmt: skip


def location_object(bundle: Bundle, row: Object, attributes: Attributes, language: str) -> Object:
    """Return a location. Coordinates are given only where they are a town's; a street only when it is public."""
    addresses = bundle.of("address", location_id=row["id"])
    exact = row["precision"] == "city" and row["latitude"] is not None
    notes = _notes(addresses, exact=exact)
    region = bundle.organization["region_code"]
    return known(
        id=row["id"],
        organization_id=row["organization_id"],
        location_type=row["location_type"],
        name=row["name"],
        description=_description(addresses, notes, language),
        url=bundle.organization["chat_url"] if row["location_type"] == "virtual" else None,
        latitude=row["latitude"] if exact else None,
        longitude=row["longitude"] if exact else None,
        addresses=[known(**{name: a[name] for name in ADDRESS}) for a in addresses if _is_whole(a)],
        accessibility=[accessibility_object(a) for a in bundle.of("accessibility", location_id=row["id"])],
        attributes=[
            *attributes.implied("location", row["id"], [("region", region)] if region else []),
            *(attributes.one("location", row["id"], "location_note", code, value=value) for code, value in notes),
        ],
    )


def accessibility_object(row: Object) -> Object:
    """Return how one gets in and around."""
    return known(**{name: row[name] for name in ("id", "location_id", "description", "details", "url")})


def areas(bundle: Bundle, service: Object, attributes: Attributes, language: str) -> list[Object]:
    """Return the areas served: regions, or the only places served inside them, each with its region as an attribute."""
    found = []
    for row in bundle.of("service_area", service_id=service["id"]):
        if service["serves_places"] is None or row["code"] not in regions():
            found.append(_area(row["id"], row, label("region", row["code"], language), None, attributes))
            continue
        for place in service["serves_places"]:
            key = stable_id("area", row["id"], place)
            found.append(_area(key, row, place, label("region", row["code"], language), attributes))
    return found


def _area(key: str, row: Object, name: str, description: str | None, attributes: Attributes) -> Object:
    return known(
        id=key,
        service_id=row["service_id"],
        name=name,
        description=description,
        attributes=[attributes.one("service_area", key, "region", row["code"])],
    )


def _is_whole(address: Object) -> bool:
    """HSDS wants a street, a town and a postal code; an address without one of them is told in words."""
    return all(address[name] for name in ("address_1", "city", "postal_code"))


def _notes(addresses: list[Object], *, exact: bool) -> list[tuple[str, str | None]]:
    notes: list[tuple[str, str | None]] = [("town_position", None)] if exact else []
    for address in addresses:
        if address["confidential"]:
            notes.append(("confidential", None))
        elif address["address_1"] and not _is_whole(address):
            notes.append(("street_only", address["address_1"]))
    return notes


def _description(addresses: list[Object], notes: list[tuple[str, str | None]], language: str) -> str | None:
    streets = [
        ", ".join(part for part in (a["address_1"], a["city"]) if part) + "."
        for a in addresses
        if a["address_1"] and not _is_whole(a)
    ]
    words = [label("location_note", code, language) for code, _ in notes]
    return " ".join(streets + words) or None
