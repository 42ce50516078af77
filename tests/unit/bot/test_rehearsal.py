"""The turn taken at the start works on the shipped directory, and cannot keep the server down."""

import asyncio

import pytest
from rasa_sdk.executor import ActionExecutor
from structlog.testing import capture_logs

from bot.actions.rehearsal import TURN, rehearse
from bot.actions.server import create_app


def test_the_turn_works_on_the_shipped_directory(directory_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPERE_DATABASE_URL", directory_url)
    executor = create_app("a token for tests").state.executor
    with capture_logs() as logs:
        asyncio.run(rehearse(executor))
    assert set(TURN) <= set(executor.actions)
    assert "rehearsal_failed" not in {entry["event"] for entry in logs}


def test_a_failure_is_logged_and_the_server_starts() -> None:
    with capture_logs() as logs:
        asyncio.run(rehearse(ActionExecutor()))  # it knows no action
    assert [entry["event"] for entry in logs] == ["rehearsal_failed"]
