"""One turn: a visitor's message in, stored; the bot's answer out, stored, whatever fails on the way.

The message is committed with its assessment and its escalation before anybody answers it; the answer is
written in a second transaction that looks at the state again, so that the bot is silent once a person has taken over.
"""

import time
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.orm import Session, sessionmaker

from api.conversations import repository, service
from api.conversations.models import Conversation, Message
from api.conversations.schemas import Answer
from api.conversations.service import ANSWERED, FALLBACK, HUMAN, PENDING, SAFETY
from api.conversations.words import answers, say
from api.handoff.state import BOT_ANSWERS, State
from api.hub import CONSOLE, MemoryHub, conversation_topic
from api.metrics import BOT_FALLBACKS, ESCALATIONS, MESSAGES
from api.rasa.client import BotReply, RasaClient, RasaUnavailableError
from api.rasa.tracker import Trackers
from api.safety.service import SafetyLines

log = structlog.get_logger()

REPLAY_LIMIT = 4
"""Messages that Rasa missed and is told again before the next one, at most."""
REPLAYED = {"replay": True, "asked": None, "ask_safety": False, "spoken": None}


@dataclass(frozen=True)
class Turns:
    """What a turn needs; one for the process."""

    sessions: sessionmaker[Session]
    rasa: RasaClient
    hub: MemoryHub
    safety: SafetyLines
    trackers: Trackers
    duplicate_patience: float = 8.0

    def take(self, *, conversation_id: str, token: str, text: str, client_message_id: str) -> Answer:
        """Accept one visitor message and return the answer to it; the same message twice is answered once."""
        with self.sessions.begin() as session:
            conversation = service.authenticate(session, conversation_id=conversation_id, token=token, lock=True)
            accepted = service.accept(
                session, conversation=conversation, text=text, client_message_id=client_message_id
            )
        if accepted.duplicate:
            return self._answer_to_duplicate(accepted.message)
        MESSAGES.labels(sender="visitor").inc()
        if accepted.escalated:
            ESCALATIONS.labels(level=conversation.level).inc()
        self._changed(conversation_id)
        return self.answer(accepted.message.id, conversation_id)

    def answer(self, message_id: str, conversation_id: str) -> Answer:
        """Let the bot answer a stored message if it may, else say what the state is."""
        with self.sessions() as session:
            conversation = repository.get(session, conversation_id)
            message = _message(session, conversation_id, message_id)
            previous = _asked_before(session, message) if message else None
            missed = (
                repository.with_status(session, FALLBACK, conversation_id=conversation_id, before_seq=message.seq)
                if message
                else []
            )
        if conversation is None or message is None:
            return Answer(state=State.CLOSED, language="fr", messages=[])
        if conversation.state not in BOT_ANSWERS:
            return self._store(message_id, conversation_id, None)
        self._typing(conversation_id, typing=True)
        try:
            reply = self._ask(conversation, message, missed[-REPLAY_LIMIT:], previous)
        finally:
            self._typing(conversation_id, typing=False)
        return self._store(message_id, conversation_id, reply, [m.id for m in missed])

    def _ask(
        self, conversation: Conversation, message: Message, missed: list[Message], previous: str | None
    ) -> BotReply | None:
        """Return Rasa's reply, None if there is none; what it missed while it was away is told first."""
        assessment = message.assessment or {}
        metadata = {
            "asked": previous,
            "ask_safety": bool(assessment.get("ask_safety")),
            "spoken": assessment.get("spoken"),
            "language": conversation.language,
            "risk": {
                "level": conversation.level,
                "types": conversation.types,
                "turn_level": assessment.get("turn_level", "none"),
                "turn_types": assessment.get("turn_types", []),
                "again": bool(assessment.get("again")),
                "alarm": bool(assessment.get("alarm")),
            },
            "declines_human": conversation.declines_human,
            "wants_human": conversation.wants_human,
            "waiting": conversation.state == State.WAITING,
            "partner": conversation.partner,
        }
        try:
            for earlier in missed:
                self.rasa.send(sender=conversation.id, text=earlier.text, metadata=metadata | REPLAYED)
            return self.rasa.send(sender=conversation.id, text=message.text, metadata=metadata)
        except RasaUnavailableError as error:
            log.warning("rasa_unavailable", conversation=conversation.id, reason=str(error))
            BOT_FALLBACKS.inc()
            return None

    def _store(
        self, message_id: str, conversation_id: str, reply: BotReply | None, caught_up: list[str] | None = None
    ) -> Answer:
        """Write the reply, or the fallback, unless a person took over meanwhile or the visitor erased everything."""
        with self.sessions.begin() as session:
            conversation = repository.get(session, conversation_id, lock=True)
            if conversation is None:  # erased while Rasa was answering, which wrote its own memory after that
                self.trackers.erase([conversation_id])
                return Answer(state=State.CLOSED, language="fr", messages=[])
            if conversation.state not in BOT_ANSWERS:
                repository.set_status(session, [message_id], HUMAN)
                return Answer.of(conversation, [])
            already = repository.replies(session, message_id)
            if already:
                return Answer.of(conversation, already)
            message = _message(session, conversation_id, message_id)
            if reply is None:
                repository.set_status(session, [message_id], FALLBACK)
                said, question = self._fallback(conversation, message)
                stored = self._write(session, conversation, message_id, said)
            else:
                repository.set_status(session, [message_id, *(caught_up or [])], ANSWERED)
                service.remember(conversation, reply.memory)
                if reply.escalate == "asked":
                    service.escalate_on_request(session, conversation)
                elif reply.escalate == "danger" and message is not None:
                    service.escalate_in_danger(session, conversation, message)
                stored = self._write(session, conversation, message_id, reply.messages)
                question = reply.memory.get("question")
            if message is not None:
                service.asked(conversation, message, question)
            answer = Answer.of(conversation, stored)
        self._changed(conversation_id)
        return answer

    def _write(
        self, session: Session, conversation: Conversation, message_id: str, messages: list[dict[str, Any]]
    ) -> list[Message]:
        MESSAGES.labels(sender="bot").inc(len(messages))
        return [
            service.add_message(
                session,
                conversation,
                sender="bot",
                kind=item.get("kind", "text"),
                text=item.get("text") or "",
                extra={key: item.get(key) for key in ("buttons", "resources", "question", "sources")},
                reply_to=message_id,
            )
            for item in messages
        ]

    def _fallback(self, conversation: Conversation, message: Message | None) -> tuple[list[dict[str, Any]], str | None]:
        """Return what the visitor gets when the bot cannot answer, the truth and numbers, and the question asked."""
        language = conversation.language
        lines = self.safety.find(
            level=conversation.level,
            types=conversation.types,
            language=language,
            age=conversation.age,
            region_code=conversation.region_code,
        )
        # a question while a person is awaited raises no alarm again
        alarmed = message is None or (message.assessment or {}).get("alarm", True)
        if conversation.state == State.WAITING and alarmed:
            safety = "safety_imminent" if conversation.level == "imminent" else "safety_high"
            alerted = "escalated_declined" if conversation.declines_human else "escalated"
            return [
                {"kind": "safety", "text": say(safety, language), "resources": lines},
                {"kind": "escalation", "text": say(alerted, language)},
            ], None
        notice = {"kind": "notice", "text": say("fallback", language), "resources": lines}
        if message is None or not (message.assessment or {}).get("ask_safety"):
            return [notice], None
        asked = {"kind": "text", "text": say("ask_safety", language), "buttons": answers("safety", language)}
        return [notice, asked], SAFETY

    def _answer_to_duplicate(self, message: Message) -> Answer:
        """Wait for the answer that is being written to the first copy; write it here if nobody is."""
        deadline = time.monotonic() + self.duplicate_patience
        while time.monotonic() < deadline:
            with self.sessions() as session:
                conversation = repository.get(session, message.conversation_id)
                current = _message(session, message.conversation_id, message.id)
                if conversation is None or current is None:
                    return Answer(state=State.CLOSED, language="fr", messages=[])
                if current.answer_status != PENDING:
                    return Answer.of(conversation, repository.replies(session, message.id))
            time.sleep(0.1)
        return self.answer(message.id, message.conversation_id)

    def recover(self) -> int:
        """Answer what was accepted and never answered because the process died; return how many."""
        with self.sessions() as session:
            pending = repository.with_status(session, PENDING)
        for message in pending:
            self.answer(message.id, message.conversation_id)
        return len(pending)

    def _typing(self, conversation_id: str, *, typing: bool) -> None:
        signal = {"type": "typing", "sender": "bot", "typing": typing}
        self.hub.publish(conversation_topic(conversation_id), signal)

    def _changed(self, conversation_id: str) -> None:
        self.hub.publish(conversation_topic(conversation_id), {"type": "changed"})
        self.hub.publish(CONSOLE, {"type": "changed", "conversation_id": conversation_id})


def _message(session: Session, conversation_id: str, message_id: str) -> Message | None:
    found = [m for m in repository.messages(session, conversation_id) if m.id == message_id]
    return found[0] if found else None


def _asked_before(session: Session, message: Message) -> str | None:
    """Return the question that the bot asked last, unless a person has spoken since."""
    earlier = repository.message_before(session, message)
    return (earlier.assessment or {}).get("asked") if earlier is not None else None
