"""Shapes of the visitor's calls (docs/http-contract.md)."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from api.conversations.models import Conversation, Message

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=r"^[^\x00]*$")]
ClientId = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[^\x00]*$")]
Language = Literal["fr", "en"]


class ConversationCreate(BaseModel):
    """What a page may say when it opens a conversation."""

    language: Language | None = None
    partner: Annotated[str, StringConstraints(max_length=64, pattern=r"^[\w.-]*$")] | None = None


class MessageCreate(BaseModel):
    """A message, with the sender's own identifier so that a retry is answered once."""

    text: Text
    client_message_id: ClientId


class Button(BaseModel):
    """A suggested answer: `payload` is sent as the visitor's text, `title` is shown."""

    title: str
    payload: str


class Source(BaseModel):
    """Where a fact of the message was read; `as_of` is a year, or a year and a month."""

    record: str
    title: str
    url: str | None
    as_of: str
    as_of_estimated: bool


class MessageOut(BaseModel):
    """One message as both pages see it."""

    id: str
    sender: Literal["visitor", "bot", "counsellor", "system"]
    kind: Literal["text", "resources", "safety", "escalation", "notice"]
    text: str
    language: str
    buttons: list[Button] | None = None
    resources: list[dict[str, Any]] | None = None
    question: str | None = None
    sources: list[Source] | None = None
    sent_at: datetime
    client_message_id: str | None = None

    @classmethod
    def of(cls, message: Message) -> Self:
        """Return the public shape of a stored message."""
        extra = message.extra or {}
        return cls(
            id=message.id,
            sender=message.sender,
            kind=message.kind,
            text=message.text,
            language=message.language,
            buttons=extra.get("buttons"),
            resources=extra.get("resources"),
            question=extra.get("question"),
            sources=extra.get("sources"),
            sent_at=message.sent_at,
            client_message_id=message.client_message_id,
        )


class Answer(BaseModel):
    """What a visitor's message is answered with."""

    state: str
    language: str
    messages: list[MessageOut]

    @classmethod
    def of(cls, conversation: Conversation, messages: list[Message]) -> Self:
        """Return the answer holding `messages`, in the conversation's present state."""
        return cls(
            state=conversation.state,
            language=conversation.language,
            messages=[MessageOut.of(message) for message in messages],
        )


class ConversationOut(Answer):
    """A conversation as its visitor sees it."""

    id: str


class ConversationCreated(ConversationOut):
    """The same, with the only copy of the token."""

    token: str = Field(description="Bearer token; kept nowhere else, it cannot be recovered")
