"""The visitor's calls."""

from typing import Annotated

from fastapi import APIRouter, Body, Header, Path, Request, Response, status
from sse_starlette import EventSourceResponse

from api.conversations import events, repository, service
from api.conversations.schemas import (
    Answer,
    ConversationCreate,
    ConversationCreated,
    ConversationOut,
    MessageCreate,
)
from api.dependencies import HubDep, SessionDep, TokenDep, TurnsDep
from api.hub import CONSOLE, conversation_topic
from api.openapi import problems

router = APIRouter(prefix="/v1/conversations", tags=["visitor"])
ConversationId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(422, 503))
def create(session: SessionDep, body: Annotated[ConversationCreate | None, Body()] = None) -> ConversationCreated:
    """Open a conversation; the greeting says what this is, that it is a program, and how to leave."""
    wanted = body or ConversationCreate()
    conversation, token = service.open_conversation(session, language=wanted.language or "fr", partner=wanted.partner)
    messages = repository.messages(session, conversation.id)
    answer = Answer.of(conversation, messages)
    return ConversationCreated(id=conversation.id, token=token, **dict(answer))


@router.post("/{conversation_id}/messages", responses=problems(401, 404, 409, 422, 503))
def send(conversation_id: ConversationId, body: MessageCreate, token: TokenDep, turns: TurnsDep) -> Answer:
    """Store a visitor's message, then answer it."""
    return turns.take(
        conversation_id=conversation_id, token=token, text=body.text, client_message_id=body.client_message_id
    )


@router.get("/{conversation_id}", responses=problems(401, 404, 422, 503))
def read(conversation_id: ConversationId, token: TokenDep, session: SessionDep) -> ConversationOut:
    """Return the state and all messages so far."""
    conversation = service.authenticate(session, conversation_id=conversation_id, token=token)
    answer = Answer.of(conversation, repository.messages(session, conversation.id))
    return ConversationOut(id=conversation.id, **dict(answer))


@router.post("/{conversation_id}/typing", status_code=204, responses=problems(401, 404, 422, 503))
def typing(conversation_id: ConversationId, token: TokenDep, session: SessionDep, hub: HubDep) -> None:
    """Tell the counsellor that the visitor is writing."""
    service.authenticate(session, conversation_id=conversation_id, token=token)
    hub.publish(CONSOLE, {"type": "typing", "conversation_id": conversation_id, "sender": "visitor", "typing": True})


@router.get("/{conversation_id}/events", response_class=EventSourceResponse, responses=problems(401, 404, 422, 503))
async def stream(
    request: Request,
    conversation_id: ConversationId,
    token: TokenDep,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventSourceResponse:
    """Follow the conversation as server-sent events; `Last-Event-ID` resumes after that message."""
    source = events.VisitorStream(request.app.state.sessions, request.app.state.hub, conversation_id)
    await source.open(token=token, last_event_id=last_event_id)
    return EventSourceResponse(source.events(), ping=15)


@router.delete("/{conversation_id}", status_code=204, responses=problems(401, 404, 422, 503))
def erase(request: Request, conversation_id: ConversationId, token: TokenDep, hub: HubDep) -> Response:
    """Erase the conversation: messages, escalation, notes, and what Rasa remembers."""
    with request.app.state.sessions.begin() as session:
        service.authenticate(session, conversation_id=conversation_id, token=token, lock=True)
        repository.erase(session, [conversation_id])
    request.app.state.trackers.erase([conversation_id])
    hub.publish(conversation_topic(conversation_id), {"type": "changed"})
    hub.publish(CONSOLE, {"type": "changed", "conversation_id": conversation_id})
    return Response(status_code=204)
