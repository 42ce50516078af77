"""A visitor's conversation: opened, written to, answered by the bot, erased.

Nothing here commits: `api.conversations.turns` and the endpoints own the transactions.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any

from sqlalchemy.orm import Session

from api.conversations import repository, triage
from api.conversations.models import Conversation, Message
from api.conversations.words import say
from api.errors import ConflictError, NotFoundError, UnauthorisedError
from api.handoff import state
from api.handoff.state import Event, State
from understanding.risk.conversation import MEMORY
from understanding.risk.taxonomy import Level, RiskType

PENDING, ANSWERED, FALLBACK, HUMAN = "pending", "answered", "fallback", "human"
SURE = 0.5
"""Probability of danger, in the newest words alone, from which a person who is waited for raises the alarm again."""
SURELY_WORRYING = 0.9
"""The same for words that surely worry: "there's no point anymore" is heard, "will they take my kids" is a question."""
PRESSING = frozenset(RiskType) - {
    RiskType.COERCION_TRAFFICKING,
    RiskType.RECENT_SEXUAL_ASSAULT,
    RiskType.STALKING,
    RiskType.DISTRESS,
}
"""Dangers that, told after another one, raise the alarm again: what was told already, said in other words, does not."""
SAFETY = "safety"
"""The question "are you safe right now?"."""


@dataclass(frozen=True)
class Accepted:
    """A stored visitor message: `duplicate` if it had been received before, `escalated` if it raised the alarm."""

    message: Message
    conversation: Conversation
    duplicate: bool
    escalated: bool = False


def hash_token(token: str) -> str:
    """Return what is stored of a token: it is random and long, so a plain SHA-256 is enough."""
    return sha256(token.encode()).hexdigest()


def open_conversation(session: Session, *, language: str, partner: str | None) -> tuple[Conversation, str]:
    """Create a conversation with its greeting; return it with its token, which is not kept."""
    token = token_urlsafe(32)
    conversation = Conversation(token_hash=hash_token(token), language=language, partner=partner)
    session.add(conversation)
    session.flush()
    add_message(session, conversation, sender="bot", kind="text", text=say("greeting", language))
    return conversation, token


def authenticate(session: Session, *, conversation_id: str, token: str, lock: bool = False) -> Conversation:
    """Return the conversation that `token` opens; raise UnauthorisedError or NotFoundError."""
    conversation = repository.get(session, conversation_id, lock=lock)
    if conversation is None:
        raise NotFoundError("This conversation does not exist, or was erased.")
    if not hmac.compare_digest(conversation.token_hash, hash_token(token)):
        raise UnauthorisedError("This token does not open this conversation.")
    return conversation


def add_message(
    session: Session,
    conversation: Conversation,
    *,
    sender: str,
    text: str,
    kind: str = "text",
    extra: dict[str, Any] | None = None,
    **fields: Any,
) -> Message:
    """Store one message of the conversation and give it its number."""
    message = Message(
        conversation_id=conversation.id,
        sender=sender,
        kind=kind,
        text=text,
        language=conversation.language,
        extra={key: value for key, value in (extra or {}).items() if value} or None,
        **fields,
    )
    session.add(message)
    session.flush()
    conversation.last_message_at = message.sent_at
    return message


def accept(session: Session, *, conversation: Conversation, text: str, client_message_id: str) -> Accepted:
    """Store a visitor's message with its assessment, and escalate if it must be; raise ConflictError when closed."""
    earlier = repository.message_by_client_id(session, conversation.id, "visitor", client_message_id)
    if earlier is not None:
        return Accepted(earlier, conversation, duplicate=True)
    if conversation.state == State.CLOSED:
        raise ConflictError("This conversation is closed. Start another one.")
    reading = _read(session, conversation, text)
    alarm = _alarms(conversation, reading)
    again = alarm and conversation.state == State.WAITING
    conversation.language = reading.language
    message = add_message(
        session,
        conversation,
        sender="visitor",
        text=text,
        client_message_id=client_message_id,
        answer_status=HUMAN if conversation.state == State.HUMAN else PENDING,
        assessment=_noted(session, conversation, reading) | {"alarm": alarm, "again": again},
    )
    _note(conversation, reading)
    if alarm:
        conversation.alarmed_at = message.sent_at
    escalated = alarm and conversation.state == State.BOT
    if escalated:
        state.apply(session, conversation, Event.ESCALATE, actor="risk")
    return Accepted(message, conversation, duplicate=False, escalated=escalated)


def _alarms(conversation: Conversation, reading: triage.Reading) -> bool:
    """Whether the newest words call for the numbers and for a counsellor, now or once more.

    While somebody is waited for, that takes words that surely tell of danger by themselves, and a level that rises, a
    pressing danger of another type or an imminent one: a person who says "il a un couteau" after "il me frappe" is
    heard again, one who tells more of what alarmed, or asks a question, is not answered by an alarm.
    """
    if not reading.escalates:
        return False
    if conversation.state == State.BOT:
        return True
    alone = reading.risk.message
    raised = reading.risk.turn_level.rank > Level(conversation.level).rank
    other = bool(PRESSING & set(alone.types) - set(conversation.types))
    worrying = alone.probabilities.get(Level.CONCERN, 0.0) >= SURELY_WORRYING
    sure = alone.level.escalates and (alone.score >= SURE or worrying)
    return sure and (raised or other or alone.level is Level.IMMINENT)


def _read(session: Session, conversation: Conversation, text: str) -> triage.Reading:
    """Read the newest text in the light of those that no person has dealt with."""
    earlier = repository.visitor_messages(session, conversation.id, after=conversation.assessed_after, limit=MEMORY - 1)
    before = triage.Before(
        language=conversation.language,
        level=conversation.level,
        types=conversation.types,
        evidence=[float((message.assessment or {}).get("evidence", 0.0)) for message in earlier],
        asked=(earlier[-1].assessment or {}).get("asked") if earlier else None,
    )
    return triage.read([*(message.text for message in earlier), text], before)


def _noted(session: Session, conversation: Conversation, reading: triage.Reading) -> dict[str, Any]:
    """Return what is kept of a reading beside its message: never the visitor's words."""
    risk = reading.risk
    ask = risk.ask_safety and conversation.state == State.BOT and _may_ask_safety(session, conversation, risk.level)
    return {
        "level": risk.message.level,
        "turn_level": risk.turn_level,
        "turn_types": list(risk.turn_types),
        "score": round(risk.score, 4),
        "evidence": risk.evidence,
        "ask_safety": ask,
        "spoken": reading.spoken,
    }


def _may_ask_safety(session: Session, conversation: Conversation, level: Level) -> bool:
    """Whether the safety question was not asked yet, or was at a lower level only."""
    noted = repository.visitor_assessments(session, conversation.id)
    return all(Level(each.get("asked_at", "none")).rank < level.rank for each in noted if each.get("asked") == SAFETY)


def asked(conversation: Conversation, message: Message, question: str | None) -> None:
    """Remember beside a visitor's message which question it was answered with: the next message may be its answer."""
    if question is not None:
        message.assessment = {**(message.assessment or {}), "asked": question, "asked_at": conversation.level}


def _note(conversation: Conversation, reading: triage.Reading) -> None:
    risk = reading.risk
    conversation.level = risk.level
    conversation.types = list(risk.types)
    if risk.turn_level != "none":
        conversation.reasons = list(dict.fromkeys((*risk.reasons, *conversation.reasons)))[:6]
    if reading.wishes.declines_human:
        conversation.declines_human, conversation.wants_human = True, False
    elif reading.wishes.wants_human:
        conversation.declines_human, conversation.wants_human = False, True


def remember(conversation: Conversation, memory: dict[str, Any]) -> None:
    """Copy what the bot learnt to where counsellors see it; what is not mentioned stays."""
    for field in ("need", "place", "region_code", "age"):
        if memory.get(field) is not None:
            setattr(conversation, field, memory[field])


def escalate_on_request(session: Session, conversation: Conversation) -> bool:
    """Put a conversation whose visitor asked for a person in the queue; return whether that changed anything."""
    if conversation.state not in (State.BOT, State.WAITING):
        return False
    conversation.wants_human = True
    if conversation.state == State.WAITING:  # told of a danger before, and wishes for a person now
        return False
    state.apply(session, conversation, Event.ESCALATE, actor="visitor")
    return True


def escalate_in_danger(session: Session, conversation: Conversation, message: Message) -> None:
    """Note that the bot read danger in a message, and put its conversation in the queue; nobody was asked for.

    What the bot alone reads is as grave as what the reader of risk escalates for: it must not wait behind worries.
    """
    conversation.alarmed_at = message.sent_at
    if not Level(conversation.level).escalates:
        conversation.level = Level.HIGH
    if conversation.state == State.BOT:
        state.apply(session, conversation, Event.ESCALATE, actor="bot")
