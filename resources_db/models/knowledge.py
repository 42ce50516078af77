"""What editors made of the sourced facts, whose first text is a shipped file."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base


class FactVersion(Base):
    """One act of an editor on one fact. Rows are only added: the newest of a fact is in force, the rest its history."""

    __tablename__ = "fact_version"
    __table_args__ = (UniqueConstraint("fact_id", "version"),)

    fact_id: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]  # of this fact: 1, 2, 3…
    kind: Mapped[str] = mapped_column(String(20))  # correction, confirmation or return
    record: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # null: the file speaks again
    base: Mapped[dict[str, Any]]  # the shipped record that the editor had before them
    returned_to: Mapped[int | None]  # the version that a return put back, 0 for the file's
    why: Mapped[str | None] = mapped_column(String(500))
    by: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
