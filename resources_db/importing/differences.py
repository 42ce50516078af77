"""The rows to write for a record, worked out from those that are stored."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from resources_db.importing import repository
from resources_db.importing.fields import WHOLE, Flat, encode
from resources_db.importing.records import Record
from resources_db.importing.report import FieldChange
from resources_db.importing.rows import Row, Rows, rows_of
from resources_db.models import ChangeSet, stable_id


@dataclass
class RecordChange:
    """All that changes for one record; nothing does when `is_change` is false."""

    ref: str
    slug: str
    new: bool
    fields: list[FieldChange]
    added: list[tuple[str, Row]] = field(default_factory=list)
    changed: list[tuple[str, Row]] = field(default_factory=list)
    gone: list[tuple[str, str]] = field(default_factory=list)
    record: Record | None = None
    """The record itself, if it is new: its rows are made when they are written."""
    mark: str | None = None
    """By which the next import recognises a new record."""

    @cached_property
    def owner(self) -> str:
        """The organisation's id."""
        return stable_id("organization", self.slug)

    @property
    def is_change(self) -> bool:
        """Say whether a row differs (a row worked out from a field may differ while no field does)."""
        return bool(self.new or self.added or self.changed or self.gone)

    def rows_added(self) -> Rows:
        """Return the rows to insert, by table."""
        if self.record is not None:
            made = rows_of(self.record)
            made["organization"][0]["import_mark"] = self.mark
            return made
        found = defaultdict[str, list[Row]](list)
        for table, row in self.added:
            found[table].append(row)
        return found

    @property
    def is_loss(self) -> bool:
        """Say whether a record that visitors could use is retired, or loses its last number."""
        after = {change.field: change for change in self.fields}
        retired = "status" in after and after["status"].before == "active"
        return retired or ("phones" in after and not after["phones"].after)

    def log(self, act: ChangeSet) -> list[dict[str, Any]]:
        """Return the history rows of this change."""
        if self.new:
            return [history_row(self.slug, act, "create", WHOLE, "", "")]
        return [
            history_row(self.slug, act, "update", change.field, encode(change.before), encode(change.after))
            for change in self.fields
        ]


def compare(record: Record, before: Flat | None, after: Flat, stored: repository.RowsByTable, *, ref: str
            ) -> RecordChange:  # fmt: skip
    """Return what must be written so that the stored rows become the record's."""
    if before is None:
        return RecordChange(ref, record.id, True, [], record=record)
    changes = [FieldChange(n, before[n], value) for n, value in after.items() if before[n] != value]
    found = RecordChange(ref, record.id, False, changes)
    for table, rows in rows_of(record).items():
        known = {row["id"]: row for row in stored.get(table, ())}
        for row in rows:
            old = known.pop(row["id"], None)
            if old is None:
                found.added.append((table, row))
            elif not row.items() <= old.items():
                found.changed.append((table, row))
        found.gone += [(table, row_id) for row_id in known]
    if found.is_change:
        modified = {"last_modified": datetime.now(UTC)}
        found.changed += [("service", {"id": row["id"]} | modified) for row in stored["service"]]
    return found


def removal(slug: str, stored: repository.RowsByTable) -> RecordChange:
    """Return the change that takes the whole record away (its other rows follow it)."""
    found = RecordChange(slug, slug, new=False, fields=[])
    found.gone = [("organization", row["id"]) for row in stored["organization"]]
    return found


def history_row(slug: str, act: ChangeSet, action: str, field_name: str, before: str, after: str) -> dict[str, Any]:
    """Return one `metadata` row."""
    owner = stable_id("organization", slug)
    at: datetime = act.at
    return {
        "id": str(uuid4()),
        "owner_id": owner,
        "resource_id": owner,
        "resource_type": "organization",
        "last_action_date": at,
        "last_action_type": action,
        "field_name": field_name,
        "previous_value": before,
        "replacement_value": after,
        "updated_by": act.by,
        "change_set_id": act.id,
    }


def snapshot(slug: str, flat: Flat) -> str:
    """Return a record that is about to go, as history keeps it."""
    return json.dumps({"id": slug, **flat}, ensure_ascii=False, sort_keys=True)
