"""Who changed the directory, when and why; and what visitors say is wrong."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base, Owned


class ChangeSet(Base):
    """One act of one person or file; the fields it changed are `metadata` rows. It can be undone as a whole."""

    __tablename__ = "change_set"

    seq: Mapped[int] = mapped_column(unique=True)  # order of the acts
    kind: Mapped[str] = mapped_column(String(20))  # import, correction, verification, translation, retirement or undo
    origin: Mapped[str] = mapped_column(String(20))  # format of the file, or `person`
    file: Mapped[str | None]  # name only
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    undone_by: Mapped[str | None] = mapped_column(String(36))  # the change set that took it back


class ErrorReport(Base, Owned):
    """What somebody says is wrong in a record. Nothing tells who: no name, address nor hour."""

    __tablename__ = "error_report"

    what: Mapped[str] = mapped_column(String(20))
    note: Mapped[str | None] = mapped_column(String(500))
    reported_on: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10), index=True)  # open, fixed or dismissed
    closed_by: Mapped[str | None] = mapped_column(String(60))
    closed_on: Mapped[str | None] = mapped_column(String(10))


class Metadata(Base):
    """A field of a record that changed, with what was there before. It outlives the record.

    `field_name` is a field of the record file (`address.city`), or `record` when the record itself came or went.
    """

    __tablename__ = "metadata"

    owner_id: Mapped[str] = mapped_column(String(36), index=True)
    resource_id: Mapped[str] = mapped_column(String(36))
    resource_type: Mapped[str] = mapped_column(String(40))
    last_action_date: Mapped[datetime]
    last_action_type: Mapped[str] = mapped_column(String(20))
    field_name: Mapped[str] = mapped_column(String(60))
    previous_value: Mapped[str]
    replacement_value: Mapped[str]
    updated_by: Mapped[str] = mapped_column(String(60))
    change_set_id: Mapped[str | None] = mapped_column(ForeignKey("change_set.id"), index=True)  # extra
