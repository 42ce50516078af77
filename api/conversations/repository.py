"""All SQL about conversations and their messages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from api.conversations.models import Conversation, Message


def get(session: Session, conversation_id: str, *, lock: bool = False) -> Conversation | None:
    """Return a conversation; `lock` holds its row until the transaction ends (SQLite locks the file anyway)."""
    query = select(Conversation).where(Conversation.id == conversation_id)
    if lock:
        query = query.with_for_update(of=Conversation).execution_options(populate_existing=True)
    return session.scalars(query).first()


def messages(session: Session, conversation_id: str, *, after: int = 0) -> list[Message]:
    """Return the conversation's messages numbered above `after`, in order."""
    query = select(Message).where(Message.conversation_id == conversation_id, Message.seq > after)
    return list(session.scalars(query.order_by(Message.seq)))


def message_by_client_id(session: Session, conversation_id: str, sender: str, client_id: str) -> Message | None:
    """Return the message that `sender` already sent under this identifier."""
    return session.scalars(
        select(Message).where(
            Message.conversation_id == conversation_id,
            Message.sender == sender,
            Message.client_message_id == client_id,
        )
    ).first()


def replies(session: Session, message_id: str) -> list[Message]:
    """Return what was answered to a message, in order."""
    return list(session.scalars(select(Message).where(Message.reply_to == message_id).order_by(Message.seq)))


def visitor_messages(session: Session, conversation_id: str, *, after: int, limit: int) -> list[Message]:
    """Return the last `limit` messages of the visitor numbered above `after`, oldest first."""
    query = select(Message).where(
        Message.conversation_id == conversation_id, Message.sender == "visitor", Message.seq > after
    )
    return list(session.scalars(query.order_by(Message.seq.desc()).limit(limit)))[::-1]


def visitor_assessments(session: Session, conversation_id: str) -> list[dict[str, Any]]:
    """Return what was noted of each of the visitor's messages, in order."""
    query = select(Message.assessment).where(
        Message.conversation_id == conversation_id, Message.sender == "visitor", Message.assessment.is_not(None)
    )
    return [noted for noted in session.scalars(query.order_by(Message.seq)) if noted]


def with_status(
    session: Session, status: str, *, conversation_id: str | None = None, before_seq: int | None = None
) -> list[Message]:
    """Return the visitors' messages whose answer has this status, oldest first."""
    query = select(Message).where(Message.sender == "visitor", Message.answer_status == status)
    if conversation_id is not None:
        query = query.where(Message.conversation_id == conversation_id)
    if before_seq is not None:
        query = query.where(Message.seq < before_seq)
    return list(session.scalars(query.order_by(Message.seq)))


def set_status(session: Session, message_ids: Sequence[str], status: str) -> None:
    """Record how messages were answered."""
    session.execute(update(Message).where(Message.id.in_(message_ids)).values(answer_status=status))


def last_seq(session: Session, conversation_id: str) -> int:
    """Return the number of the newest message, 0 if there is none."""
    return session.scalar(select(func.max(Message.seq)).where(Message.conversation_id == conversation_id)) or 0


def last_visitor_message(session: Session, conversation_id: str) -> Message | None:
    """Return the visitor's newest message."""
    return _newest(session, conversation_id)


def message_before(session: Session, message: Message) -> Message | None:
    """Return the visitor's message before this one."""
    return _newest(session, message.conversation_id, Message.seq < message.seq)


def _newest(session: Session, conversation_id: str, *where: ColumnElement[bool]) -> Message | None:
    query = select(Message).where(Message.conversation_id == conversation_id, Message.sender == "visitor", *where)
    return session.scalars(query.order_by(Message.seq.desc()).limit(1)).first()


def message_count(session: Session, conversation_id: str) -> int:
    """Return how many messages the conversation holds."""
    return session.scalar(select(func.count()).where(Message.conversation_id == conversation_id)) or 0


def in_states(session: Session, states: Sequence[str]) -> list[Conversation]:
    """Return the conversations in one of `states`, oldest waiting first."""
    query = select(Conversation).where(Conversation.state.in_(states))
    return list(session.scalars(query.order_by(Conversation.waiting_since, Conversation.created_at)))


def inactive_since(session: Session, moment: datetime) -> list[str]:
    """Return the ids of the conversations without a message since `moment`."""
    return list(session.scalars(select(Conversation.id).where(Conversation.last_message_at < moment)))


def all_ids(session: Session) -> set[str]:
    """Return the ids of every conversation."""
    return set(session.scalars(select(Conversation.id)))


def erase(session: Session, conversation_ids: Sequence[str]) -> None:
    """Delete conversations and, by cascade, all that belongs to them."""
    session.execute(delete(Conversation).where(Conversation.id.in_(conversation_ids)))


def newest_seq(session: Session) -> int:
    """Return the number of the newest message of all, 0 if there is none."""
    return session.scalar(select(func.max(Message.seq))) or 0


def escalated_messages(session: Session, *, after: int) -> list[Message]:
    """Return messages numbered above `after` of conversations that wait for a person or have one."""
    query = select(Message).join(Conversation).where(Message.seq > after, Conversation.state.in_(("waiting", "human")))
    return list(session.scalars(query.order_by(Message.seq)))
