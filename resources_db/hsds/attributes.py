"""HSDS attributes and taxonomy terms."""

from collections.abc import Iterable
from typing import Any

from resources_db.hsds.index import Taxonomies
from resources_db.hsds.terms import term_id
from resources_db.models import stable_id

Object = dict[str, Any]


def known(**fields: Any) -> Object:
    """Return the fields that hold something: what is not known is left out, never filled in."""
    return {name: value for name, value in fields.items() if value is not None and value != []}


def taxonomy_object(row: Object, language: str) -> Object:
    """Return an HSDS taxonomy."""
    return known(id=row["id"], name=row["name"], description=_words(row, "description", language))


def term_object(taxonomies: Taxonomies, row: Object, language: str, *, detail: bool = False) -> Object:
    """Return an HSDS taxonomy term, with its taxonomy when `detail`."""
    taxonomy = taxonomies.taxonomies[row["taxonomy_id"]]
    name = _words(row, "name", language)
    return known(
        id=row["id"],
        code=row["code"],
        name=name,
        description=name if row["description"] == row["name"] else _words(row, "description", language),
        parent_id=row["parent_id"],
        taxonomy=taxonomy["name"],
        taxonomy_id=row["taxonomy_id"],
        taxonomy_detail=taxonomy_object(taxonomy, language) if detail else None,
        language="en" if language == "en" and "name" in row["english"] else "fr",
    )


def _words(row: Object, field: str, language: str) -> str:
    english = row["english"].get(field) if language == "en" else None
    words: str = row[field] if english is None else english["value"]
    return words


class Attributes:
    """Writes attributes in one language."""

    def __init__(self, taxonomies: Taxonomies, language: str) -> None:
        self._taxonomies = taxonomies
        self._language = language

    def implied(self, entity: str, link_id: str, pairs: Iterable[tuple[str, str]]) -> list[Object]:
        """Return an attribute for each (taxonomy, code)."""
        return [self.one(entity, link_id, taxonomy, code) for taxonomy, code in pairs]

    def one(self, entity: str, link_id: str, taxonomy: str, code: str, *, value: str | None = None,
            label: str | None = None, key: str = "") -> Object:  # fmt: skip
        """Return one attribute; `key` tells apart those of one term on one object."""
        return self._write(
            {
                "id": stable_id("attribute", link_id, taxonomy, code, key),
                "link_id": link_id,
                "link_entity": entity,
                "link_type": taxonomy,
                "taxonomy_term_id": term_id(taxonomy, code),
                "value": value or code,
            },
            label,
        )

    def stored(self, rows: Iterable[Object]) -> list[Object]:
        """Return the attributes that the directory holds as such."""
        names = ("id", "link_id", "link_entity", "link_type", "taxonomy_term_id", "value")
        return [self._write({name: row[name] for name in names}, None) for row in rows]

    def states(self, entity: str, link_id: str, states: dict[str, list[str]]) -> list[Object]:
        """Return an attribute for each state of the English text, its value the fields concerned."""
        return [
            self.one(entity, link_id, "translation", state, value=",".join(fields)) for state, fields in states.items()
        ]

    def _write(self, attribute: Object, label: str | None) -> Object:
        row = self._taxonomies.terms.get(attribute["taxonomy_term_id"])
        term = None if row is None else term_object(self._taxonomies, row, self._language)
        return known(**attribute, label=label or (term["name"] if term else None), taxonomy_term=term)
