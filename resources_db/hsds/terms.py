"""The taxonomies (data/taxonomies.yml), and the terms that a record's own columns imply."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from resources_db.geography import regions
from resources_db.models import stable_id
from resources_db.vocabulary import read_data, vocabulary

Row = dict[str, Any]
Label = dict[str, str]  # language -> words


@dataclass(frozen=True)
class Term:
    """A word of a taxonomy; `parent` is the code of a wider word of the same taxonomy."""

    code: str
    label: Label
    parent: str | None = None


@dataclass(frozen=True)
class TaxonomyWords:
    """A taxonomy and its terms by code."""

    name: str
    label: Label
    terms: dict[str, Term]


@cache
def taxonomies() -> dict[str, TaxonomyWords]:
    """Return the taxonomies by name."""
    return {name: _taxonomy(name, entry) for name, entry in read_data("taxonomies.yml").items()}


def taxonomy_id(name: str) -> str:
    """Return the id of a taxonomy."""
    return stable_id("taxonomy", name)


def term_id(taxonomy: str, code: str) -> str:
    """Return the id of a term."""
    return stable_id("taxonomy_term", taxonomy, code)


def label(taxonomy: str, code: str, language: str) -> str:
    """Return a term's words in the language."""
    return taxonomies()[taxonomy].terms[code].label[language]


def term_rows() -> dict[str, list[Row]]:
    """Return the rows of all taxonomies, parents before children, with the English words as translations."""
    rows: dict[str, list[Row]] = {"taxonomy": [], "taxonomy_term": [], "translation": []}
    for taxonomy in taxonomies().values():
        key = taxonomy_id(taxonomy.name)
        rows["taxonomy"].append({"id": key, "name": taxonomy.name, "description": taxonomy.label["fr"]})
        rows["translation"].append(_english("taxonomy", key, "description", taxonomy.label["en"]))
        for term in taxonomy.terms.values():
            rows["taxonomy_term"].append(_term_row(taxonomy.name, term))
            rows["translation"].append(
                _english("taxonomy_term", term_id(taxonomy.name, term.code), "name", term.label["en"])
            )
    return rows


def organization_terms(organization: Row) -> list[tuple[str, str]]:
    """Return the (taxonomy, code) pairs that the organisation's columns say."""
    return [("kind", organization["kind"]), ("confidence", organization["confidence"])]


def service_terms(service: Row, *, specialised: bool) -> list[tuple[str, str]]:
    """Return the (taxonomy, code) pairs that the service's columns say."""
    focus = [("focus", "sexual_exploitation")] if specialised else []
    return [("gender", gender) for gender in service["genders"]] + focus


def _taxonomy(name: str, entry: Row) -> TaxonomyWords:
    labels = vocabulary()[entry["words"]] if "words" in entry else entry["terms"]
    terms = {code: Term(code, words) for code, words in labels.items()}
    return TaxonomyWords(name, entry["label"], _with_regions(terms) if name == "region" else terms)


def _with_regions(wide: dict[str, Term]) -> dict[str, Term]:
    found = {code: Term(code, term.label, "CA" if code == "QC" else None) for code, term in sorted(wide.items())}
    for code, region in regions().items():
        found[code] = Term(code, {"fr": region.name_fr, "en": region.name_en}, "QC")
    return found


def _term_row(taxonomy: str, term: Term) -> Row:
    return {
        "id": term_id(taxonomy, term.code),
        "taxonomy_id": taxonomy_id(taxonomy),
        "code": term.code,
        "name": term.label["fr"],
        "description": term.label["fr"],
        "parent_id": None if term.parent is None else term_id(taxonomy, term.parent),
    }


def _english(entity: str, link_id: str, field: str, value: str) -> Row:
    return {
        "id": stable_id("translation", entity, link_id, "en", field),
        "owner_id": None,
        "link_entity": entity,
        "link_id": link_id,
        "language": "en",
        "field": field,
        "value": value,
    }
