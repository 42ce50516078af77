"""PostgreSQL checks a new record's some thirty foreign keys one by one: half of its time. Here, all at once at the end.

Only where the directory is empty, since the tables are closed to readers until the import ends: they had nothing to
read. The keys are taken off and put back in the import's own transaction, so that nobody ever sees the tables without.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from resources_db.importing import repository
from resources_db.models import Organization

_KEYS = text("""SELECT child.relname, key.conname, pg_get_constraintdef(key.oid), parent.relname,
    pg_has_role(child.relowner, 'USAGE') AND pg_has_role(parent.relowner, 'USAGE')
    FROM pg_constraint key
    JOIN pg_class child ON child.oid = key.conrelid JOIN pg_class parent ON parent.oid = key.confrelid
    WHERE key.contype = 'f' AND pg_table_is_visible(child.oid) AND child.relname IN :names
    ORDER BY child.relname, key.conname""").bindparams(bindparam("names", expanding=True))
Keys = dict[str, dict[str, str]]  # table -> name of each foreign key -> its definition


class BrokenKeyError(Exception):
    """A row names a parent that does not exist: some record must be refused, and this way does not say which."""


def keys_to_take_off(session: Session) -> Keys:
    """Close the import's own tables and return their foreign keys; none where they must stay.

    They stay unless the server is PostgreSQL, the directory is empty, the role owns the tables, and nobody is reading.
    """
    if session.get_bind().dialect.name != "postgresql" or session.scalar(select(Organization.id).limit(1)):
        return {}
    found, parents = defaultdict[str, dict[str, str]](dict), set[str]()
    for table, name, definition, parent, owned in session.execute(_KEYS, {"names": list(repository.OWNED)}):
        if not owned:
            return {}
        found[table][name] = definition
        parents.add(parent)
    try:
        with session.begin_nested():  # without waiting: a reader that we waited for could wait for us
            session.execute(text(f"LOCK TABLE {_names(parents | set(found))} IN ACCESS EXCLUSIVE MODE NOWAIT"))
    except OperationalError:
        return {}
    return found


@contextmanager
def without_keys(session: Session, keys: Keys) -> Iterator[None]:
    """Take the keys off, then put them back as they were. Raises BrokenKeyError, all that was written undone."""
    with session.begin_nested():
        for table, names in keys.items():
            _alter(session, table, [f"DROP CONSTRAINT {_quoted(name)}" for name in names])
        yield
        session.execute(text("SET LOCAL enable_seqscan = on"))  # each key is checked by one reading of both tables
        try:
            for table, names in keys.items():
                _alter(session, table, [f"ADD CONSTRAINT {_quoted(name)} {what}" for name, what in names.items()])
        except IntegrityError as error:
            raise BrokenKeyError from error
        session.execute(text("SET LOCAL enable_seqscan = off"))


def _alter(session: Session, table: str, acts: list[str]) -> None:
    session.connection().exec_driver_sql(f"ALTER TABLE {_quoted(table)} {', '.join(acts)}")


def _names(tables: set[str]) -> str:
    return ", ".join(map(_quoted, sorted(tables)))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
