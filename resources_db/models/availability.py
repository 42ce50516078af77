"""How places are reported: by whom, within which limits, what was said before, and who holds one.

The present count itself is `service_capacity`. Changes, holds and reminders name the service without a foreign key:
what was said outlives the record.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base


class ShelterReporting(Base):
    """A shelter that reports its places; `id` is its service's. A limit left null is the default one."""

    __tablename__ = "availability_shelter"

    id: Mapped[str] = mapped_column(String(36), ForeignKey("service.id", ondelete="CASCADE"), primary_key=True)
    confirm_after: Mapped[int | None]
    hide_after: Mapped[int | None]
    remind_to: Mapped[str | None] = mapped_column(String(200))


class ReportingCredential(Base):
    """A personal link or a key; only the hash of its secret is kept."""

    __tablename__ = "availability_credential"

    service_id: Mapped[str] = mapped_column(ForeignKey("availability_shelter.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(4))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class CountChange(Base):
    """One report: how it came, from which credential or reminder, and the count before and after it."""

    __tablename__ = "availability_change"
    __table_args__ = (Index("ix_availability_change_service_at", "service_id", "at"),)

    service_id: Mapped[str] = mapped_column(String(36))
    unit: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    how: Mapped[str] = mapped_column(String(10))
    who: Mapped[str] = mapped_column(String(36))
    available_before: Mapped[int | None]
    maximum_before: Mapped[int | None]
    note_before: Mapped[str | None]
    available: Mapped[int]
    maximum: Mapped[int | None]
    note: Mapped[str | None]
    hide_after: Mapped[int]


class PlaceHold(Base):
    """A place kept for somebody by a counsellor; it ends by itself."""

    __tablename__ = "availability_hold"
    __table_args__ = (Index("ix_availability_hold_service_expires", "service_id", "expires_at"),)

    service_id: Mapped[str] = mapped_column(String(36))
    unit: Mapped[str] = mapped_column(String(20))
    counsellor_id: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    released_at: Mapped[datetime | None]


class CountReminder(Base):
    """The outbox: a question to ask a shelter about the count it gave at `counted_at`; asked once for each count."""

    __tablename__ = "availability_reminder"
    __table_args__ = (Index("uq_availability_reminder_count", "service_id", "unit", "counted_at", unique=True),)

    service_id: Mapped[str] = mapped_column(String(36))
    unit: Mapped[str] = mapped_column(String(20))
    available: Mapped[int]
    counted_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(10))
