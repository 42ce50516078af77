"""The conversation's state machine, the only place where a state may change.

    bot ──escalate──► waiting ──claim──► human ──return──► bot
                                           └────close────► closed

Every other transition is refused.
"""

from enum import StrEnum

import structlog
from sqlalchemy.orm import Session

from api.conversations.models import Conversation, Transition
from api.database import now
from api.errors import ConflictError

log = structlog.get_logger()


class State(StrEnum):
    """Who answers the visitor."""

    BOT = "bot"
    WAITING = "waiting"
    HUMAN = "human"
    CLOSED = "closed"


class Event(StrEnum):
    """What may change the state."""

    ESCALATE = "escalate"
    CLAIM = "claim"
    RETURN = "return"
    CLOSE = "close"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.BOT, Event.ESCALATE): State.WAITING,
    (State.WAITING, Event.CLAIM): State.HUMAN,
    (State.HUMAN, Event.RETURN): State.BOT,
    (State.HUMAN, Event.CLOSE): State.CLOSED,
}
BOT_ANSWERS = frozenset({State.BOT, State.WAITING})


class TransitionRefusedError(ConflictError):
    """The event is not allowed in the conversation's present state."""

    code = "transition-refused"


def apply(session: Session, conversation: Conversation, event: Event, *, actor: str) -> None:
    """Move `conversation` by `event` and record it; raise TransitionRefusedError where the table has no entry."""
    before = State(conversation.state)
    after = TRANSITIONS.get((before, event))
    if after is None:
        raise TransitionRefusedError(f"A conversation in the state '{before}' cannot take the event '{event}'.")
    conversation.state = after
    conversation.waiting_since = now() if after is State.WAITING else None
    if after is not State.HUMAN:
        conversation.owner_id = None
        conversation.owner = None
    session.add(Transition(conversation_id=conversation.id, event=event, before=before, after=after, actor=actor))
    log.info("conversation_transition", conversation=conversation.id, event_name=event, before=before, after=after)
