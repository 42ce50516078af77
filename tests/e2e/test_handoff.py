"""From the visitor's danger to the counsellor's hands, on the running product."""

import contextlib
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.e2e.conftest import Stack, Visitor

pytestmark = pytest.mark.stack
DANGER = "il est devant ma porte avec un couteau"
Open = Callable[..., Visitor]


class Listener(threading.Thread):
    """Reads a stream of server-sent events, noting when each came."""

    def __init__(self, http: httpx.Client, path: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(daemon=True)
        self._http, self._path, self._headers = http, path, headers or {}
        self.events: list[tuple[float, str, dict[str, Any], str | None]] = []
        self.start()
        time.sleep(0.5)

    def run(self) -> None:
        """Read until the connection ends, as it does when the server is stopped."""
        with contextlib.suppress(httpx.RemoteProtocolError):
            self._read()

    def _read(self) -> None:
        with (
            httpx.Client(base_url=self._http.base_url, cookies=self._http.cookies, timeout=120, trust_env=False) as own,
            own.stream("GET", self._path, headers=self._headers) as answer,
        ):
            name, event_id = "message", None
            for line in answer.iter_lines():
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "id":
                    event_id = value
                elif field == "data":
                    self.events.append((time.monotonic(), name, json.loads(value), event_id))

    def wait(self, right: Callable[[str, dict[str, Any]], bool], seconds: float = 5) -> float:
        """Return when the first right event came."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for at, name, data, _ in list(self.events):
                if right(name, data):
                    return at
            time.sleep(0.02)
        raise AssertionError([(n, d) for _, n, d, _ in self.events][-5:])


def test_the_counsellor_sees_danger_within_two_seconds(open_visitor: Open, counsellor: httpx.Client) -> None:
    console = Listener(counsellor, "/v1/console/events")
    visitor = open_visitor()
    sent = time.monotonic()
    visitor.say(DANGER)
    at = console.wait(lambda name, data: name == "queue" and any(i["id"] == visitor.id for i in data["items"]))
    assert at - sent < 2


def test_a_whole_take_over_and_back(open_visitor: Open, counsellor: httpx.Client) -> None:
    visitor = open_visitor()
    stream = Listener(visitor.http, f"/v1/conversations/{visitor.id}/events", visitor.headers)
    visitor.say(DANGER)
    path = f"/v1/console/conversations/{visitor.id}"
    assert counsellor.post(f"{path}/claim").json()["state"] == "human"
    assert visitor.say("vous êtes là?")["messages"] == []
    counsellor.post(f"{path}/typing").raise_for_status()
    counsellor.post(f"{path}/messages", json={"text": "Oui, je suis là.", "client_message_id": "1"}).raise_for_status()
    stream.wait(lambda name, data: name == "typing" and data == {"sender": "counsellor", "typing": True})
    stream.wait(lambda name, data: name == "message" and data["text"] == "Oui, je suis là.")
    stream.wait(lambda name, data: name == "state" and data["state"] == "human")
    assert counsellor.post(f"{path}/return").json()["state"] == "bot"
    assert visitor.say("merci, à la prochaine")["messages"]


def test_the_stream_resumes_where_it_stopped(open_visitor: Open) -> None:
    visitor = open_visitor()
    visitor.say("bonjour")
    path = f"/v1/conversations/{visitor.id}/events"
    first = Listener(visitor.http, path, visitor.headers)
    first.wait(lambda name, data: name == "message" and data["sender"] == "visitor")
    second_id = [event_id for _, name, _, event_id in first.events if name == "message"][1]
    again = Listener(visitor.http, path, {**visitor.headers, "Last-Event-ID": str(second_id)})
    again.wait(lambda name, _data: name == "state")
    texts = [data["text"] for _, name, data, _ in first.events if name == "message"]
    resumed = [data["text"] for _, name, data, _ in again.events if name == "message"]
    assert resumed == texts[2:]


def test_erasing_empties_rasa_s_memory_too(stack: Stack, open_visitor: Open) -> None:
    visitor = open_visitor()
    visitor.say("je cherche un hébergement à Rimouski")
    database = (stack.data / "rasa.db").read_bytes()
    assert visitor.id.encode() in database
    visitor.http.delete(f"/v1/conversations/{visitor.id}", headers=visitor.headers).raise_for_status()
    from sqlalchemy import create_engine, text

    with create_engine(f"sqlite:///{stack.data / 'rasa.db'}").connect() as connection:
        rows = connection.execute(text("SELECT count(*) FROM events WHERE sender_id = :id"), {"id": visitor.id})
        assert rows.scalar() == 0


def test_no_log_holds_what_was_said(stack: Stack, open_visitor: Open, counsellor: httpx.Client) -> None:
    secret = "quetzalcoatl"
    visitor = open_visitor()
    visitor.say(f"{secret} il est devant ma porte avec un couteau")
    counsellor.post(f"/v1/console/conversations/{visitor.id}/notes", json={"text": secret}).raise_for_status()
    logs = "".join(path.read_text("utf-8", errors="replace") for path in (stack.data / "logs").glob("*.log"))
    assert secret not in logs and visitor.token not in logs and "127.0.0.1:" not in stack.log("api")
