"""Imports what a reader read: differences first, then one transaction in which a bad record is left out alone."""

from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from resources_db.collecting import collector_paused
from resources_db.geography import DATA
from resources_db.importing import repository
from resources_db.importing.differences import RecordChange, compare
from resources_db.importing.fields import EMPTY, Flat, flatten, unflatten
from resources_db.importing.formats import read_file, read_records
from resources_db.importing.identity import Identities
from resources_db.importing.merging import Merge
from resources_db.importing.reading import Offer, Reading
from resources_db.importing.records import Record
from resources_db.importing.report import ImportReport, Refusal
from resources_db.importing.stored import flat_of
from resources_db.importing.terms import write_terms
from resources_db.importing.writing import write_changes
from resources_db.models import stable_id

DEFAULT_FILE = DATA / "organizations.json"
PROGRAM = "repère"


def import_file(
    session: Session, *, path: Path = DEFAULT_FILE, format_: str = "auto", dry_run: bool = False, by: str = PROGRAM
) -> ImportReport:
    """Import a file; the caller commits. Raises DirectoryFileError when it cannot be read as records."""
    with collector_paused():
        return import_reading(session, read_file(path, format_), file=path.name, dry_run=dry_run, by=by)


def import_records(session: Session, *, items: list[Any], by: str = PROGRAM) -> ImportReport:
    """Import records of the directory's own shape given as plain data."""
    with collector_paused():
        return import_reading(session, read_records(items), by=by)


def import_reading(
    session: Session, reading: Reading, *, file: str | None = None, dry_run: bool = False, by: str = PROGRAM
) -> ImportReport:
    """Import what was read; a second run with the same changes nothing. A dry run writes nothing."""
    started = perf_counter()
    report = ImportReport(
        read=reading.read, refused=list(reading.refused), warnings=reading.warnings, format=reading.format,
        dry_run=dry_run,
    )  # fmt: skip
    if not dry_run:
        repository.lock(session)
    changes = _plan(session, reading, report)
    if not dry_run:
        changes = _write(session, changes, report, origin=reading.format, file=file, by=by)
    for change in changes:
        (report.added if change.new else report.updated).append(change.slug)
        if change.fields:
            report.differences[change.slug] = change.fields
    report.seconds = round(perf_counter() - started, 3)
    return report


def _plan(session: Session, reading: Reading, report: ImportReport) -> list[RecordChange]:
    identities = Identities(repository.names(session))
    offers = identities.resolve(reading.offers, report.refused, whole=reading.whole)
    owners = {slug: stable_id("organization", slug) for slug in offers}
    stored = repository.stored_rows(session, owners.values())
    last = _by_owner(repository.last_changes(session, stored))
    changes = []
    for slug, offer in offers.items():
        rows = stored.get(owners[slug], {})
        before = flat_of(rows["organization"][0], rows) if rows else None
        change = _change(slug, offer, before, rows, last.get(owners[slug], {}), reading, report)
        if change is not None and change.is_change:
            changes.append(change)
        elif change is not None:
            report.unchanged += 1
    if reading.complete:
        report.missing = sorted(identities.slugs - set(offers) - reading.named)
    return changes


def _change(slug: str, offer: Offer, before: Flat | None, rows: repository.RowsByTable, last: dict[str, Any],
            reading: Reading, report: ImportReport) -> RecordChange | None:  # fmt: skip
    if before is None:
        after = offer.flat if offer.record else EMPTY | offer.defaults | offer.flat
    else:
        merge = Merge(slug, before, offer.flat, last, reading.whole, reading.format)
        after = merge.result()
        report.kept += merge.kept
    if offer.record is not None and after == offer.flat:
        return compare(offer.record, before, after, rows, ref=offer.ref)
    try:
        record = Record.model_validate(unflatten(slug, after))
    except ValidationError as error:
        report.refused += faults(offer.ref, error)
        return None
    return compare(record, before, flatten(record), rows, ref=offer.ref)


def faults(ref: str, error: ValidationError) -> list[Refusal]:
    """Return one refusal per field at fault."""
    return [
        Refusal(ref, ".".join(str(part) for part in fault["loc"]) or "record", fault["msg"])
        for fault in error.errors(include_url=False)
    ]


def _write(session: Session, changes: list[RecordChange], report: ImportReport, *, origin: str, file: str | None,
           by: str) -> list[RecordChange]:  # fmt: skip
    terms = write_terms(session)
    if changes:
        act = repository.add_change_set(session, kind="import", origin=origin, file=file, by=by)
        refused = write_changes(session, changes, act)
        report.refused += refused
        bad = {refusal.id for refusal in refused}
        changes = [change for change in changes if change.ref not in bad]
        report.change_set = act.id
    if changes or terms:
        repository.touch_revision(session, None if terms else [change.owner for change in changes])
    return changes


def _by_owner(last: repository.Last) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for (owner, field), change in last.items():
        found.setdefault(owner, {})[field] = change
    return found
