"""Places and addresses."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base, Owned


class Location(Base, Owned):
    """The organisation's town, or its region when the town is not known."""

    __tablename__ = "location"

    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    location_type: Mapped[str] = mapped_column(String(10))
    name: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    precision: Mapped[str | None] = mapped_column(String(12))  # extra: city, postal_area or region


class Address(Base, Owned):
    """An address; a confidential one never holds a street nor a postal code."""

    __tablename__ = "address"

    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    address_1: Mapped[str | None]
    city: Mapped[str | None]
    region: Mapped[str | None]
    state_province: Mapped[str] = mapped_column(String(2))
    postal_code: Mapped[str | None] = mapped_column(String(7))
    country: Mapped[str] = mapped_column(String(2))
    address_type: Mapped[str] = mapped_column(String(10))
    confidential: Mapped[bool]  # extra


class Accessibility(Base, Owned):
    """How a person with a disability gets in and around."""

    __tablename__ = "accessibility"

    location_id: Mapped[str] = mapped_column(ForeignKey("location.id", ondelete="CASCADE"))
    description: Mapped[str | None]
    details: Mapped[str | None]
    url: Mapped[str | None]
