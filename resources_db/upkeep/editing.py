"""What editors do to a record: verify, correct, translate, retire. Each act is one change set, with its history."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from resources_db.importing import repository
from resources_db.importing.differences import compare
from resources_db.importing.faults import faults
from resources_db.importing.fields import Flat, flatten, unflatten
from resources_db.importing.merging import TEAM_CHECK
from resources_db.importing.records import Record
from resources_db.importing.report import Refusal
from resources_db.importing.stored import flat_of
from resources_db.importing.writing import write_changes
from resources_db.models import ChangeSet, stable_id
from resources_db.vocabulary import vocabulary

Edit = Callable[[Flat], Flat]
VISIBLE = ("high", "medium")


class UnknownRecordError(LookupError):
    """No record has that id."""


class StaleRecordError(ValueError):
    """Somebody else changed the record since it was read."""


class InvalidEditError(ValueError):
    """The record would not be valid; `faults` say which field and why."""

    def __init__(self, found: list[Refusal]) -> None:
        super().__init__("; ".join(f"{fault.field} : {fault.reason}" for fault in found))
        self.faults = found


def read_record(session: Session, slug: str) -> tuple[Record, str]:
    """Return the whole record, low numbers included, and its version; raise UnknownRecordError."""
    flat, _rows = _stored(session, slug)
    return Record.model_validate(unflatten(slug, flat)), version_of(flat)


def version_of(flat: Flat) -> str:
    """Return a mark that changes with the record."""
    return sha256(repr(sorted(flat.items())).encode()).hexdigest()[:16]


def verify(session: Session, slug: str, *, by: str, version: str, url: str | None = None, today: date | None = None
           ) -> ChangeSet | None:  # fmt: skip
    """Say that a person checked the whole record today, on the page `url` if there is one."""
    on = (today or datetime.now(UTC).date()).isoformat()

    def edit(flat: Flat) -> Flat:
        others = [source for source in flat["sources"] if source["what"] != TEAM_CHECK]
        checked = {"url": url, "what": TEAM_CHECK, "page_date": on}
        return {"sources": [*others, checked]}

    return _edit(session, slug, edit, kind="verification", by=by, version=version)


def correct(session: Session, slug: str, fields: Flat, *, by: str, version: str) -> ChangeSet | None:
    """Put these fields in place; a number is shown to visitors only with its source."""
    found = [
        Refusal(slug, f"phones.{at}.source", "un numéro montré au public doit dire où il a été vu")
        for at, phone in enumerate(fields.get("phones", ()))
        if phone["confidence"] in VISIBLE and not phone["source"]
    ]
    if found:
        raise InvalidEditError(found)

    def edit(flat: Flat) -> Flat:
        changed = any(fields.get(name, flat[name]) != flat[name] for name in ("name_en", "summary_en"))
        return fields | ({"english_review": None} if changed else {})

    return _edit(session, slug, edit, kind="correction", by=by, version=version)


def translate(session: Session, slug: str, *, name: str | None, summary: str | None, by: str, version: str,
              today: date | None = None) -> ChangeSet | None:  # fmt: skip
    """Put English words in place and mark them reviewed by this person; no words, no mark."""
    on = (today or datetime.now(UTC).date()).isoformat()
    review = {"by": by, "on": on} if name or summary else None

    def edit(_flat: Flat) -> Flat:
        return {"name_en": name, "summary_en": summary, "english_review": review}

    return _edit(session, slug, edit, kind="translation", by=by, version=version)


def retire(session: Session, slug: str, *, by: str, version: str, back: bool = False) -> ChangeSet | None:
    """Stop showing the record to anyone but editors (or show it again when `back`)."""
    status = "active" if back else "inactive"
    return _edit(session, slug, lambda _flat: {"status": status}, kind="retirement", by=by, version=version)


def _edit(session: Session, slug: str, edit: Edit, *, kind: str, by: str, version: str) -> ChangeSet | None:
    """Apply an edit; None when it changes nothing. Raises UnknownRecordError, StaleRecordError, InvalidEditError."""
    repository.lock(session)
    before, rows = _stored(session, slug)
    if version != version_of(before):
        raise StaleRecordError(slug)
    try:
        record = Record.model_validate(unflatten(slug, before | edit(before)))
    except ValidationError as error:
        raise InvalidEditError(faults(slug, error)) from error
    change = compare(record, before, flatten(record), rows, ref=slug)
    if not change.fields:
        return None
    act = repository.add_change_set(session, kind=kind, origin="person", by=by)
    refused = write_changes(session, [change], act)
    if refused:
        raise InvalidEditError(refused)
    repository.touch_revision(session, [change.owner])
    return act


def _stored(session: Session, slug: str) -> tuple[Flat, repository.RowsByTable]:
    owner = stable_id("organization", slug)
    rows: dict[str, Any] | None = repository.stored_rows(session, [owner]).get(owner)
    if rows is None:
        raise UnknownRecordError(slug)
    return flat_of(rows["organization"][0], rows), rows


def choices() -> dict[str, list[str]]:
    """Return the closed lists that an editor picks from."""
    return {name: list(vocabulary()[name]) for name in ("kinds", "services", "groups", "languages", "genders")}
