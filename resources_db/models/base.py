"""What every table of the directory shares."""

from datetime import UTC, datetime
from hashlib import sha1
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, String, Table, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
_SALT = uuid5(NAMESPACE_URL, "https://ensemblequebec.ca/repertoire").bytes

_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes on both databases; SQLite forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    """Base of the directory's tables (HSDS 3.x names; columns that HSDS lacks are marked `extra`)."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        str: String(),
        list[str]: JSON(),
        dict[str, Any]: JSON(),
        datetime: UtcDateTime(),
    }

    id: Mapped[str] = mapped_column(String(36), primary_key=True)


class Owned:
    """A row that belongs to one record and follows it: the importer compares a record's rows as one set."""

    owner_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)


def table(name: str) -> Table:
    """Return the table of that name."""
    return Base.metadata.tables[name]


def stable_id(*parts: str) -> str:
    """Return the same UUID for the same words, so that an import run twice changes nothing.

    It is `uuid5` (RFC 9562, section 5.5) without its objects: imports call it some twenty times a record.
    """
    found = sha1(_SALT + "/".join(parts).encode(), usedforsecurity=False).hexdigest()
    return f"{found[:8]}-{found[8:12]}-5{found[13:16]}-{_VARIANTS[found[16]]}{found[17:20]}-{found[20:32]}"
