"""`make bench` against a stand-in for the server."""

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bench import turns

SENT: list[tuple[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    """Answers what the contract says, at once."""

    protocol_version = "HTTP/1.1"

    def _answer(self, body: Any) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        SENT.append((self.command, self.path))
        content = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        self._answer({"id": "c1", "token": "t", "messages": [], "state": "bot"})

    def do_DELETE(self) -> None:
        self._answer({})

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def url() -> Iterator[str]:
    SENT.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_turns_and_bare_requests_alternate_and_conversations_are_erased(
    url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["turns", "--url", url, "--conversations", "2"])
    turns.main()
    said = capsys.readouterr().out
    assert "bare request" in said and "p95" in said and "×" in said
    asked = [item for item in SENT if item[1].endswith(("/messages", "/healthz"))]
    assert asked[0::2] == [("GET", "/healthz")] * (len(asked) // 2)
    assert asked[1::2] == [("POST", "/v1/conversations/c1/messages")] * (len(asked) // 2)
    assert SENT.count(("DELETE", "/v1/conversations/c1")) == 2


def test_the_ratio_is_of_the_same_percentile() -> None:
    found = turns.summary([1.0, 2.0, 4.0], [10.0, 20.0, 80.0])
    assert found["p50"] == {"bare_ms": 2.0, "turn_ms": 20.0, "ratio": 10.0} and found["p95"]["ratio"] == 20.0


def test_a_server_that_is_not_there_is_said_to_be() -> None:
    with pytest.raises(SystemExit, match="nothing answers"), turns.running("http://127.0.0.1:9"):
        pass
