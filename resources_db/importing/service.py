"""Loads the directory file: valid records go in, the others are refused with a reason."""

import json
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from resources_db.geography import DATA
from resources_db.hsds.terms import term_rows
from resources_db.importing import repository
from resources_db.importing.records import Record
from resources_db.importing.report import ImportReport, Refusal
from resources_db.importing.rows import Row, rows_of
from resources_db.models import stable_id

DEFAULT_FILE = DATA / "organizations.json"
NOT_REVIEWED = {"reviewed_by": None, "reviewed_at": None}


class DirectoryFileError(ValueError):
    """The file itself cannot be read as a list of records."""


def import_file(session: Session, *, path: Path = DEFAULT_FILE) -> ImportReport:
    """Load a file of records; the caller commits. Raises DirectoryFileError when it is not a JSON list."""
    try:
        items = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DirectoryFileError(f"{path}: {error}") from error
    if not isinstance(items, list):
        raise DirectoryFileError(f"{path}: a list of records was expected")
    return import_records(session, items=items)


def import_records(session: Session, *, items: list[Any]) -> ImportReport:
    """Load records given as plain data; a second run with the same ones reports no change."""
    started = perf_counter()
    report = ImportReport(read=len(items))
    records = _valid(items, report)
    changes = _Changes(repository.stored_rows(session))
    changes.compare_shared(term_rows())
    for record in records:
        changes.compare(record, report)
    changes.write(session)
    named = {item.get("id") for item in items if isinstance(item, dict)}
    report.missing = sorted(repository.slugs(session) - named)
    report.seconds = round(perf_counter() - started, 3)
    return report


def _valid(items: list[Any], report: ImportReport) -> list[Record]:
    found: dict[str, Record] = {}
    for at, item in enumerate(items):
        name = str(item.get("id")) if isinstance(item, dict) and item.get("id") else f"#{at}"
        try:
            record = Record.model_validate(item)
        except ValidationError as error:
            for fault in error.errors():
                field = ".".join(str(part) for part in fault["loc"]) or "record"
                report.refused.append(Refusal(name, field, fault["msg"]))
            continue
        if record.id in found:
            report.refused.append(Refusal(name, "id", "used twice in the file; the first one is kept"))
            continue
        found[record.id] = record
    return list(found.values())


class _Changes:
    """Collects the differences between the file and the database."""

    def __init__(self, stored: repository.Stored) -> None:
        self._stored = stored
        self._added: dict[str, list[Row]] = defaultdict(list)
        self._changed: dict[str, list[Row]] = defaultdict(list)
        self._gone: dict[str, list[str]] = defaultdict(list)
        self._log: list[dict[str, Any]] = []
        self._owned: dict[str, dict[str, set[str]]] = {name: self._by_owner(stored[name]) for name in repository.OWNED}

    @staticmethod
    def _by_owner(rows: dict[str, Row]) -> dict[str, set[str]]:
        owned: dict[str, set[str]] = defaultdict(set)
        for row in rows.values():
            owned[row["owner_id"]].add(row["id"])
        return owned

    def compare(self, record: Record, report: ImportReport) -> None:
        rows = rows_of(record)
        owner = rows["organization"][0]["id"]
        known = owner in self._stored["organization"]
        differs = [self._compare_rows(name, items, owner) for name, items in rows.items()]
        for name in repository.OWNED:
            gone = self._owned[name][owner] - {row["id"] for row in rows[name]}
            self._gone[name] += sorted(gone)
            differs.append(bool(gone))
            for row_id in gone:
                self._note(name, owner, self._stored[name][row_id], {}, "delete")
        if not known:
            report.added.append(record.id)
        elif any(differs):
            report.updated.append(record.id)
            modified = {"last_modified": datetime.now(UTC)}
            self._changed["service"] += [{"id": row["id"]} | modified for row in rows["service"]]
        else:
            report.unchanged += 1

    def compare_shared(self, rows: dict[str, list[Row]]) -> None:
        for name, items in rows.items():
            self._compare_rows(name, items, None)

    def _compare_rows(self, name: str, items: list[Row], owner: str | None) -> bool:
        differs = False
        for row in items:
            before = self._stored[name].get(row["id"])
            if before is None:
                self._added[name].append(row)
            elif any(before[column] != value for column, value in row.items()):
                self._changed[name].append(row | NOT_REVIEWED if name == "translation" else row)
                self._note(name, owner, before, row, "update")
            else:
                continue
            differs = True
        return differs

    def _note(self, name: str, owner: str | None, before: Row, after: Row, action: str) -> None:
        if owner is None:
            return
        compared = [column for column in before if column not in ("id", "owner_id")]
        columns = [c for c in compared if action == "delete" or before[c] != after.get(c)]
        self._log += [
            {
                "id": stable_id("metadata", before["id"], column, datetime.now(UTC).isoformat()),
                "owner_id": owner,
                "resource_id": before["id"],
                "resource_type": name,
                "last_action_date": datetime.now(UTC),
                "last_action_type": action,
                "field_name": column,
                "previous_value": "" if before[column] is None else str(before[column]),
                "replacement_value": "" if after.get(column) is None else str(after[column]),
                "updated_by": "directory import",
            }
            for column in columns
        ]

    def write(self, session: Session) -> None:
        if not (any(self._added.values()) or any(self._changed.values()) or any(self._gone.values())):
            return
        repository.write(session, added=self._added, changed=self._changed, gone=self._gone)
        repository.log_changes(session, self._log)
        repository.touch_revision(session)
