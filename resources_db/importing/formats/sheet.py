"""A row or an object with French names, as ensemblequebec.ca or an organisation gives it."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any

from resources_db.geography import fold
from resources_db.importing.fields import Flat
from resources_db.importing.formats import values
from resources_db.importing.formats.shelters import hide_street
from resources_db.importing.formats.tables import Table
from resources_db.importing.identity import slugify
from resources_db.importing.merging import phone_key
from resources_db.importing.reading import DirectoryFileError, Offer, Reading
from resources_db.importing.report import Refusal

Cells = dict[str, list[Any]]  # field -> what the row says of it, in order
_SIMPLE: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "name_fr": ("name_fr", str),
    "name_en": ("name_en", str),
    "kind": ("kind", lambda v: values.code(v, "kinds")),
    "email": ("email", lambda v: v.removeprefix("mailto:")),
    "website": ("website", values.web_address),
    "chat_url": ("chat_url", values.web_address),
    "street": ("address.street", str),
    "city": ("address.city", str),
    "postal_code": ("address.postal_code", values.postal_code),
    "confidential": ("address.confidential", values.yes_no),
    "region": ("region", values.region),
    "genders": ("clientele.genders", lambda v: values.codes(v, "genders")),
    "groups": ("clientele.groups", lambda v: values.codes(v, "groups")),
    "services": ("services", lambda v: values.codes(v, "services")),
    "coverage": ("coverage", lambda v: [values.area(part) for part in values.split(v)]),
    "min_age": ("clientele.min_age", values.age),
    "max_age": ("clientele.max_age", values.age),
    "specialised": ("specialised_in_exploitation", values.yes_no),
    "summary_fr": ("summary_fr", str),
    "summary_en": ("summary_en", str),
}
_LISTS = ("genders", "groups", "services", "coverage", "languages")


@cache
def _fields() -> dict[str, str]:
    return {fold(name): field for field, names in values.words()["columns"].items() for name in (field, *names)}


def field_of(name: str) -> str | None:
    """Return the field that a column or a key names; `adresse.ville` is its last part."""
    return _fields().get(fold(name)) or _fields().get(fold(name.rsplit(".", 1)[-1]))


def read_table(table: Table, reading: Reading, name: str) -> None:
    """Add the rows of a table to the reading; raise DirectoryFileError without a column of names."""
    fields = [field_of(title) for title in table.header]
    if "name_fr" not in fields and "id" not in fields:
        raise DirectoryFileError(f"{name} : aucune colonne « nom » parmi : {', '.join(table.header)}")
    for title, field in zip(table.header, fields, strict=True):
        if field is None and title:
            reading.warnings.append(f"colonne non reconnue, laissée de côté : {title}")
    for field, titles in _twice(table.header, fields).items():
        names = ", ".join(titles)
        reading.warnings.append(f"plusieurs colonnes pour {field} : {names}; la première qui est remplie compte")
    reading.refused += table.refused
    reading.read += len(table.rows) + len(table.refused)
    for number, row in table.rows:
        pairs = ((field, cell) for field, cell in zip(fields, row, strict=False) if field)
        _read(pairs, f"ligne {number}", reading)


def _twice(header: list[str], fields: list[str | None]) -> dict[str, list[str]]:
    """Return the titles of the columns of a field that takes one value and has several."""
    found: dict[str, list[str]] = {}
    for title, field in zip(header, fields, strict=True):
        if field in _SIMPLE or field == "id":
            found.setdefault(field, []).append(title)
    return {field: titles for field, titles in found.items() if len(titles) > 1}


def read_objects(items: list[Any], reading: Reading) -> None:
    """Add JSON objects to the reading."""
    reading.read += len(items)
    unknown: set[str] = set()
    for at, item in enumerate(items, 1):
        if not isinstance(item, dict):
            reading.refused.append(Refusal(f"fiche {at}", "fiche", "un objet JSON est attendu"))
            continue
        flat = dict(_unnested(item))
        unknown |= {key for key in flat if field_of(key) is None}
        _read(((f, value) for key, value in flat.items() if (f := field_of(key))), f"fiche {at}", reading)
    reading.warnings += [f"clé non reconnue, laissée de côté : {key}" for key in sorted(unknown)]


def _unnested(item: Mapping[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for key, value in item.items():
        if isinstance(value, dict):
            yield from _unnested(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _read(pairs: Iterable[tuple[str, Any]], ref: str, reading: Reading) -> None:
    cells: Cells = {}
    faults: list[Refusal] = []
    for field, value in pairs:
        try:
            blank = values.text(value) is None if not isinstance(value, list) else not value
        except ValueError as error:
            faults.append(Refusal(ref, field, str(error)))
            continue
        if not blank:
            cells.setdefault(field, []).append(value)
    flat = _flat(cells, ref, faults, reading)
    slug = str(cells["id"][0]).strip() if "id" in cells else None
    if not slug and "name_fr" not in flat and not faults:
        faults.append(Refusal(ref, "name_fr", "nom manquant"))
    if slug:
        reading.named.add(slug)
    if faults:
        reading.refused += faults
        reading.named.add(slugify(str(cells.get("name_fr", [""])[0])))
        return
    reading.offers.append(Offer(ref, flat, slug=slug, defaults=defaults(flat)))


def _flat(cells: Cells, ref: str, faults: list[Refusal], reading: Reading) -> Flat:
    flat: Flat = {}

    def put(field: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except (ValueError, AttributeError) as error:
            faults.append(Refusal(ref, field, str(error)))
            return None

    for name, (field, convert) in _SIMPLE.items():
        if name in cells:
            found = put(field, partial(_read_cell, name, convert, cells[name][0]))
            if found is not None:
                flat[field] = found
    if "languages" in cells:
        flat["languages"], unknown = values.known_codes(cells["languages"][0], "languages")
        reading.warnings += [f"{ref} : langue non reconnue, laissée de côté : {word}" for word in unknown]
    flat |= put("sources", lambda: _provenance(cells)) or {}
    flat |= put("phones", lambda: _phones(cells)) or {}
    hide_street(flat, ref, reading.warnings)
    return flat


def _read_cell(name: str, convert: Callable[[Any], Any], cell: Any) -> Any:
    return convert(cell if name in _LISTS else values.text(cell))


def _provenance(cells: Cells) -> Flat:
    source = next(iter(values.split(cells["source"][0])), None) if "source" in cells else None
    if source is None:
        return {"confidence": "low"}
    on = values.day(cells["source_date"][0]) if "source_date" in cells else None
    level = values.confidence(cells["confidence"][0]) if "confidence" in cells else "medium"
    return {"sources": [{"url": source, "what": "fiche", "page_date": on}], "confidence": level}


def _phones(cells: Cells) -> Flat:
    source = cells.get("phone_source") or cells.get("source")
    given = cells.get("phone_confidence")
    about: dict[str, Any] = {
        "hours": values.text(cells["hours"][0]) if "hours" in cells else None,
        "source": next(iter(values.split(source[0])), None) if source else None,
        "level": values.confidence(given[0]) if given else None,
    }
    if not cells.get("phone_source"):
        about["level"] = _at_most_medium(about["level"])
    phones: dict[tuple[str, ...], dict[str, Any]] = {}
    for field, sms in (("phones", False), ("toll_free", False), ("sms", True)):
        for cell in cells.get(field, []):
            for found in _numbers(cell, about, sms=sms):
                phones.setdefault(phone_key(found), found)
    return {"phones": list(phones.values())} if phones else {}


def _at_most_medium(level: str | None) -> str | None:
    """A level said of a number needs that number's own source to be high."""
    return "medium" if level == "high" else level


def _numbers(cell: Any, about: dict[str, Any], *, sms: bool) -> list[dict[str, Any]]:
    if not isinstance(cell, list):
        return [values.phone(part, sms=sms, **about) for part in values.split(str(cell).replace(" / ", ";"))]
    found = []
    for item in cell:
        if not isinstance(item, dict):
            found.append(values.phone(str(item), sms=sms, **about))
            continue
        own = {fold(key): value for key, value in item.items()}
        level, text = own.get("confiance"), own.get("type") in ("sms", "texto")
        details = about | {"hours": own.get("heures") or about["hours"], "source": own.get("source") or about["source"]}
        details["level"] = values.confidence(level) if level else about["level"]
        if not own.get("source"):
            details["level"] = _at_most_medium(details["level"])
        found.append(values.phone(str(own.get("numero") or own.get("number")), sms=text or sms, **details))
    return found


def defaults(flat: Flat) -> Flat:
    """Return what a new record holds where the row says nothing and something may be worked out."""
    city = flat.get("address.city")
    region = flat.get("region") or (values.region_of_town(city) if city else None)
    found: Flat = {"kind": "community", "clientele.genders": ["all"], "region": region}
    if region:
        found["coverage"] = [region]
    if flat.get("coverage") and region not in flat["coverage"] and not set(flat["coverage"]) & {"QC", "CA"}:
        found["region"] = None
    return found
