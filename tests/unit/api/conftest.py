"""The api on a real SQLite database with the real directory; only Rasa is played, at its HTTP border."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api import database
from api.app import create_app
from api.auth.service import add_counsellor
from api.rasa.client import RasaClient
from api.settings import Settings
from cli.directory import import_shipped
from resources_db.database import upgrade as upgrade_directory

PASSWORD = "un mot de passe assez long"


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the whole directory, made once."""
    path = tmp_path_factory.mktemp("template") / "repere.db"
    url = f"sqlite:///{path}"
    upgrade_directory(url)
    database.upgrade(url)
    import_shipped(url)
    with database.make_session_factory(database.make_engine(url)).begin() as session:
        add_counsellor(session, username="ines", name="Inès", password=PASSWORD)
        add_counsellor(session, username="marc", name="Marc", password=PASSWORD)
        add_counsellor(session, username="eve", name="Ève", password=PASSWORD, roles=["editor"])
    return path


@dataclass
class PlayedRasa:
    """Answers like Rasa's private channel; a test sets what it says, or makes it fail."""

    reply: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "Bonjour!"}])
    received: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False
    before_reply: Callable[[], None] | None = None

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        if self.broken:
            raise httpx.ConnectError("refused")
        if request.method == "GET":
            return httpx.Response(200, json={"status": "ok"})
        self.received.append(json.loads(request.content))
        if self.before_reply:
            self.before_reply()
        return httpx.Response(200, json=self.reply)


@pytest.fixture
def rasa() -> PlayedRasa:
    return PlayedRasa()


@pytest.fixture
def client(tmp_path: Path, template_database: Path, rasa: PlayedRasa) -> Iterator[TestClient]:
    """The api, started."""
    path = tmp_path / "repere.db"
    for suffix in ("", "-wal", "-shm"):
        if Path(f"{template_database}{suffix}").exists():
            shutil.copy(f"{template_database}{suffix}", f"{path}{suffix}")
    settings = Settings(
        environment="test", database_url=f"sqlite:///{path}", rasa_tracker_url=f"sqlite:///{tmp_path / 'rasa.db'}"
    )
    app = create_app(settings)
    played = RasaClient(url="http://rasa", token=SecretStr("t"), timeout=1, transport=httpx.MockTransport(rasa.handle))
    object.__setattr__(app.state.turns, "rasa", played)
    with TestClient(app) as started:
        yield started


@dataclass
class Visitor:
    """A visitor with an open conversation."""

    client: TestClient
    id: str
    headers: dict[str, str]
    sent: int = 0

    @property
    def url(self) -> str:
        """Where the conversation is."""
        return f"/v1/conversations/{self.id}"

    def say(self, text: str, client_message_id: str | None = None) -> httpx.Response:
        """Send a message."""
        self.sent += 1
        body = {"text": text, "client_message_id": client_message_id or f"m{self.sent}"}
        return self.client.post(f"{self.url}/messages", json=body, headers=self.headers)

    def read(self) -> dict[str, Any]:
        """Read the conversation."""
        found: dict[str, Any] = self.client.get(self.url, headers=self.headers).json()
        return found


@pytest.fixture
def open_visitor(client: TestClient) -> Callable[..., Visitor]:
    """Open a conversation for a new visitor."""

    def _open(**body: Any) -> Visitor:
        created = client.post("/v1/conversations", json=body).json()
        return Visitor(client, created["id"], {"Authorization": f"Bearer {created['token']}"})

    return _open


@dataclass
class Console:
    """A logged-in counsellor."""

    client: TestClient
    cookies: dict[str, str]
    headers: dict[str, str]

    def get(self, path: str) -> httpx.Response:
        """Read."""
        return self.client.get(f"/v1/console{path}", headers=self._headers)

    def post(self, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
        """Act."""
        return self.client.post(f"/v1/console{path}", json=body, headers=self._headers)

    @property
    def _headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {**self.headers, "Cookie": cookie}


@pytest.fixture
def log_in(client: TestClient) -> Callable[[str], Console]:
    """Log a counsellor in."""

    def _log_in(username: str) -> Console:
        answer = client.post("/console/login", json={"username": username, "password": PASSWORD})
        cookies = dict(answer.cookies)
        client.cookies.clear()
        return Console(client, cookies, {"X-CSRF-Token": answer.json()["csrf_token"]})

    return _log_in
