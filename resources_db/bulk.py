"""Many rows of one table written at once; the values of one statement would cost more than the database's work."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Table, insert, text
from sqlalchemy.engine import Dialect
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
        _by_document(session, table, columns, [row | missing for row in rows] if missing else rows)
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


def _by_document(session: Session, table: Table, columns: list[str], rows: Sequence[Row]) -> None:
    """Send one JSON document that PostgreSQL makes rows of, each value checked as any other is."""
    names = ", ".join(f'"{name}"' for name in columns)
    statement = f'INSERT INTO "{table.name}" ({names}) SELECT {names} FROM '  # noqa: S608 (our own tables' names)
    statement += f'json_populate_recordset(NULL::"{table.name}", CAST(:document AS json))'
    document = json.dumps(list(rows), ensure_ascii=False, default=_plain)
    session.connection().execute(text(statement.replace("::", r"\:\:")), {"document": document})


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"not a column's value: {value!r}")
