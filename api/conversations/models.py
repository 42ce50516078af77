"""Tables of the conversations. No column identifies the visitor."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from api.auth.models import Counsellor
from api.database import Base, UtcDateTime, new_id, now


class Conversation(Base):
    """One visitor's conversation, its state and what is known of it."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default="bot", index=True)
    language: Mapped[str] = mapped_column(String(2), default="fr")
    partner: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    last_message_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now, index=True)
    waiting_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    level: Mapped[str] = mapped_column(String(10), default="none")
    types: Mapped[list[str]] = mapped_column(JSON, default=list)
    reasons: Mapped[list[str]] = mapped_column(JSON, default=list)
    assessed_after: Mapped[int] = mapped_column(default=0)
    """Messages up to this sequence number were dealt with by a person and no longer add to the level."""
    alarmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the visitor last told of a danger that calls for somebody."""
    wants_human: Mapped[bool] = mapped_column(default=False)
    declines_human: Mapped[bool] = mapped_column(default=False)

    need: Mapped[str | None] = mapped_column(String(40))
    place: Mapped[str | None] = mapped_column(String(120))
    region_code: Mapped[str | None] = mapped_column(String(2))
    age: Mapped[int | None]

    owner_id: Mapped[str | None] = mapped_column(ForeignKey("counsellor.id"))
    owner: Mapped[Counsellor | None] = relationship(lazy="joined")
    messages: Mapped[list["Message"]] = relationship(
        back_populates="conversation", cascade="all, delete-orphan", order_by="Message.seq", passive_deletes=True
    )


class Message(Base):
    """One message; `seq` orders all messages and numbers the server-sent events."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "sender", "client_message_id"),
        Index("ix_message_conversation_seq", "conversation_id", "seq"),
        {"sqlite_autoincrement": True},  # a number is never given twice, even after an erasure
    )

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    conversation: Mapped[Conversation] = relationship(back_populates="messages")
    sender: Mapped[str] = mapped_column(String(10))
    kind: Mapped[str] = mapped_column(String(10), default="text")
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2))
    extra: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    """`buttons`, `resources`, `question` and `sources` of the contract, and `author` of a counsellor's message."""
    sent_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    client_message_id: Mapped[str | None] = mapped_column(String(64))
    reply_to: Mapped[str | None] = mapped_column(String(32), index=True)
    answer_status: Mapped[str | None] = mapped_column(String(10), index=True)
    """Of a visitor's message: `pending`, `answered`, `fallback` (the bot could not be reached) or `human`."""
    assessment: Mapped[dict[str, Any] | None] = mapped_column(JSON)


class Note(Base):
    """A counsellor's note; the visitor never sees it."""

    __tablename__ = "note"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("counsellor.id"))
    author: Mapped[Counsellor] = relationship(lazy="joined")
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class Transition(Base):
    """One change of state: who, when, from what to what. Kept while the conversation is kept."""

    __tablename__ = "transition"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), index=True)
    event: Mapped[str] = mapped_column(String(20))
    before: Mapped[str] = mapped_column(String(10))
    after: Mapped[str] = mapped_column(String(10))
    actor: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
