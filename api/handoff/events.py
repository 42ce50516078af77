"""The console's stream of server-sent events: the whole queue at each change, messages, typing, and places."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool

from api.availability.repository import revision as places_revision
from api.conversations import repository
from api.conversations.schemas import MessageOut
from api.handoff import queue
from api.handoff.queue import Summary
from api.hub import CONSOLE, MemoryHub, conversation_topic

LOOK_EVERY = 2.0
Event = dict[str, Any]


def summaries(session: Session, hub: MemoryHub, counsellor_id: str) -> list[Summary]:
    """Return the queue as one counsellor sees it."""
    return [
        Summary.of(session, c, counsellor_id=counsellor_id, connected=hub.listening(conversation_topic(c.id)))
        for c in queue.all_for(session, counsellor_id)
    ]


class ConsoleStream:
    """One open console. Like the visitor's stream, it reads the database and only hurries when signalled."""

    def __init__(self, sessions: sessionmaker[Session], hub: MemoryHub, counsellor_id: str) -> None:
        self._sessions = sessions
        self._hub = hub
        self._counsellor_id = counsellor_id
        self._queue: str | None = None
        self._last: int | None = None
        self._places: str | None = None

    async def events(self) -> AsyncIterator[Event]:
        """Yield events until the console is closed."""
        async with self._hub.subscribe(CONSOLE) as signals:
            while True:
                for event in await run_in_threadpool(self._look):
                    yield event
                async for event in self._wait(signals):
                    yield event

    async def _wait(self, signals: asyncio.Queue[dict[str, Any]]) -> AsyncIterator[Event]:
        while True:
            try:
                signal = await asyncio.wait_for(signals.get(), LOOK_EVERY)
            except TimeoutError:
                return
            if signal["type"] == "changed":
                return
            yield _event(signal["type"], {key: value for key, value in signal.items() if key != "type"})

    def _look(self) -> list[Event]:
        with self._sessions() as session:
            news = self._messages(session) + self._places_news(session)
            items = [s.model_dump(mode="json") for s in summaries(session, self._hub, self._counsellor_id)]
        rendered = json.dumps({"items": items}, ensure_ascii=False)
        if rendered != self._queue:
            self._queue = rendered
            news.append({"event": "queue", "data": rendered})
        return news

    def _messages(self, session: Session) -> list[Event]:
        """Return messages stored since the last look in conversations that people see."""
        if self._last is None:
            self._last = repository.newest_seq(session)
            return []
        found = repository.escalated_messages(session, after=self._last)
        self._last = max([self._last, *(m.seq for m in found)])
        return [
            _event(
                "message",
                {"conversation_id": m.conversation_id, "message": MessageOut.of(m).model_dump(mode="json")},
            )
            for m in found
        ]

    def _places_news(self, session: Session) -> list[Event]:
        """Say that a count or a hold changed; the pages that show places read them again."""
        known, self._places = self._places, places_revision(session)
        return [] if known == self._places else [_event("availability", {"revision": self._places})]


def _event(name: str, data: dict[str, Any]) -> Event:
    return {"event": name, "data": json.dumps(data, ensure_ascii=False)}
