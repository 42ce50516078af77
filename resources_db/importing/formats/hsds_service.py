"""One compiled HSDS service as an offer. Nothing says who saw these facts: they come in `low` unless a source does."""

import re

from resources_db.importing.fields import Flat
from resources_db.importing.formats import values
from resources_db.importing.formats.hsds_details import read_details
from resources_db.importing.formats.hsds_parts import FieldError, Object, checked, one, rows
from resources_db.importing.formats.hsds_words import eligibility_words, own_codes, read_sources, read_words
from resources_db.importing.formats.sheet import defaults
from resources_db.importing.formats.shelters import hide_street
from resources_db.importing.merging import phone_key
from resources_db.importing.reading import Offer, Reading
from resources_db.importing.report import Refusal
from resources_db.vocabulary import read_data

_OWN_IDENTIFIER = "directory record"


def read_service(service: Object, reading: Reading, ref: str, *, alone: bool) -> int:
    """Add the service to the reading, or a refusal for the first thing wrong; return how many words were unknown."""
    try:
        owner = one(service, "organization")
        flat, unknown = _flat(service, owner, reading, ref, alone=alone)
        slug = _own_slug(owner)
    except ValueError as error:
        field = error.field if isinstance(error, FieldError) else "service"
        reading.refused.append(Refusal(ref, field, str(error)))
        return 0
    hide_street(flat, ref, reading.warnings)
    key = str(service.get("id") or "")
    reading.offers.append(Offer(ref, flat, slug=slug, key=key or None, defaults=defaults(flat)))
    return unknown


def _own_slug(owner: Object) -> str | None:
    """Return the record's id that one of our exports gives."""
    found = [r for r in rows(owner, "organization_identifiers") if r.get("identifier_type") == _OWN_IDENTIFIER]
    return str(found[0].get("identifier") or "") or None if found else None


def _flat(service: Object, owner: Object, reading: Reading, ref: str, *, alone: bool) -> tuple[Flat, int]:
    flat = _texts(service, owner, alone=alone)
    flat |= _place(service)
    words, unknown = read_words(service, owner)
    flat |= words
    flat["phones"] = checked("phones", _phones, service, owner)
    flat["languages"] = _languages(service, reading, ref)
    flat |= read_details(service, owner, {phone["display"] for phone in flat["phones"]})
    if flat.get("eligibility_description") in eligibility_words(flat):
        del flat["eligibility_description"]
    flat |= _provenance(service, owner)
    if str(service.get("status") or "") not in read_data("import_hsds.yml")["active"]:
        flat["status"] = "inactive"
    return {field: value for field, value in flat.items() if value not in ([], None)}, unknown


def _texts(service: Object, owner: Object, *, alone: bool) -> Flat:
    name, own = values.text(owner.get("name")), values.text(service.get("name"))
    if not (name or own):
        raise FieldError("name", "nom manquant")
    chats = [row.get("url") for row in rows(owner, "additional_websites") if row.get("label") == "chat"]
    texts = {
        "name_fr": own if name in (None, own) else name if alone or not own else f"{name} – {own}",
        "summary_fr": service.get("description") or owner.get("description"),
        "email": service.get("email") or owner.get("email"),
        "website": service.get("url") or owner.get("website"),
        "chat_url": chats[0] if chats else None,
    }
    for row in (*rows(owner, "translations"), *rows(service, "translations")):
        field = {"name": "name_en", "description": "summary_en"}.get(str(row.get("field")))
        if row.get("language") == "en" and field:
            texts[field] = row.get("value")
    flat: Flat = {field: found for field, value in texts.items() if (found := values.text(value))}
    for field, column in (("clientele.min_age", "minimum_age"), ("clientele.max_age", "maximum_age")):
        if service.get(column) not in (None, ""):
            flat[field] = checked(field, values.age, service[column])
    return flat


def _languages(service: Object, reading: Reading, ref: str) -> list[str]:
    spoken = [row.get("code") or row.get("name") for row in rows(service, "languages")]
    codes, unknown = values.known_codes([word for word in spoken if word], "languages")
    reading.warnings += [f"{ref} : langue non reconnue, laissée de côté : {word}" for word in unknown]
    return codes


def _provenance(service: Object, owner: Object) -> Flat:
    sources = read_sources(service)
    levels = [service.get("confidence"), *own_codes(owner, "confidence"), "medium"]
    level = next(level for level in levels if level) if sources else "low"
    return {"confidence": checked("confidence", values.confidence, level), "sources": sources}


def _place(service: Object) -> Flat:
    places = [one(row, "location") for row in rows(service, "service_at_locations")]
    flat = _address(places)
    areas = rows(service, "service_areas")
    coverage = [code for row in areas if (code := _area(row))]
    if coverage:
        flat["coverage"] = list(dict.fromkeys(coverage))
    only = [values.text(row.get("name")) for row in areas if own_codes(row, "region") and row.get("description")]
    if only:
        flat["serves_places"] = only
    region = values.region_of_town(flat["address.city"]) if flat.get("address.city") else None
    if region and (not coverage or region in coverage):
        flat["region"] = region
    elif len(coverage) == 1 and coverage[0] not in ("QC", "CA"):
        flat["region"] = coverage[0]
    return flat


def _address(places: list[Object]) -> Flat:
    flat: Flat = {}
    addresses = [address for place in places for address in rows(place, "addresses")]
    notes = [row for place in places for row in rows(place, "attributes")]
    if addresses:
        address = addresses[0]
        flat["address.city"] = values.text(address.get("city"))
        flat["address.street"] = values.text(address.get("address_1"))
        if address.get("postal_code"):
            flat["address.postal_code"] = checked("postal_code", values.postal_code, address["postal_code"])
    elif places:
        flat["address.city"] = values.text(places[0].get("name"))
    said = {code for place in places for code in own_codes(place, "location_note")}
    if "confidential" in said:
        flat["address.confidential"] = True
    elif said or any(own_codes(place, "region") for place in places):
        flat["address.confidential"] = False  # one of our exports gives no secret street
    street = [row.get("value") for row in notes if own_codes({"attributes": [row]}, "location_note") == ["street_only"]]
    if street:
        flat["address.street"] = values.text(street[0])
    return flat


def _area(row: Object) -> str | None:
    """Return the code of the region served, by our own word or by its name; None where neither is said."""
    own = own_codes(row, "region")
    name = values.text(row.get("name"))
    return own[0] if own else checked("service_area", values.area, name) if name else None


def _phones(service: Object, owner: Object) -> list[Object]:
    kinds = read_data("import_hsds.yml")["phone_types"]
    found: dict[tuple[str, ...], Object] = {}
    of_all = [row for row in rows(owner, "phones") if row.get("service_id") in (None, "", service.get("id"))]
    for row in rows(service, "phones") or of_all:
        kind = kinds.get(str(row.get("type") or "").casefold())
        if kind is None or not row.get("number"):
            continue
        extension = f" ext. {row['extension']}" if row.get("extension") else ""
        phone = values.phone(
            f"{row['number']}{extension}",
            sms=kind == "sms",
            hours=values.text(row.get("hours")),
            source=values.text(row.get("source")),
            level=values.confidence(row["confidence"]) if row.get("confidence") else None,
        )
        phone |= _own_words(row, phone)
        found.setdefault(phone_key(phone), phone)
    return list(found.values())


def _own_words(row: Object, phone: Object) -> Object:
    """Return what one of our exports says of a number: how it is printed, its hours and its label."""
    labels, said = own_codes(row, "phone_label"), values.text(row.get("description"))
    if not labels or not said:
        return {}
    display, _, hours = said.partition(" · ")
    if _digits(phone["number"])[-7:] not in _digits(display):
        return {"label": labels[0]}
    return {"display": display, "hours": hours or None, "label": labels[0]}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
