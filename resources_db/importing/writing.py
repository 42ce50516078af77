"""Writes record changes in batches, each under a savepoint; a record that the database refuses is left out alone."""

from collections import defaultdict
from collections.abc import Sequence
from operator import attrgetter

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from resources_db.importing import repository
from resources_db.importing.differences import RecordChange
from resources_db.importing.report import Refusal
from resources_db.importing.rows import Row
from resources_db.models import ChangeSet

BATCH = 2000


def write_changes(session: Session, changes: Sequence[RecordChange], act: ChangeSet) -> list[Refusal]:
    """Write the changes with their history; return those that the database refused. The caller commits."""
    refused: list[Refusal] = []
    near = sorted(changes, key=attrgetter("owner"))  # neighbours in the indexes are written one after the other
    for at in range(0, len(near), BATCH):
        refused += _write_or_split(session, near[at : at + BATCH], act)
    return refused


def _write_or_split(session: Session, batch: Sequence[RecordChange], act: ChangeSet) -> list[Refusal]:
    try:
        with session.begin_nested():
            _write(session, batch, act)
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error, OperationalError):  # a full disk is no record's fault
            raise
        if len(batch) == 1:
            return [Refusal(batch[0].ref, "record", f"refusé par la base : {error.orig}")]
        middle = len(batch) // 2
        return [*_write_or_split(session, batch[:middle], act), *_write_or_split(session, batch[middle:], act)]
    return []


def _write(session: Session, batch: Sequence[RecordChange], act: ChangeSet) -> None:
    added: dict[str, list[Row]] = defaultdict(list)
    changed: dict[str, list[Row]] = defaultdict(list)
    gone: dict[str, list[str]] = defaultdict(list)
    for change in batch:
        for table, row in change.rows_added():
            added[table].append(row)
        for table, row in change.changed:
            changed[table].append(row)
        for table, row_id in change.gone:
            gone[table].append(row_id)
    repository.write(session, added=added, changed=changed, gone=gone)
    repository.log_changes(session, [row for change in batch for row in change.log(act)])
