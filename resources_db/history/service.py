"""Reads the history and takes changes back, record by record through the same checks as an import."""

from collections import defaultdict
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from resources_db.history import repository
from resources_db.importing import repository as rows_repository
from resources_db.importing.differences import RecordChange, compare, history_row, removal, snapshot
from resources_db.importing.fields import WHOLE, Flat, decode, encode, flatten, unflatten
from resources_db.importing.records import Record
from resources_db.importing.stored import flat_of
from resources_db.importing.writing import write_changes
from resources_db.models import ChangeSet, stable_id

Entry = dict[str, Any]


class UnknownChangeError(LookupError):
    """No act has that id."""


class UndoRefusedError(ValueError):
    """Taking the act back would lose something; `reasons` say what, in French."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


def change_sets(session: Session, *, limit: int = 50) -> list[Entry]:
    """Return the latest acts, newest first: `{id, seq, kind, origin, file, by, at, undone_by, records}`."""
    return repository.change_sets(session, limit=limit)


def changes_in(session: Session, change_set_id: str) -> list[Entry]:
    """Return the field changes of an act; raise UnknownChangeError."""
    if repository.change_set(session, change_set_id) is None:
        raise UnknownChangeError(change_set_id)
    return repository.entries(session, change_set_id=change_set_id)


def record_history(session: Session, slug: str) -> list[Entry]:
    """Return the field changes of a record, oldest first; empty when there is none."""
    return repository.entries(session, owner=stable_id("organization", slug))


def undo(session: Session, change_set_id: str, *, by: str) -> ChangeSet:
    """Restore what the act changed, all of it or nothing; the caller commits.

    Raises UnknownChangeError, UndoRefusedError.
    """
    rows_repository.lock(session)
    act = repository.change_set(session, change_set_id)
    if act is None:
        raise UnknownChangeError(change_set_id)
    if act.undone_by is not None:
        raise UndoRefusedError([f"{act.id} a déjà été annulé (par {act.undone_by})"])
    if act.kind == "undo":
        raise UndoRefusedError([f"{act.id} est une annulation : refaites plutôt l'import ou la correction"])
    by_owner: dict[str, list[Entry]] = defaultdict(list)
    for entry in repository.entries(session, change_set_id=act.id):
        by_owner[entry["owner_id"]].append(entry)
    plan = _Plan(session, by_owner)
    reasons = [*_touched_later(session, act, by_owner), *plan.reasons]
    if reasons:
        raise UndoRefusedError(reasons)
    undoing = rows_repository.add_change_set(session, kind="undo", origin="person", by=by, file=act.id)
    refused = write_changes(session, plan.changes, undoing)
    if refused:
        raise UndoRefusedError([f"{refusal.id} : {refusal.reason}" for refusal in refused])
    rows_repository.log_changes(
        session, [history_row(slug, undoing, "delete", WHOLE, was, "") for slug, was in plan.removed.items()]
    )
    repository.mark_undone(session, act, undoing)
    rows_repository.touch_revision(session, [change.owner for change in plan.changes])
    return undoing


def _touched_later(session: Session, act: ChangeSet, by_owner: dict[str, list[Entry]]) -> list[str]:
    """Say which fields a later act changed; a record that came with this act may not have changed at all."""
    reasons = []
    for later in repository.later_live(session, act):
        mine = {entry["field_name"]: entry for entry in by_owner[later["owner_id"]]}
        if later["field_name"] in mine or WHOLE in mine:
            slug = next(iter(mine.values()))["slug"]
            day = later["at"].date().isoformat()
            reasons.append(f"{slug} : {later['field_name']} a été changé depuis ({later['by']}, {day}, {later['act']})")
    return reasons


class _Plan:
    """The changes that take an act back."""

    def __init__(self, session: Session, by_owner: dict[str, list[Entry]]) -> None:
        self.changes: list[RecordChange] = []
        self.removed: dict[str, str] = {}
        self.reasons: list[str] = []
        stored = rows_repository.stored_rows(session, by_owner)
        for owner, entries in by_owner.items():
            rows = stored.get(owner)
            if rows is None:
                self.reasons.append(f"{owner} : la fiche n'existe plus")
                continue
            self._plan_record(rows["organization"][0]["slug"], rows, entries)

    def _plan_record(self, slug: str, rows: rows_repository.RowsByTable, entries: list[Entry]) -> None:
        now = flat_of(rows["organization"][0], rows)
        if any(entry["field_name"] == WHOLE for entry in entries):
            self.changes.append(removal(slug, rows))
            self.removed[slug] = snapshot(slug, now)
            return
        before = self._restored(slug, now, entries)
        try:
            record = Record.model_validate(unflatten(slug, before))
        except ValidationError as error:
            self.reasons.append(f"{slug} : l'ancienne valeur n'est plus valable ({error.errors()[0]['msg']})")
            return
        self.changes.append(compare(record, now, flatten(record), rows, ref=slug))

    def _restored(self, slug: str, now: Flat, entries: list[Entry]) -> Flat:
        before = dict(now)
        for entry in entries:
            field = entry["field_name"]
            if encode(now[field]) != entry["replacement_value"]:
                self.reasons.append(f"{slug} : {field} n'a plus la valeur que ce changement lui avait donnée")
            before[field] = decode(field, entry["previous_value"])
        return before
