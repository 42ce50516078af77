"""The api's way to Rasa: one call, one time limit, one error."""

from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from pydantic import SecretStr


class RasaUnavailableError(Exception):
    """Rasa is down, restarting, too slow, or answered something that is not an answer."""


@dataclass(frozen=True)
class BotReply:
    """What the bot wants to say, and what it noted on the way.

    `messages` hold `kind, text, buttons?, resources?`; `memory` holds `need, place, region_code, age` as far as known;
    `escalate` says why the bot alerts the counsellors, if it does: the visitor `asked` for a person, or is in `danger`.
    """

    messages: list[dict[str, Any]] = field(default_factory=list)
    memory: dict[str, Any] = field(default_factory=dict)
    escalate: Literal["asked", "danger"] | None = None


class RasaClient:
    """Posts visitors' messages to Rasa's private channel."""

    def __init__(
        self, *, url: str, token: SecretStr, timeout: float, transport: httpx.BaseTransport | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {token.get_secret_value()}"}
        limits = httpx.Limits(max_connections=64)
        self._http = httpx.Client(
            base_url=url, headers=headers, timeout=timeout, limits=limits, trust_env=False, transport=transport
        )

    def close(self) -> None:
        """Release the connections."""
        self._http.close()

    def send(self, *, sender: str, text: str, metadata: dict[str, Any]) -> BotReply:
        """Return the bot's reply to one message; raise RasaUnavailableError within the time limit otherwise."""
        body = {"sender": sender, "message": text, "metadata": metadata}
        try:
            response = self._http.post("/webhooks/repere/webhook", json=body)
            response.raise_for_status()
            return parse_reply(response.json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise RasaUnavailableError(type(error).__name__) from error

    def ready(self) -> bool:
        """Whether Rasa answers and has a model loaded."""
        try:
            return bool(self._http.get("/webhooks/repere/").json()["status"] == "ok")
        except (httpx.HTTPError, ValueError, KeyError):
            return False


def parse_reply(items: list[dict[str, Any]]) -> BotReply:
    """Sort what Rasa's channel collected into messages, memory and the wish to escalate.

    Raises RasaUnavailableError when nothing was said: an action failed, and silence would leave a person alone.
    """
    messages: list[dict[str, Any]] = []
    memory: dict[str, Any] = {}
    for item in items:
        custom = item.get("custom") or {"kind": "text"}
        if custom["kind"] == "memory":
            memory |= {key: value for key, value in custom.items() if key != "kind"}
        else:
            messages.append({**custom, "text": item.get("text") or "", "buttons": item.get("buttons")})
    alerts = [message for message in messages if message["kind"] == "escalation"]
    if not messages:
        raise RasaUnavailableError("empty reply")
    asked = any(message.get("asked") for message in alerts)
    return BotReply(messages, memory, escalate=("asked" if asked else "danger") if alerts else None)
