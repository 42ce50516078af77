"""The words of a row in the language asked for, and what is said of the English ones."""

from collections.abc import Iterable
from typing import Any

from resources_db.hsds.repository import Bundle

Row = dict[str, Any]
TRANSLATED = ("name", "description")


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

    def _translation(self, entity: str, row: Row, field: str) -> Row | None:
        if self.language != "en":
            return None
        own = self._english.get((entity, row["id"], field))
        if own is None and entity == "service" and row[field] == self._organization.get(field):
            return self._english.get(("organization", self._organization["id"], field))
        return own
