"""Imports what a reader read: differences first, then one transaction in which a bad record is left out alone."""

from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from resources_db.collecting import collector_paused
from resources_db.importing import repository
from resources_db.importing.details import NO_DETAILS
from resources_db.importing.differences import RecordChange, compare
from resources_db.importing.faults import faults
from resources_db.importing.fields import EMPTY, flatten, unflatten
from resources_db.importing.formats import read_file, read_records
from resources_db.importing.identity import Identities
from resources_db.importing.marks import mark_of, said_by
from resources_db.importing.merging import Merge
from resources_db.importing.reading import DirectoryFileError, Offer, Reading
from resources_db.importing.records import Record
from resources_db.importing.report import ImportReport
from resources_db.importing.stored import flat_of
from resources_db.importing.terms import write_terms
from resources_db.importing.writing import write_changes
from resources_db.models import stable_id
from resources_db.vocabulary import DATA

DEFAULT_FILE = DATA / "organizations.json"
PROGRAM = "repère"
COMPARED = 500  # records read from the database and compared at a time
FEW_LOSSES, LOSSES_SHARE = 10, 0.1
"""A file that takes away more records than these is held back until a person says that it is meant."""


@dataclass
class _Plan:
    """What is to be written: changes of records, and marks of stored records."""

    changes: list[RecordChange] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    """Digests of new records, by slug."""
    marks: dict[str, str | None] = field(default_factory=dict)


class MassLossError(DirectoryFileError):
    """The file would take away so much that it is more likely damaged than meant."""


def import_file(
    session: Session, *, path: Path = DEFAULT_FILE, format_: str = "auto", dry_run: bool = False, by: str = PROGRAM,
    losses: bool = False,
) -> ImportReport:  # fmt: skip
    """Import a file; the caller commits. Raises DirectoryFileError when it cannot be read as records.

    Raises MassLossError before it writes anything, when many records would go and `losses` does not allow it.
    """
    with collector_paused():
        reading = read_file(path, format_)
        return import_reading(session, reading, file=path.name, dry_run=dry_run, by=by, losses=losses)


def import_records(session: Session, *, items: list[Any], by: str = PROGRAM) -> ImportReport:
    """Import records of the directory's own shape given as plain data."""
    with collector_paused():
        return import_reading(session, read_records(items), by=by)


def import_reading(
    session: Session, reading: Reading, *, file: str | None = None, dry_run: bool = False, by: str = PROGRAM,
    losses: bool = False,
) -> ImportReport:  # fmt: skip
    """Import what was read; a second run with the same changes nothing. A dry run writes nothing."""
    started = perf_counter()
    report = ImportReport(
        read=reading.read, refused=list(reading.refused), warnings=reading.warnings, format=reading.format,
        dry_run=dry_run,
    )  # fmt: skip
    if not dry_run:
        repository.lock(session)
    plan = _plan(session, reading, report)
    changes = plan.changes
    if reading.read == 0:
        report.warnings.append("aucune fiche dans le fichier")
    _check_losses(session, changes, report, allowed=dry_run or losses)
    if not dry_run:
        changes = _write(session, plan, report, origin=reading.format, file=file, by=by)
    for change in changes:
        (report.added if change.new else report.updated).append(change.slug)
        if change.fields:
            report.differences[change.slug] = change.fields
    report.seconds = round(perf_counter() - started, 3)
    return report


def _check_losses(session: Session, changes: list[RecordChange], report: ImportReport, *, allowed: bool) -> None:
    lost = [change.slug for change in changes if change.is_loss]
    known = repository.count(session)
    if len(lost) <= max(FEW_LOSSES, known * LOSSES_SHARE):
        return
    message = f"ce fichier retirerait, ou priverait de tout numéro, {len(lost)} fiches sur {known}"
    if not allowed:
        raise MassLossError(f"{message} : rien n'est écrit; permettez-le avec --losses si c'est voulu")
    report.warnings.append(message)


def _plan(session: Session, reading: Reading, report: ImportReport) -> _Plan:
    identities = Identities(repository.names(session))
    offers = identities.resolve(reading.offers, report.refused, whole=reading.whole)
    slugs, plan = list(offers), _Plan()
    for at in range(0, len(slugs), COMPARED):
        _plan_some(session, {slug: offers[slug] for slug in slugs[at : at + COMPARED]}, reading, report, plan)
    if reading.complete:
        report.missing = sorted(identities.slugs - set(offers) - reading.named)
    return plan


def _plan_some(session: Session, offers: dict[str, Offer], reading: Reading, report: ImportReport, plan: _Plan
               ) -> None:  # fmt: skip
    owners = {slug: stable_id("organization", slug) for slug in offers}
    said = {slug: said_by(offer, reading) for slug, offer in offers.items()}
    marks = repository.marks(session, owners.values())  # of those that are stored
    same = {owner for slug, owner in owners.items() if owner in marks and _is_same(marks[owner], said[slug])}
    report.unchanged += len(same)
    stored = repository.stored_rows(session, marks.keys() - same)
    last = _by_owner(repository.last_changes(session, stored))
    for slug, offer in offers.items():
        owner, kept = owners[slug], len(report.kept)
        if owner in same:
            continue
        change = _change(slug, offer, stored.get(owner, {}), last.get(owner, {}), reading, report)
        if change is None:
            continue
        if change.is_change:
            plan.changes.append(change)
            if not change.new:  # rows alone may differ, and history then says nothing: an earlier mark must not stay
                plan.marks[owner] = None
            elif offer.record is not None:  # a whole record is read back as it was written (tests)
                plan.said[slug] = said[slug]
        else:
            report.unchanged += 1
            if len(report.kept) == kept:
                plan.marks[owner] = mark_of(said[slug], marks[owner][1])


def _is_same(marked: tuple[str | None, int], said: str) -> bool:
    mark, act = marked
    return mark == mark_of(said, act)


def _change(slug: str, offer: Offer, rows: repository.RowsByTable, last: dict[str, Any], reading: Reading,
            report: ImportReport) -> RecordChange | None:  # fmt: skip
    if not rows and offer.record is not None:
        return compare(offer.record, None, {}, rows, ref=offer.ref)
    said, before = offer.flat, flat_of(rows["organization"][0], rows) if rows else None
    if before is None:
        after = EMPTY | offer.defaults | said
    else:
        merge = Merge(slug, before, said, last, reading.whole, reading.format)
        after = merge.result()
        report.kept += merge.kept
    if offer.record is not None and after == NO_DETAILS | said:
        return compare(offer.record, before, after, rows, ref=offer.ref)
    try:
        record = Record.model_validate(unflatten(slug, after))
    except ValidationError as error:
        report.refused += faults(offer.ref, error)
        return None
    return compare(record, before, flatten(record), rows, ref=offer.ref)


def _write(session: Session, plan: _Plan, report: ImportReport, *, origin: str, file: str | None,
           by: str) -> list[RecordChange]:  # fmt: skip
    terms, changes = write_terms(session), plan.changes
    repository.put_marks(session, plan.marks)
    if changes:
        act = repository.add_change_set(session, kind="import", origin=origin, file=file, by=by)
        for change in changes:
            change.mark = mark_of(plan.said[change.slug], act.seq) if change.slug in plan.said else None
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
    for (owner, name), change in last.items():
        found.setdefault(owner, {})[name] = change
    return found
