"""One compiled HSDS service as an offer. Nothing says who saw these facts: they come in `low` unless a source does."""

from typing import Any

from resources_db.importing.fields import Flat
from resources_db.importing.formats import values
from resources_db.importing.formats.sheet import defaults
from resources_db.importing.formats.shelters import hide_street
from resources_db.importing.merging import phone_key
from resources_db.importing.reading import Offer, Reading
from resources_db.importing.report import Refusal
from resources_db.vocabulary import read_data

Object = dict[str, Any]
_TAXONOMIES = {"services": "services", "groups": "clientele.groups"}


def read_service(service: Object, reading: Reading, ref: str, *, alone: bool) -> None:
    """Add the service to the reading, or a refusal for the first thing wrong with it."""
    try:
        flat = _flat(service, reading, ref, alone=alone)
    except ValueError as error:
        reading.refused.append(Refusal(ref, *_fault(error)))
        return
    hide_street(flat, ref, reading.warnings)
    key = str(service.get("id") or "")
    reading.offers.append(Offer(ref, flat, key=key or None, defaults=defaults(flat)))


class _FieldError(ValueError):
    def __init__(self, field: str, error: Exception) -> None:
        super().__init__(str(error))
        self.field = field


def _fault(error: ValueError) -> tuple[str, str]:
    return (error.field if isinstance(error, _FieldError) else "service"), str(error)


def _flat(service: Object, reading: Reading, ref: str, *, alone: bool) -> Flat:
    owner = service.get("organization") or {}
    name, own = values.text(owner.get("name")), values.text(service.get("name"))
    if not (name or own):
        raise _FieldError("name", ValueError("nom manquant"))
    flat: Flat = {"name_fr": own if name in (None, own) else name if alone or not own else f"{name} – {own}"}
    texts = {
        "summary_fr": service.get("description") or owner.get("description"),
        "email": service.get("email") or owner.get("email"),
        "website": service.get("url") or owner.get("website"),
    }
    flat |= {field: found for field, value in texts.items() if (found := values.text(value))}
    for field, column in (("clientele.min_age", "minimum_age"), ("clientele.max_age", "maximum_age")):
        if service.get(column) not in (None, ""):
            flat[field] = _checked(field, lambda column=column: values.age(service[column]))
    flat |= _place(service)
    flat |= _words(service)
    flat["phones"] = _checked("phones", lambda: _phones(service, owner))
    spoken = [row.get("code") or row.get("name") for row in service.get("languages") or ()]
    codes, unknown = values.known_codes([word for word in spoken if word], "languages")
    reading.warnings += [f"{ref} : langue non reconnue, laissée de côté : {word}" for word in unknown]
    if codes:
        flat["languages"] = codes
    source = values.text(service.get("source"))
    flat["confidence"] = values.confidence(service.get("confidence") or "medium") if source else "low"
    if source:
        flat["sources"] = [{"url": source, "what": "HSDS", "page_date": None}]
    if str(service.get("status") or "") not in read_data("import_hsds.yml")["active"]:
        flat["status"] = "inactive"
    return {field: value for field, value in flat.items() if value not in ([], None)}


def _checked(field: str, read: Any) -> Any:
    try:
        return read()
    except ValueError as error:
        raise _FieldError(field, error) from error


def _place(service: Object) -> Flat:
    at = [row.get("location") for row in service.get("service_at_locations") or ()]
    addresses = [address for location in at if location for address in location.get("addresses") or ()]
    flat: Flat = {}
    if addresses:
        address = addresses[0]
        flat["address.city"] = values.text(address.get("city"))
        flat["address.street"] = values.text(address.get("address_1"))
        if address.get("postal_code"):
            flat["address.postal_code"] = _checked("postal_code", lambda: values.postal_code(address["postal_code"]))
    elif at and at[0]:
        flat["address.city"] = values.text(at[0].get("name"))
    areas = [values.text(row.get("name")) for row in service.get("service_areas") or ()]
    coverage = [_checked("service_area", lambda area=area: values.area(area)) for area in areas if area]
    if coverage:
        flat["coverage"] = list(dict.fromkeys(coverage))
    region = values.region_of_town(flat["address.city"]) if flat.get("address.city") else None
    if region and (not coverage or region in coverage):
        flat["region"] = region
    elif len(coverage) == 1 and coverage[0] not in ("QC", "CA"):
        flat["region"] = coverage[0]
    return flat


def _words(service: Object) -> Flat:
    """Words of our taxonomies; those of others are left out, and a service without any is refused by the record."""
    flat: Flat = {}
    rows = [*(service.get("attributes") or ()), *((service.get("organization") or {}).get("attributes") or ())]
    for name, field in _TAXONOMIES.items():
        found: list[str] = []
        for row in rows:
            term = row.get("taxonomy_term") or {}
            said = [term.get("code"), term.get("name"), row.get("value"), row.get("label")]
            found += next((codes for word in said if word and (codes := values.known_codes([word], name)[0])), [])
        if found:
            flat[field] = list(dict.fromkeys(found))
    return flat


def _phones(service: Object, owner: Object) -> list[Object]:
    kinds = read_data("import_hsds.yml")["phone_types"]
    found: dict[tuple[str, ...], Object] = {}
    for row in service.get("phones") or owner.get("phones") or ():
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
        found.setdefault(phone_key(phone), phone)
    return list(found.values())
