"""Words by which services are found, and the mark that tells readers of a change."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base, Owned


class Taxonomy(Base):
    """A list of words: services, audiences, regions…"""

    __tablename__ = "taxonomy"

    name: Mapped[str]
    description: Mapped[str]


class TaxonomyTerm(Base):
    """One word of a list; its English label is a translation."""

    __tablename__ = "taxonomy_term"

    taxonomy_id: Mapped[str] = mapped_column(ForeignKey("taxonomy.id"))
    code: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str]
    description: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("taxonomy_term.id"))


class Attribute(Base, Owned):
    """A word attached to a service."""

    __tablename__ = "attribute"

    link_id: Mapped[str] = mapped_column(String(36))
    link_entity: Mapped[str] = mapped_column(String(40))
    link_type: Mapped[str] = mapped_column(String(20))  # service or audience
    taxonomy_term_id: Mapped[str] = mapped_column(ForeignKey("taxonomy_term.id"))
    value: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]  # extra


class Revision(Base):
    """One row whose `token` changes with the directory, so that readers know when to read it again."""

    __tablename__ = "directory_revision"

    token: Mapped[str] = mapped_column(String(36))
    changed_at: Mapped[datetime]


class RevisionChange(Base):
    """A record that changed between the tokens `before` and `token`; no owner means any record.

    The latest entries only: a reader that finds no unbroken chain from its token reads everything again.
    """

    __tablename__ = "directory_change"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # type: ignore[assignment]
    token: Mapped[str] = mapped_column(String(36), index=True)
    before: Mapped[str | None] = mapped_column(String(36))
    owner_id: Mapped[str | None] = mapped_column(String(36))  # not a foreign key: the record may be gone
