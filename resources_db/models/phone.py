"""Telephone numbers and the hours at which they answer."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base, Owned


class Phone(Base, Owned):
    """A number; visitors see it only when its confidence is high or medium."""

    __tablename__ = "phone"

    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    service_id: Mapped[str | None] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    number: Mapped[str] = mapped_column(String(20))
    type: Mapped[str] = mapped_column(String(10))
    description: Mapped[str | None]
    display: Mapped[str]  # extra
    label: Mapped[str] = mapped_column(String(20))  # extra
    hours: Mapped[str | None]  # extra: as the source says it
    confidence: Mapped[str] = mapped_column(String(6))  # extra
    source: Mapped[str | None]  # extra
    position: Mapped[int]  # extra: order in the file


class Schedule(Base, Owned):
    """A slot at which a service is open or a number answers; words alone where the slot is not known."""

    __tablename__ = "schedule"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    phone_id: Mapped[str | None] = mapped_column(ForeignKey("phone.id", ondelete="CASCADE"))  # extra
    freq: Mapped[str | None] = mapped_column(String(10))
    byday: Mapped[str | None] = mapped_column(String(30))
    opens_at: Mapped[str | None] = mapped_column(String(5))
    closes_at: Mapped[str | None] = mapped_column(String(5))
    description: Mapped[str | None]
