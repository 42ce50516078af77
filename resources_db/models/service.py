"""What an organisation offers: to whom, where, in which language, with how many places."""

from datetime import UTC, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base, Owned


def _now() -> datetime:
    return datetime.now(UTC)


class Service(Base, Owned):
    """All that one record offers; its service words are attributes."""

    __tablename__ = "service"

    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    name: Mapped[str]
    description: Mapped[str]
    status: Mapped[str] = mapped_column(String(20))
    url: Mapped[str | None]
    email: Mapped[str | None]
    minimum_age: Mapped[int | None]
    maximum_age: Mapped[int | None]
    genders: Mapped[list[str]]  # extra
    serves_places: Mapped[list[str] | None]  # extra: the only places served inside the coverage
    confidence: Mapped[str] = mapped_column(String(6))  # extra
    program_id: Mapped[str | None] = mapped_column(ForeignKey("program.id"))
    alternate_name: Mapped[str | None]
    interpretation_services: Mapped[str | None]
    application_process: Mapped[str | None]
    fees_description: Mapped[str | None]
    eligibility_description: Mapped[str | None]
    alert: Mapped[str | None]
    last_modified: Mapped[datetime | None] = mapped_column(default=_now, onupdate=_now)


class CostOption(Base, Owned):
    """What a service costs, in one case."""

    __tablename__ = "cost_option"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    valid_from: Mapped[str | None] = mapped_column(String(10))
    valid_to: Mapped[str | None] = mapped_column(String(10))
    option: Mapped[str | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    amount: Mapped[float | None]
    amount_description: Mapped[str | None]


class RequiredDocument(Base, Owned):
    """A document that a person must bring."""

    __tablename__ = "required_document"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    document: Mapped[str | None]
    uri: Mapped[str | None]


class ServiceArea(Base, Owned):
    """A region served, or the whole of Quebec or Canada."""

    __tablename__ = "service_area"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    name: Mapped[str]
    code: Mapped[str] = mapped_column(String(2))  # extra: 01 to 17, QC or CA
    position: Mapped[int]  # extra: order in the file


class ServiceAtLocation(Base, Owned):
    """The service, at the organisation's place."""

    __tablename__ = "service_at_location"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))


class Language(Base, Owned):
    """A language in which the service was seen to be given."""

    __tablename__ = "language"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(3))
    name: Mapped[str]
    position: Mapped[int]  # extra


class Unit(Base):
    """What a capacity counts."""

    __tablename__ = "unit"

    name: Mapped[str]
    scheme: Mapped[str | None]
    identifier: Mapped[str | None]


class ServiceCapacity(Base, Owned):
    """Places available, as the shelter last said; the importer never writes here."""

    __tablename__ = "service_capacity"
    __table_args__ = (UniqueConstraint("service_id", "unit_id"),)

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"))
    unit_id: Mapped[str] = mapped_column(ForeignKey("unit.id"))
    available: Mapped[int]
    maximum: Mapped[int | None]
    description: Mapped[str | None]
    updated: Mapped[datetime]
