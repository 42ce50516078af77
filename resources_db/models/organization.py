"""Organisations and what is said of them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base, Owned


class Organization(Base):
    """One record of the directory."""

    __tablename__ = "organization"

    name: Mapped[str]
    description: Mapped[str]
    email: Mapped[str | None]
    website: Mapped[str | None]
    slug: Mapped[str] = mapped_column(String(120), unique=True)  # extra: the record's id in the file
    kind: Mapped[str] = mapped_column(String(20))  # extra
    region_code: Mapped[str | None] = mapped_column(String(2))  # extra
    confidence: Mapped[str] = mapped_column(String(6))  # extra: of identity and services
    specialised_in_exploitation: Mapped[bool]  # extra
    chat_url: Mapped[str | None]  # extra
    verified_on: Mapped[str | None]  # extra: newest page date among the sources, as the source gives it
    import_mark: Mapped[str | None] = mapped_column(String(60), deferred=True)  # extra: see `importing.marks`


class Url(Base, Owned):
    """Another address of the organisation on the web (its chat)."""

    __tablename__ = "url"

    label: Mapped[str | None]
    url: Mapped[str]
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))


class Program(Base, Owned):
    """A set of related services of one organisation; none is known today."""

    __tablename__ = "program"

    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    name: Mapped[str]
    alternate_name: Mapped[str | None]
    description: Mapped[str]


class Contact(Base, Owned):
    """A person to contact, by name or by role; none is known today."""

    __tablename__ = "contact"

    name: Mapped[str | None]
    title: Mapped[str | None]
    email: Mapped[str | None]
    department: Mapped[str | None]
    organization_id: Mapped[str] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))


class Source(Base, Owned):
    """Where a fact was seen (extra to HSDS)."""

    __tablename__ = "source"

    position: Mapped[int]
    url: Mapped[str | None]
    what: Mapped[str]
    page_date: Mapped[str | None]


class Translation(Base):
    """The English words of a French field (extra to HSDS): the schema itself holds French.

    `owner_id` is null for the words of the taxonomies, which belong to no record. Words that nobody reviewed are shown
    as such: `reviewed_by` and `reviewed_at` are emptied when the words change.
    """

    __tablename__ = "translation"

    owner_id: Mapped[str | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"), index=True)
    link_entity: Mapped[str] = mapped_column(String(40))
    link_id: Mapped[str] = mapped_column(String(36))
    language: Mapped[str] = mapped_column(String(2))
    field: Mapped[str] = mapped_column(String(40))
    value: Mapped[str]
    reviewed_by: Mapped[str | None] = mapped_column(String(60))
    reviewed_at: Mapped[datetime | None]
