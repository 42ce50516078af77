"""The words of a row in the language asked for, and what is said of the English ones."""

from collections.abc import Iterable
from typing import Any

from resources_db.hsds.repository import Bundle
from resources_db.models import stable_id

Row = dict[str, Any]
TRANSLATED = ("name", "description")


def translation_object(entity: str, link_id: str, translation: Row) -> Row:
    """Return the English words of an object's field as an export gives them."""
    return {
        "id": stable_id("translation_of", link_id, translation["field"]),
        "link_entity": entity,
        "link_id": link_id,
        "language": "en",
        "field": translation["field"],
        "value": translation["value"],
        "reviewed": translation["reviewed_at"] is not None,
    }


class Words:
    """The texts of one organisation's rows in one language; French stands in where there is no English."""

    def __init__(self, bundle: Bundle, language: str) -> None:
        self._organization = bundle.organization
        self._english = {(t["link_entity"], t["link_id"], t["field"]): t for t in bundle.rows["translation"]}
        self.language = language

    def text(self, entity: str, row: Row, field: str) -> str | None:
        """Return the field's words."""
        found = self._translation(entity, row, field)
        value: str | None = row[field] if found is None else found["value"]
        return value

    def states(self, entity: str, row: Row, fields: Iterable[str] = TRANSLATED) -> dict[str, list[str]]:
        """Return the fields by state of their English text (unreviewed, reviewed, missing); nothing in French."""
        found: dict[str, list[str]] = {}
        for name in fields if self.language == "en" else ():
            if row.get(name):
                found.setdefault(self._state(entity, row, name), []).append(name)
        return found

    def _state(self, entity: str, row: Row, field: str) -> str:
        translation = self._translation(entity, row, field)
        if translation is None:
            return "missing"
        return "unreviewed" if translation["reviewed_at"] is None else "reviewed"

    def translations(self, entity: str, row: Row) -> list[Row]:
        """Return the English words of a row, whatever the language asked for."""
        found = [self._english_of(entity, row, field) for field in row]
        return [translation_object(entity, row["id"], translation) for translation in found if translation is not None]

    def _translation(self, entity: str, row: Row, field: str) -> Row | None:
        return self._english_of(entity, row, field) if self.language == "en" else None

    def _english_of(self, entity: str, row: Row, field: str) -> Row | None:
        own = self._english.get((entity, row["id"], field))
        if own is None and entity == "service" and row[field] == self._organization.get(field):
            return self._english.get(("organization", self._organization["id"], field))
        return own
