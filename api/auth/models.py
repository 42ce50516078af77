"""Counsellors and their console sessions."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.database import Base, UtcDateTime, new_id

COUNSELLOR = "counsellor"
EDITOR = "editor"
ROLES = (COUNSELLOR, EDITOR)


class Counsellor(Base):
    """Somebody of IAVS with an account: counsellors read conversations, editors keep the directory."""

    __tablename__ = "counsellor"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(default=True)
    roles: Mapped[list[str]] = mapped_column(JSON, default=lambda: [COUNSELLOR])


class ConsoleSession(Base):
    """A login; only the hash of the cookie is kept."""

    __tablename__ = "console_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    counsellor_id: Mapped[str] = mapped_column(ForeignKey("counsellor.id", ondelete="CASCADE"))
    counsellor: Mapped[Counsellor] = relationship(lazy="joined")
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
