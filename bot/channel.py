"""The only way into the bot: a channel behind a bearer token (Rasa protects its HTTP API, not its channels)."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json


class Collector(OutputChannel):
    """Keeps each of the bot's messages whole: text, buttons and custom content in one item."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        return "collector"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append({key: message[key] for key in ("text", "buttons", "custom") if message.get(key)})


class PrivateInput(InputChannel):
    """`POST /webhooks/repere/webhook` `{sender, message, metadata}` with `Authorization: Bearer TOKEN`."""

    def __init__(self, token: str) -> None:
        if not token:
            raise ValueError("the channel needs a token: set REPERE_RASA_TOKEN")
        self._authorisation = f"Bearer {token}".encode()
        self._rehearsed = False
        self._rehearsing = asyncio.Lock()

    @classmethod
    def name(cls) -> str:
        return "repere"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        return cls((credentials or {}).get("token", ""))

    async def _rehearse(self, agent: Agent) -> None:
        """Read one message once, before the first visitor's: what loads with the first use makes nobody wait."""
        async with self._rehearsing:  # whoever asks meanwhile is not told that all is ready
            if not self._rehearsed:
                await agent.parse_message("bonjour")
                self._rehearsed = True

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[None]]) -> Blueprint:
        webhook = Blueprint("repere_channel")

        @webhook.middleware("request")
        async def authorise(request: Request) -> HTTPResponse | None:
            sent = request.headers.get("Authorization", "").encode()
            if hmac.compare_digest(sent, self._authorisation):
                return None
            return json({"status": "unauthorised"}, status=401)

        @webhook.get("/")
        async def health(request: Request) -> HTTPResponse:
            await self._rehearse(request.app.ctx.agent)
            return json({"status": "ok"})

        @webhook.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            body = request.json
            collector = Collector()
            message = UserMessage(
                body["message"], collector, body["sender"], input_channel=self.name(), metadata=body.get("metadata")
            )
            await on_new_message(message)
            return json(collector.messages)

        return webhook
