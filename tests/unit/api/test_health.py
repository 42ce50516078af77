"""Readiness: the directory is not ready while a large one is being read, and the answer never waits for it."""

from types import SimpleNamespace
from typing import Any

from fastapi.testclient import TestClient


def _state(client: TestClient) -> Any:
    return client.app.state  # type: ignore[attr-defined]


def test_the_directory_is_ready_when_the_start_ends(client: TestClient) -> None:
    _state(client).actions_ready = lambda: True
    assert client.get("/readyz").json()["directory"] is True


def test_the_directory_is_not_ready_while_it_is_being_read(client: TestClient) -> None:
    _state(client).warming = SimpleNamespace(is_over=False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["directory"]) == (503, False)
    assert _state(client).safety.kept("fr")  # the lines in danger are there already
