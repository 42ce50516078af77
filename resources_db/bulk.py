"""Many rows of one table written at once; the values of one statement would cost more than the database's work."""

import json
from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Column, Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Row = dict[str, Any]


def insert_rows(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns; Python's defaults fill the others. Raises DBAPIError."""
    if not rows:
        return
    missing = {c.name: _default(c) for c in table.c if c.default is not None and c.name not in rows[0]}
    columns = [*rows[0], *missing]
    dialect = session.get_bind().dialect
    if dialect.name == "sqlite":
        _by_values(session, table, columns, [row | missing for row in rows] if missing else rows)
    elif dialect.name == "postgresql":
        _by_copy(session, table, columns, [row | missing for row in rows] if missing else rows)
    else:
        session.execute(insert(table), list(rows))


def _default(column: Column[Any]) -> Any:
    default: Any = column.default
    return default.arg(None) if default.is_callable else default.arg


def _by_values(session: Session, table: Table, columns: list[str], rows: Sequence[Row]) -> None:
    """Hand the driver plain tuples: SQLAlchemy's own handling of each row takes longer than SQLite's."""
    dialect = session.get_bind().dialect
    read = [_column(rows, table, name, dialect) for name in columns]
    names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 (our own tables' names)
    session.connection().exec_driver_sql(statement, list(zip(*read, strict=True)))


def _column(rows: Sequence[Row], table: Table, name: str, dialect: Dialect) -> list[Any]:
    values = list(map(itemgetter(name), rows))
    process: Callable[[Any], Any] | None = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return values if process is None else [process(value) for value in values]


def _by_copy(session: Session, table: Table, columns: list[str], rows: Sequence[Row]) -> None:
    """Send the rows by COPY, which the server reads at less cost than any statement; the driver writes each value."""
    read = [_copied(rows, table, name) for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f'COPY "{table.name}" ({names}) FROM STDIN'
    connection = session.connection().connection.driver_connection
    if connection is None:
        raise RuntimeError("the session has no connection of the driver")
    try:
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            for row in zip(*read, strict=True):
                copy.write_row(row)
    except _driver_error() as error:
        raise DBAPIError.instance(  # what SQLAlchemy raises for its own statements
            statement, None, error, _driver_error(), connection_invalidated=bool(connection.closed)
        ) from error


def _copied(rows: Sequence[Row], table: Table, name: str) -> list[Any]:
    values = list(map(itemgetter(name), rows))
    if not isinstance(table.c[name].type, JSON):
        return values
    return [None if value is None else json.dumps(value, ensure_ascii=False) for value in values]


def _driver_error() -> type[Exception]:
    """Return the base of the PostgreSQL driver's errors; the driver is not loaded before it is needed."""
    from psycopg import Error

    return Error
