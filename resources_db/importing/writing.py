"""Writes record changes in batches, each under a savepoint; a record that the database refuses is left out alone."""

from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from operator import attrgetter

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from resources_db.importing import repository
from resources_db.importing.differences import RecordChange
from resources_db.importing.report import Refusal
from resources_db.importing.unchecked import BrokenKeyError, keys_to_take_off, without_keys
from resources_db.models import ChangeSet

BATCH = 2000
MANY = 2  # batches beyond which the foreign keys of an empty directory are checked at the end
Batch = Sequence[RecordChange]


def write_changes(session: Session, changes: Batch, act: ChangeSet) -> list[Refusal]:
    """Write the changes with their history; return those that the database refused. The caller commits."""
    near = sorted(changes, key=attrgetter("owner"))  # neighbours in the indexes are written one after the other
    batches = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    if len(batches) > MANY and (keys := keys_to_take_off(session)):
        try:
            with without_keys(session, keys):
                return _write_behind(session, batches, act)
        except BrokenKeyError:
            pass  # the usual way finds the record at fault
    if len(batches) > 1 and session.get_bind().dialect.name == "postgresql":
        return _write_behind(session, batches, act)
    return [refusal for batch in batches for refusal in _write_or_split(session, batch, _rows_of(batch), act)]


def _write_behind(session: Session, batches: Sequence[Batch], act: ChangeSet) -> list[Refusal]:
    """Make the rows of a batch while the server writes those of the one before: only one thread uses the session."""
    refused: list[Refusal] = []
    writing: Future[list[Refusal]] | None = None
    with ThreadPoolExecutor(1) as behind:
        for batch in batches:
            rows = _rows_of(batch)
            refused += writing.result() if writing else []
            writing = behind.submit(_write_or_split, session, batch, rows, act)
    return refused + (writing.result() if writing else [])


def _write_or_split(session: Session, batch: Batch, rows: repository.Changes, act: ChangeSet) -> list[Refusal]:
    try:
        with session.begin_nested():
            repository.write(session, rows)
            repository.log_changes(session, [row for change in batch for row in change.log(act)])
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error, OperationalError):  # a full disk is no record's fault
            raise
        if len(batch) == 1:
            return [Refusal(batch[0].ref, "record", f"refusé par la base : {error.orig}")]
        middle = len(batch) // 2
        halves = batch[:middle], batch[middle:]
        return [refusal for half in halves for refusal in _write_or_split(session, half, _rows_of(half), act)]
    return []


def _rows_of(batch: Batch) -> repository.Changes:
    rows = repository.Changes(defaultdict(list), defaultdict(list), defaultdict(list))
    for change in batch:
        for table, made in change.rows_added().items():
            rows.added[table] += made
        for table, row in change.changed:
            rows.changed[table].append(row)
        for table, row_id in change.gone:
            rows.gone[table].append(row_id)
    return rows
