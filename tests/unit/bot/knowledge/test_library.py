"""The facts of the action server follow the editors, and outlive a database that does not answer."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text as sql
from structlog.testing import capture_logs

from bot.actions import server
from bot.actions.database import sessions
from bot.actions.knowledge import index, library, searched
from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.knowledge import editing
from resources_db.knowledge.records import FactsFileError, read_facts
from tests.unit.bot.conftest import TOKEN, bag_of_words, listen, parsed

COMPLAINT = "Faut-il porter plainte pour avoir droit à l'IVAC?"
FACT = "ivac-no-complaint"


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts were encoded, call by call, by words alone: the library is tested here, not the encoder."""
    calls: list[int] = []

    def encode_all(texts: list[str]) -> np.ndarray:
        calls.append(len(texts))
        return np.stack([bag_of_words(text) for text in texts])

    monkeypatch.setattr(searched.sentences, "encode_all", encode_all)
    monkeypatch.setattr(index, "encode", bag_of_words)
    return calls


@pytest.fixture
def url(tmp_path: Path, encoded: list[int], monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A migrated database that this process reads its corrections from."""
    url = f"sqlite:///{tmp_path / 'repere.db'}"
    upgrade(url)
    monkeypatch.setenv("REPERE_DATABASE_URL", url)
    monkeypatch.setenv("REPERE_MODELS_DIR", str(tmp_path / "models"))
    _forget()
    yield url
    sessions().kw["bind"].dispose()
    _forget()


def _forget() -> None:
    library._shelf.cache_clear()


def _correct(url: str, fact_id: str = FACT, **fields: Any) -> None:
    engine = make_engine(url)
    with make_session_factory(engine).begin() as session:
        mark = editing.read_standing(session, fact_id).mark
        assert editing.correct(session, fact_id, fields, by="eve", mark=mark) is not None
    engine.dispose()


def _text(question: str = COMPLAINT) -> str:
    found = library.library()
    assert found is not None
    fact = found.find(question)
    assert fact is not None
    return fact.fact_fr


def test_the_corrected_text_is_answered_and_only_it_is_encoded(url: str, encoded: list[int]) -> None:
    before = _text()
    assert len(encoded) == 1
    _correct(url, fact_fr="Non, et c'est corrigé.")
    assert _text() == before
    library.refresh()
    assert _text() == "Non, et c'est corrigé." and encoded[1:] == [1]
    made = library.library()
    library.refresh()
    assert library.library() is made  # nothing changed: nothing is made again
    _correct(url, "kit-storage", note="Une note n'est pas cherchée.")
    library.refresh()
    assert library.library() is not made and encoded[1:] == [1]


def test_a_taken_back_text_and_a_lowered_confidence_are_followed(url: str) -> None:
    shipped = _text()
    _correct(url, fact_fr="Corrigé.", confidence="low")
    library.refresh()
    found = library.library()
    assert found is not None and not next(fact for fact in found.facts if fact.id == FACT).may_be_shown
    engine = make_engine(url)
    with make_session_factory(engine).begin() as session:
        editing.take_back(session, FACT, to=0, by="eve", mark=editing.read_standing(session, FACT).mark)
    engine.dispose()
    library.refresh()
    assert _text() == shipped and found is not library.library()


def test_what_was_corrected_before_the_start_is_there_at_the_start(url: str, encoded: list[int]) -> None:
    _correct(url, fact_fr="Corrigé avant.")
    assert _text() == "Corrigé avant." and encoded[1:] == [1]


def test_a_database_that_goes_away_leaves_the_last_good_facts(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _correct(url, fact_fr="Corrigé.")
    assert _text() == "Corrigé."
    gone = make_session_factory(make_engine("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr(library, "sessions", lambda: gone)
        library.refresh()
        library.refresh()
        assert _text() == "Corrigé."
    assert [entry["event"] for entry in logs] == ["knowledge_corrections_unavailable"]  # said once, not every look
    _correct(url, fact_fr="Corrigé depuis.")
    library.refresh()
    assert _text() == "Corrigé depuis."


@pytest.mark.parametrize(
    "loss", ["DROP TABLE fact_version", "DROP TABLE directory_revision", "DELETE FROM directory_revision"]
)
def test_without_its_tables_the_file_is_said(url: str, loss: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(sql(loss))
    engine.dispose()
    with capture_logs() as logs:
        assert _text() == next(fact.fact_fr for fact in read_facts() if fact.id == FACT)
    assert [e["event"] for e in logs] == (["knowledge_corrections_unavailable"] if "DROP" in loss else [])


def test_a_correction_on_an_older_text_is_logged(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _correct(url, fact_fr="Corrigé.")
    released = tuple(f.model_copy(update={"fact_en": "New."}) if f.id == FACT else f for f in read_facts())
    monkeypatch.setattr(library, "read_facts", lambda: released)
    with capture_logs() as logs:
        assert _text() == "Corrigé."
    assert {"event": "knowledge_correction_on_older_text", "log_level": "warning", "records": [FACT]} in logs


def test_a_bad_file_leaves_the_bot_without_facts_but_alive(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise FactsFileError("facts.json, record 'x', field 'as_of': wrong")

    monkeypatch.setattr(library, "read_facts", refuse)
    assert library.library() is None
    library.refresh()
    assert library.library() is None


def test_the_running_server_says_what_an_editor_corrected(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "LOOK_EVERY", 0.05)
    with TestClient(server.create_app(TOKEN)) as client:
        assert _answer(client) == next(fact.fact_fr for fact in read_facts() if fact.id == FACT)
        _correct(url, fact_fr="Non, et c'est corrigé.")
        deadline = time.monotonic() + 20
        while _answer(client) != "Non, et c'est corrigé.":
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_look_that_fails_does_not_end_the_looks(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    def refuse() -> None:
        looks.append(1)
        raise RuntimeError

    monkeypatch.setattr(server, "LOOK_EVERY", 0.02)
    monkeypatch.setattr(server, "refresh", refuse)
    with TestClient(server.create_app(TOKEN)) as client:
        deadline = time.monotonic() + 20
        while len(looks) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert client.get("/health").status_code == 200


def _answer(client: TestClient) -> str:
    message = parsed(COMPLAINT, "compensation")
    slots = {"language": "fr", "risk": {"level": "none", "types": []}}
    tracker = {
        "sender_id": "c", "slots": listen(slots, message), "latest_message": message, "events": [], "paused": False,
        "active_loop": {}, "latest_action_name": None,
    }  # fmt: skip
    call = {"next_action": "action_refer", "sender_id": "c", "tracker": tracker, "domain": {}, "version": "3.6.21"}
    answer = client.post("/webhook", json=call, params={"token": TOKEN})
    assert answer.status_code == 200, answer.text
    return str(next(r["text"] for r in answer.json()["responses"] if "sources" in (r.get("custom") or {})))
