"""The visitor's stream of server-sent events.

It reads the database when the hub signals a change, and every few seconds by itself in case a signal was lost: what
the visitor sees never depends on a signal. An event's id is the number of the last message sent.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from api.conversations import repository, service
from api.conversations.models import Conversation
from api.conversations.schemas import MessageOut
from api.handoff import queue
from api.handoff.state import State
from api.hub import MemoryHub, conversation_topic

LOOK_EVERY = 3.0
Event = dict[str, Any]


class VisitorStream:
    """One open connection of one visitor."""

    def __init__(self, sessions: sessionmaker[Session], hub: MemoryHub, conversation_id: str) -> None:
        self._sessions = sessions
        self._hub = hub
        self._id = conversation_id
        self._last = 0
        self._state: tuple[str, str] | None = None
        self._position: int | None = None

    async def open(self, *, token: str, last_event_id: str | None) -> None:
        """Check the token before the stream starts; raise UnauthorisedError or NotFoundError."""
        await run_in_threadpool(self._authenticate, token)
        digits = (last_event_id or "").strip()
        self._last = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0

    def _authenticate(self, token: str) -> None:
        with self._sessions() as session:
            service.authenticate(session, conversation_id=self._id, token=token)

    async def events(self) -> AsyncIterator[Event]:
        """Yield events until the visitor leaves or the conversation is erased."""
        async with self._hub.subscribe(conversation_topic(self._id)) as signals:
            while True:
                news = await run_in_threadpool(self._look)
                if news is None:
                    return
                for event in news:
                    yield event
                async for event in self._wait(signals):
                    yield event

    async def _wait(self, signals: asyncio.Queue[dict[str, Any]]) -> AsyncIterator[Event]:
        """Yield typing events as they come, until something changed or it is time to look."""
        while True:
            try:
                signal = await asyncio.wait_for(signals.get(), LOOK_EVERY)
            except TimeoutError:
                return
            if signal["type"] != "typing":
                return
            yield _event("typing", {"sender": signal["sender"], "typing": signal["typing"]})

    def _look(self) -> list[Event] | None:
        """Return what is new since the last look, None once the conversation no longer exists."""
        with self._sessions() as session:
            conversation = repository.get(session, self._id)
            if conversation is None:
                return None
            news = []
            for message in repository.messages(session, self._id, after=self._last):
                self._last = message.seq
                news.append(_event("message", MessageOut.of(message).model_dump(mode="json"), id_=message.seq))
            news.extend(self._state_news(conversation))
            news.extend(self._queue_news(session, conversation))
            return news

    def _state_news(self, conversation: Conversation) -> list[Event]:
        state = (conversation.state, conversation.language)
        if state == self._state:
            return []
        self._state = state
        return [_event("state", {"state": state[0], "language": state[1]}, id_=self._last)]

    def _queue_news(self, session: Session, conversation: Conversation) -> list[Event]:
        position = queue.position(session, conversation) if conversation.state == State.WAITING else None
        if position == self._position:
            return []
        self._position = position
        return [_event("queue", {"position": position})] if position else []


def _event(name: str, data: dict[str, Any], id_: int | None = None) -> Event:
    event: Event = {"event": name, "data": json.dumps(data, ensure_ascii=False)}
    return event | ({"id": str(id_)} if id_ is not None else {})
