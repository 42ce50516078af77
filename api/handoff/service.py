"""What counsellors do with a conversation. Nothing here commits."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.auth.models import COUNSELLOR, Counsellor
from api.conversations import repository
from api.conversations import service as conversations
from api.conversations.models import Conversation, Message, Note
from api.conversations.words import say
from api.errors import ConflictError, NotFoundError
from api.handoff import state
from api.handoff.state import Event, State
from understanding.risk.taxonomy import Level


def find(session: Session, conversation_id: str, *, lock: bool = False) -> Conversation:
    """Return a conversation that counsellors may see; raise NotFoundError."""
    conversation = repository.get(session, conversation_id, lock=lock)
    if conversation is None:
        raise NotFoundError("This conversation does not exist, or its visitor erased it.")
    return conversation


def owned(session: Session, conversation_id: str, counsellor: Counsellor) -> Conversation:
    """Return a conversation that `counsellor` owns, locked; raise ConflictError if it is not theirs."""
    conversation = find(session, conversation_id, lock=True)
    if conversation.state != State.HUMAN or conversation.owner_id != counsellor.id:
        raise ConflictError("This conversation is not yours.")
    return conversation


def claim(session: Session, *, conversation_id: str, counsellor: Counsellor) -> Conversation:
    """Make `counsellor` the owner; claiming one's own again changes nothing; ConflictError if somebody else has it."""
    conversation = find(session, conversation_id, lock=True)
    if conversation.state == State.HUMAN and conversation.owner_id == counsellor.id:
        return conversation
    state.apply(session, conversation, Event.CLAIM, actor=counsellor.id)
    conversation.owner = counsellor
    conversation.owner_id = counsellor.id
    _tell(session, conversation, "claimed", name=counsellor.name)
    return conversation


def write(
    session: Session, *, conversation_id: str, counsellor: Counsellor, text: str, client_message_id: str
) -> Message:
    """Store a counsellor's message to the visitor; the same one sent twice is stored once."""
    conversation = owned(session, conversation_id, counsellor)
    earlier = repository.message_by_client_id(session, conversation.id, "counsellor", client_message_id)
    if earlier is not None:
        return earlier
    return conversations.add_message(
        session,
        conversation,
        sender="counsellor",
        text=text,
        client_message_id=client_message_id,
        extra={"author": counsellor.id},
    )


def add_note(session: Session, *, conversation_id: str, counsellor: Counsellor, text: str) -> Note:
    """Store a note for the team."""
    conversation = find(session, conversation_id)
    note = Note(conversation_id=conversation.id, author_id=counsellor.id, author=counsellor, text=text)
    session.add(note)
    session.flush()
    return note


def notes(session: Session, conversation_id: str) -> list[Note]:
    """Return the notes, oldest first."""
    query = select(Note).where(Note.conversation_id == conversation_id).order_by(Note.created_at)
    return list(session.scalars(query))


def transfer(session: Session, *, conversation_id: str, counsellor: Counsellor, to: str) -> Conversation:
    """Give the conversation to another active counsellor; the state stays `human`."""
    conversation = owned(session, conversation_id, counsellor)
    receiver = session.get(Counsellor, to)
    if receiver is None or not receiver.active or COUNSELLOR not in receiver.roles:
        raise NotFoundError("This counsellor does not exist.")
    conversation.owner = receiver
    conversation.owner_id = receiver.id
    _tell(session, conversation, "transferred", name=receiver.name)
    return conversation


def give_back(session: Session, *, conversation_id: str, counsellor: Counsellor) -> Conversation:
    """Return the conversation to the bot; what the person dealt with no longer counts towards the level."""
    conversation = owned(session, conversation_id, counsellor)
    state.apply(session, conversation, Event.RETURN, actor=counsellor.id)
    conversation.wants_human = conversation.declines_human = False
    conversation.assessed_after = repository.last_seq(session, conversation.id)
    if Level(conversation.level).escalates:
        conversation.level = Level.CONCERN
    _tell(session, conversation, "returned")
    return conversation


def close(session: Session, *, conversation_id: str, counsellor: Counsellor) -> Conversation:
    """End the conversation."""
    conversation = owned(session, conversation_id, counsellor)
    state.apply(session, conversation, Event.CLOSE, actor=counsellor.id)
    _tell(session, conversation, "closed")
    return conversation


def _tell(session: Session, conversation: Conversation, key: str, **values: str) -> None:
    text = say(key, conversation.language, **values)
    conversations.add_message(session, conversation, sender="system", kind="notice", text=text)
