"""The whole product, started as a stranger starts it: real Rasa, real actions, real databases."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from cli.paths import ROOT

PASSWORD = "un mot de passe assez long"
STARTED_WITHIN = 240


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def repere(*arguments: str, **environment: str) -> list[str]:
    """The command line."""
    return [str(Path(sys.executable).parent / "repere"), *arguments]


@dataclass
class Stack:
    """A running `repere serve`."""

    url: str
    data: Path
    environment: dict[str, str]
    process: subprocess.Popen[str]

    def pids(self, name: str) -> list[int]:
        """The processes of one server: `rasa`, `actions` or `api`."""
        mark = {"rasa": "-m\0rasa\0run", "actions": "bot.actions.server", "api": "api.main:create"}[name]
        return [pid for pid in self._children() if mark in _command_line(pid)]

    def _children(self) -> list[int]:
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in found]

    def kill(self, name: str, number: int = signal.SIGKILL) -> None:
        """Send a signal to a server."""
        for pid in self.pids(name):
            os.kill(pid, number)

    def wait_ready(self, seconds: float = STARTED_WITHIN) -> None:
        """Wait until every part is ready."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"serve ended: {self.log('serve')}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5, trust_env=False).is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
        raise AssertionError(f"not ready after {seconds} s: {self.log('serve')} {self.log('rasa')[-2000:]}")

    def log(self, name: str) -> str:
        """The end of a log."""
        path = self.data / "logs" / f"{name}.log"
        return path.read_text("utf-8", errors="replace") if path.exists() else ""


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def start(data: Path, port: int) -> Stack:
    """Start the product in `data`, with the models trained already."""
    (data / "logs").mkdir(parents=True, exist_ok=True)
    models = os.environ.get("REPERE_MODELS_DIR") or str(ROOT / "var" / "models")
    environment = {
        **os.environ,
        "REPERE_MODELS_DIR": models,
        "REPERE_DATA_DIR": str(data),
        "REPERE_PARTNER_ORIGINS": '["http://partner.test"]',
    }
    with (data / "logs" / "serve.log").open("w") as log:
        process = subprocess.Popen(
            repere("serve", "--port", str(port), "--data-dir", str(data)),
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
        )
    return Stack(f"http://127.0.0.1:{port}", data, environment, process)


def stop(stack: Stack) -> None:
    """Ctrl-C."""
    stack.process.send_signal(signal.SIGINT)
    try:
        stack.process.wait(20)
    except subprocess.TimeoutExpired:
        stack.process.kill()
        raise


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One running product for all tests, with a counsellor account."""
    started = start(tmp_path_factory.mktemp("stack"), free_port())
    started.wait_ready()
    subprocess.run(
        repere("console", "add-user", "ines", "--name", "Inès"),
        env={**started.environment, "REPERE_NEW_PASSWORD": PASSWORD},
        check=True,
        capture_output=True,
    )
    yield started
    stop(started)


@dataclass
class Visitor:
    """A visitor over the HTTP contract."""

    http: httpx.Client
    id: str
    token: str

    def say(self, text: str, client_message_id: str | None = None) -> dict[str, Any]:
        """Send a message and return the answer."""
        body = {"text": text, "client_message_id": client_message_id or uuid4().hex}
        answer = self.http.post(f"/v1/conversations/{self.id}/messages", json=body, headers=self.headers)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    @property
    def headers(self) -> dict[str, str]:
        """The visitor's authorisation."""
        return {"Authorization": f"Bearer {self.token}"}

    def read(self) -> dict[str, Any]:
        """The conversation so far."""
        found: dict[str, Any] = self.http.get(f"/v1/conversations/{self.id}", headers=self.headers).json()
        return found


@pytest.fixture
def open_visitor(stack: Stack) -> Iterator[Callable[..., Visitor]]:
    """Open conversations on the running product."""
    with httpx.Client(base_url=stack.url, timeout=20, trust_env=False) as http:

        def _open(**body: Any) -> Visitor:
            created = http.post("/v1/conversations", json=body).raise_for_status().json()
            return Visitor(http, created["id"], created["token"])

        yield _open


@pytest.fixture
def counsellor(stack: Stack) -> Iterator[httpx.Client]:
    """A logged-in counsellor's HTTP client."""
    with httpx.Client(base_url=stack.url, timeout=20, trust_env=False) as http:
        login = http.post("/console/login", json={"username": "ines", "password": PASSWORD}).raise_for_status()
        http.headers["X-CSRF-Token"] = login.json()["csrf_token"]
        yield http


def resources(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """All organisations of an answer."""
    return [r for m in answer["messages"] for r in m["resources"] or []]
