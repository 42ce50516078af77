"""The counsellors' queue: who waits, the most urgent first."""

from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.auth.endpoints import Person
from api.conversations import repository
from api.conversations.models import Conversation
from api.handoff.state import State
from understanding.risk.taxonomy import Level

EXCERPT = 140


class Summary(BaseModel):
    """A conversation at a glance (docs/http-contract.md)."""

    id: str
    state: str
    language: str
    level: str
    types: list[str]
    reasons: list[str]
    need: str | None
    place: str | None
    region_code: str | None
    age: int | None
    wants_human: bool
    declines_human: bool
    waiting_since: datetime | None
    alarmed_at: datetime | None
    last_message_at: datetime
    last_message: str | None
    message_count: int
    owner: Person | None
    mine: bool
    connected: bool

    @classmethod
    def of(cls, session: Session, conversation: Conversation, *, counsellor_id: str, connected: bool) -> Self:
        """Return the summary as the given counsellor sees it."""
        last = repository.last_visitor_message(session, conversation.id)
        owner = conversation.owner
        copied = (
            "id state language level types reasons need place region_code age "
            "wants_human declines_human waiting_since alarmed_at last_message_at"
        )
        return cls(
            **{name: getattr(conversation, name) for name in copied.split()},
            last_message=last.text[:EXCERPT] if last else None,
            message_count=repository.message_count(session, conversation.id),
            owner=Person(id=owner.id, name=owner.name) if owner else None,
            mine=owner is not None and owner.id == counsellor_id,
            connected=connected,
        )


def urgency(conversation: Conversation) -> tuple[Any, ...]:
    """Sort key: gravest level first, then those who want a person, then the longest wait."""
    return (
        -Level(conversation.level).rank,
        not conversation.wants_human,
        conversation.waiting_since or conversation.created_at,
    )


def waiting(session: Session) -> list[Conversation]:
    """Return the waiting conversations, the most urgent first."""
    return sorted(repository.in_states(session, [State.WAITING]), key=urgency)


def all_for(session: Session, counsellor_id: str) -> list[Conversation]:
    """Return the waiting ones by urgency, then this counsellor's, then the others'."""
    taken = repository.in_states(session, [State.HUMAN])
    mine = [c for c in taken if c.owner_id == counsellor_id]
    others = [c for c in taken if c.owner_id != counsellor_id]
    return waiting(session) + sorted(mine, key=urgency) + sorted(others, key=urgency)


def position(session: Session, conversation: Conversation) -> int | None:
    """Return the place of a waiting conversation in the queue, 1 = next; None if it does not wait."""
    ids = [c.id for c in waiting(session)]
    return ids.index(conversation.id) + 1 if conversation.id in ids else None
