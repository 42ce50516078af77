"""Reads HSDS objects: the page that was chosen from the index, written in one language."""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from resources_db.hsds import repository
from resources_db.hsds.attributes import taxonomy_object, term_object
from resources_db.hsds.capacities import read_capacities
from resources_db.hsds.index import NEVER, Entry, read_index
from resources_db.hsds.objects import Writer
from resources_db.hsds.words import translation_object

Object = dict[str, Any]


class Reader:
    """What anyone may read of the directory, in one language; one per request."""

    def __init__(self, session: Session, language: str = "fr") -> None:
        self._session = session
        self._capacities = read_capacities(session)
        self.language = language
        self.index = read_index(session)
        self.modified = self._with_counts(self.index.modified)

    def services(self, entries: Sequence[Entry], *, full: bool) -> list[Object]:
        """Return the services of the entries."""
        return [
            writer.service(writer.row("service", entry.id), full=full) for entry, writer in self._written(entries, full)
        ]

    def organizations(self, entries: Sequence[Entry], *, full: bool, full_services: bool = False) -> list[Object]:
        """Return the organisations of the entries."""
        whole = full or full_services
        return [
            writer.organization(full=whole, full_services=full_services) for _, writer in self._written(entries, whole)
        ]

    def service_at_locations(self, entries: Sequence[Entry], *, full: bool) -> list[Object]:
        """Return the links of services and places of the entries."""
        return [
            writer.at_location(writer.row("service_at_location", entry.id), full=full)
            for entry, writer in self._written(entries, full)
        ]

    def taxonomies(self) -> list[Object]:
        """Return all taxonomies, by name."""
        rows = sorted(self.index.taxonomies.taxonomies.values(), key=lambda row: (row["name"], row["id"]))
        return [taxonomy_object(row, self.language) for row in rows]

    def taxonomy_terms(self) -> list[Object]:
        """Return all terms, by taxonomy and code, with their taxonomy."""
        terms = self.index.taxonomies
        names = {key: row["name"] for key, row in terms.taxonomies.items()}
        rows = sorted(terms.terms.values(), key=lambda row: (names[row["taxonomy_id"]], row["code"], row["id"]))
        return [term_object(terms, row, self.language, detail=True) for row in rows]

    def translations(self, entries: Sequence[Entry]) -> list[Object]:
        """Return the English words of the organisations of the entries and of their services."""
        return [found for _, writer in self._written(entries, full=False) for found in writer.translations()]

    def word_translations(self) -> list[Object]:
        """Return the English words of the taxonomies."""
        shelves = (("taxonomy", self.index.taxonomies.taxonomies), ("taxonomy_term", self.index.taxonomies.terms))
        return [
            translation_object(entity, key, found)
            for entity, rows in shelves
            for key, row in rows.items()
            for found in row["english"].values()
        ]

    def modified_of(self, entry: Entry) -> datetime:
        """Return when the object or anything attached to it last changed, declared places included."""
        return max([entry.modified, *(self.modified.get(key, NEVER) for key in entry.service_ids)])

    def _written(self, entries: Sequence[Entry], full: bool) -> Iterator[tuple[Entry, Writer]]:
        ids = list(dict.fromkeys(entry.organization_id for entry in entries))
        tables = repository.WHOLE if full else repository.BASIC
        bundles = repository.load(self._session, ids, tables=tables)
        for entry in entries:
            if entry.organization_id in bundles:
                yield entry, self._writer(bundles[entry.organization_id])

    def _writer(self, bundle: repository.Bundle) -> Writer:
        return Writer(
            bundle,
            taxonomies=self.index.taxonomies,
            language=self.language,
            capacities=self._capacities,
            modified=self.modified,
        )

    def _with_counts(self, modified: dict[str, datetime]) -> Mapping[str, datetime]:
        counted = {
            key: max([modified.get(key, NEVER), *(said.updated_at for said in counts)])
            for key, counts in self._capacities.items()
        }
        return ChainMap(counted, modified)
