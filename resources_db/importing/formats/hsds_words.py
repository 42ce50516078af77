"""The words that HSDS attributes say: those of our own taxonomies by their terms, those of others by their names."""

import re
from functools import cache
from typing import Any

from resources_db.hsds.terms import label, taxonomies, term_id
from resources_db.importing.fields import Flat
from resources_db.importing.formats import values
from resources_db.importing.formats.hsds_parts import one, rows

Object = dict[str, Any]
_LABELLED = re.compile(r"(.*) \(([^()]*\d{4}[^()]*)\)", re.DOTALL)  # what was seen there (when)
_FIELDS = {"service": ("services", "services"), "audience": ("groups", "clientele.groups")}


@cache
def _ours() -> dict[str, tuple[str, str]]:
    """Term id → (taxonomy, code)."""
    return {term_id(name, code): (name, code) for name, words in taxonomies().items() for code in words.terms}


def own_codes(item: Object, taxonomy: str) -> list[str]:
    """Return the codes of one of our taxonomies that the object's attributes say."""
    return [found[1] for row in rows(item, "attributes") if (found := _own(row)) is not None and found[0] == taxonomy]


def read_words(service: Object, owner: Object) -> tuple[Flat, int]:
    """Return the fields that attributes say, and how many attributes say nothing that we know."""
    flat: Flat = {}
    unknown = 0
    for row in (*rows(service, "attributes"), *rows(owner, "attributes")):
        said = _said(row)
        unknown += not said
        for taxonomy, code in said:
            if taxonomy in _FIELDS:
                known = flat.setdefault(_FIELDS[taxonomy][1], [])
                known += [] if code in known else [code]
    flat |= _first("kind", own_codes(owner, "kind")) | _first("region", _regions(service))
    if genders := own_codes(service, "gender"):
        flat["clientele.genders"] = genders
    if own_codes(owner, "kind"):  # ours: what it does not say is not so
        flat["specialised_in_exploitation"] = bool(own_codes(service, "focus"))
    return flat, unknown


def read_sources(service: Object) -> list[Object]:
    """Return the pages that the service names as where it was seen."""
    column = values.text(service.get("source"))
    found = [{"url": column, "what": "HSDS", "page_date": None}] if column else []
    for row in rows(service, "attributes"):
        if _own(row) == ("provenance", "source") and row.get("value"):
            said = values.text(row.get("label")) or "HSDS"
            parts = _LABELLED.fullmatch(said)
            what, date = parts.groups() if parts else (said, None)
            found.append({"url": values.text(row["value"]), "what": what, "page_date": date})
    return found


def eligibility_words(flat: Flat) -> set[str]:
    """Return what an export makes of these genders and audiences, in each language: it adds nothing to them."""
    pairs = [("gender", code) for code in flat.get("clientele.genders", ())]
    pairs += [("audience", code) for code in flat.get("clientele.groups", ())]
    return {"; ".join(label(*pair, language) for pair in pairs) for language in ("fr", "en")}


def _own(row: Object) -> tuple[str, str] | None:
    return _ours().get(str(row.get("taxonomy_term_id") or one(row, "taxonomy_term").get("id")))


def _said(row: Object) -> list[tuple[str, str]]:
    """Return the (taxonomy, code) pairs of an attribute; a word of another taxonomy may be one of ours by its name."""
    own = _own(row)
    if own is not None:
        return [own]
    term = one(row, "taxonomy_term")
    said = [str(word) for word in (term.get("code"), term.get("name"), row.get("value"), row.get("label")) if word]
    found = []
    for taxonomy, (name, _field) in _FIELDS.items():
        known = next((codes for word in said if (codes := values.known_codes([word], name)[0])), [])
        found += [(taxonomy, code) for code in known]
    return found


def _regions(service: Object) -> list[str]:
    return [c for at in rows(service, "service_at_locations") for c in own_codes(one(at, "location"), "region")]


def _first(field: str, codes: list[str]) -> Flat:
    return {field: codes[0]} if codes else {}
