"""The counsellors' calls."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session
from sse_starlette import EventSourceResponse

from api.auth import service as auth
from api.auth.dependencies import ActingCounsellorDep, CounsellorDep
from api.auth.endpoints import Person
from api.auth.models import Counsellor
from api.conversations import repository
from api.conversations.models import Conversation
from api.conversations.schemas import ClientId, MessageOut, Text
from api.dependencies import HubDep, SessionDep
from api.handoff import events, service
from api.handoff.queue import Summary
from api.hub import CONSOLE, MemoryHub, conversation_topic
from api.openapi import problems

router = APIRouter(prefix="/v1/console", tags=["console"])
ConversationId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
READ = problems(401, 403, 404, 422, 503)
ACT = problems(401, 403, 404, 409, 422, 503)


class Reply(BaseModel):
    """A counsellor's message."""

    text: Text
    client_message_id: ClientId


class NoteCreate(BaseModel):
    """A note for the team."""

    text: Text


class NoteOut(BaseModel):
    """A note as the team sees it."""

    id: str
    author: Person
    text: str
    created_at: datetime


class Transfer(BaseModel):
    """Who receives the conversation."""

    counsellor_id: ClientId


class Queue(BaseModel):
    """The whole queue, in order."""

    items: list[Summary]


class People(BaseModel):
    """Counsellors."""

    items: list[Person]


class Detail(BaseModel):
    """A conversation opened in the console."""

    summary: Summary
    messages: list[MessageOut]
    notes: list[NoteOut]


@router.get("/queue", responses=READ)
def read_queue(session: SessionDep, counsellor: CounsellorDep, hub: HubDep) -> Queue:
    """Return who waits, most urgent first, then whom I have, then whom others have."""
    return Queue(items=events.summaries(session, hub, counsellor.id))


@router.get("/counsellors", responses=READ)
def read_counsellors(session: SessionDep, _me: CounsellorDep) -> People:
    """Return those to whom a conversation can be transferred."""
    return People(items=[Person(id=c.id, name=c.name) for c in auth.active_counsellors(session)])


@router.get("/events", response_class=EventSourceResponse, responses=READ)
async def stream(request: Request, counsellor: CounsellorDep) -> EventSourceResponse:
    """Follow the queue and the messages as server-sent events."""
    source = events.ConsoleStream(request.app.state.sessions, request.app.state.hub, counsellor.id)
    return EventSourceResponse(source.events(), ping=15)


@router.get("/conversations/{conversation_id}", responses=READ)
def read(conversation_id: ConversationId, session: SessionDep, counsellor: CounsellorDep, hub: HubDep) -> Detail:
    """Return all that a counsellor may know of a conversation."""
    conversation = service.find(session, conversation_id)
    return Detail(
        summary=_summary(session, conversation, counsellor, hub),
        messages=[MessageOut.of(m) for m in repository.messages(session, conversation_id)],
        notes=[_note(n) for n in service.notes(session, conversation_id)],
    )


@router.post("/conversations/{conversation_id}/claim", responses=ACT)
def claim(conversation_id: ConversationId, session: SessionDep, me: ActingCounsellorDep, hub: HubDep) -> Summary:
    """Take a waiting conversation over; the bot is silent from then on."""
    conversation = service.claim(session, conversation_id=conversation_id, counsellor=me)
    return _done(session, conversation, me, hub)


@router.post("/conversations/{conversation_id}/messages", status_code=201, responses=ACT)
def write(
    conversation_id: ConversationId, body: Reply, session: SessionDep, me: ActingCounsellorDep, hub: HubDep
) -> MessageOut:
    """Write to the visitor."""
    message = service.write(
        session,
        conversation_id=conversation_id,
        counsellor=me,
        text=body.text,
        client_message_id=body.client_message_id,
    )
    out = MessageOut.of(message)
    _commit_and_tell(session, hub, conversation_id)
    return out


@router.post("/conversations/{conversation_id}/typing", status_code=204, responses=ACT)
def typing(conversation_id: ConversationId, session: SessionDep, me: ActingCounsellorDep, hub: HubDep) -> None:
    """Tell the visitor that a person is writing."""
    service.owned(session, conversation_id, me)
    hub.publish(conversation_topic(conversation_id), {"type": "typing", "sender": "counsellor", "typing": True})


@router.post("/conversations/{conversation_id}/notes", status_code=201, responses=ACT)
def add_note(
    conversation_id: ConversationId, body: NoteCreate, session: SessionDep, me: ActingCounsellorDep
) -> NoteOut:
    """Leave a note for the team."""
    return _note(service.add_note(session, conversation_id=conversation_id, counsellor=me, text=body.text))


@router.post("/conversations/{conversation_id}/transfer", responses=ACT)
def transfer(
    conversation_id: ConversationId, body: Transfer, session: SessionDep, me: ActingCounsellorDep, hub: HubDep
) -> Summary:
    """Give the conversation to another counsellor."""
    conversation = service.transfer(session, conversation_id=conversation_id, counsellor=me, to=body.counsellor_id)
    return _done(session, conversation, me, hub)


@router.post("/conversations/{conversation_id}/return", responses=ACT)
def give_back(conversation_id: ConversationId, session: SessionDep, me: ActingCounsellorDep, hub: HubDep) -> Summary:
    """Give the conversation back to the bot."""
    conversation = service.give_back(session, conversation_id=conversation_id, counsellor=me)
    return _done(session, conversation, me, hub)


@router.post("/conversations/{conversation_id}/close", responses=ACT)
def close(conversation_id: ConversationId, session: SessionDep, me: ActingCounsellorDep, hub: HubDep) -> Summary:
    """End the conversation."""
    conversation = service.close(session, conversation_id=conversation_id, counsellor=me)
    return _done(session, conversation, me, hub)


def _done(session: Session, conversation: Conversation, me: Counsellor, hub: MemoryHub) -> Summary:
    session.flush()
    summary = _summary(session, conversation, me, hub)
    _commit_and_tell(session, hub, conversation.id)
    return summary


def _commit_and_tell(session: Session, hub: MemoryHub, conversation_id: str) -> None:
    """End the request's transaction before the signal goes out: listeners read the database at once."""
    session.commit()
    hub.publish(conversation_topic(conversation_id), {"type": "changed"})
    hub.publish(CONSOLE, {"type": "changed", "conversation_id": conversation_id})


def _summary(session: Session, conversation: Conversation, me: Counsellor, hub: MemoryHub) -> Summary:
    connected = hub.listening(conversation_topic(conversation.id))
    return Summary.of(session, conversation, counsellor_id=me.id, connected=connected)


def _note(note: Any) -> NoteOut:
    author = Person(id=note.author.id, name=note.author.name)
    return NoteOut(id=note.id, author=author, text=note.text, created_at=note.created_at)
