"""What the full-text search reads."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from resources_db.models.base import Base


class SearchText(Base):
    """The words by which an organisation is found, folded. Migration 0005 adds the index."""

    __tablename__ = "search_text"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # type: ignore[assignment]
    organization_id: Mapped[str] = mapped_column(
        String(36), ForeignKey("organization.id", ondelete="CASCADE"), unique=True
    )
    text: Mapped[str]
