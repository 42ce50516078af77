"""Saying that a record is wrong: it reaches the editors and nothing tells who said it."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import inspect, text

from tests.unit.api.conftest import Console
from tests.unit.api.test_admin import DORIS, Editor

URL = "/v1/resources/chez-doris/reports"


def test_a_report_lands_in_the_queue_and_is_closed(client: TestClient, log_in: Callable[[str], Console]) -> None:
    service = client.get("/v1/resources", params={"q": "Chez Doris", "limit": 1}).json()["items"][0]["id"]
    body = {"what": "wrong_phone", "note": "  <b>ça sonne</b> dans le vide  "}
    assert client.post(f"/v1/resources/{service}/reports", json=body).status_code == 202
    editor = Editor(log_in("eve"))
    assert "Erreur signalée (1)" in editor.get("/admin?hole=reported").text
    page = editor.get(DORIS).text
    assert "&lt;b&gt;ça sonne&lt;/b&gt; dans le vide" in page
    report = page.split("/admin/reports/")[1].split("/")[0]
    assert editor.post(f"/admin/reports/{report}/close", outcome="whatever").status_code == 404
    assert editor.post(f"/admin/reports/{report}/close", outcome="fixed").status_code == 303
    assert "ça sonne" not in editor.get(DORIS).text
    with client.app.state.directory_sessions() as session:  # type: ignore[attr-defined]
        assert session.execute(text("SELECT note, status FROM error_report")).all() == [(None, "fixed")]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"what": "juggling"},
        {"what": "other", "note": "x" * 301},
        {"what": "other", "note": "a\x00b"},
        {"what": "other", "note": 3},
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, body: dict[str, object]) -> None:
    assert client.post(URL, json=body).status_code == 422


def test_only_shown_records_can_be_reported(client: TestClient) -> None:
    assert client.post("/v1/resources/nulle-part/reports", json={"what": "other"}).status_code == 404
    with client.app.state.directory_sessions() as session:  # type: ignore[attr-defined]
        hidden = session.scalar(text("SELECT slug FROM organization WHERE confidence = 'low'"))
    assert client.post(f"/v1/resources/{hidden}/reports", json={"what": "other"}).status_code == 404


def test_a_flood_is_slowed_and_bounded(client: TestClient) -> None:
    answers = [client.post(URL, json={"what": "other"}) for _ in range(7)]
    assert [a.status_code for a in answers] == [202] * 5 + [429] * 2
    assert int(answers[-1].headers["retry-after"]) > 0
    client.app.state.report_limiter._each = client.app.state.report_limiter._everybody  # type: ignore[attr-defined]
    assert {client.post(URL, json={"what": "other"}).status_code for _ in range(30)} == {202}
    with client.app.state.directory_sessions() as session:  # type: ignore[attr-defined]
        assert session.scalar(text("SELECT count(*) FROM error_report")) == 20


def test_nothing_tells_who_reported(client: TestClient) -> None:
    client.post(URL, json={"what": "closed"}, headers={"User-Agent": "someone", "X-Forwarded-For": "203.0.113.9"})
    with client.app.state.directory_sessions() as session:  # type: ignore[attr-defined]
        row = session.execute(text("SELECT * FROM error_report")).mappings().one()
        columns = {column["name"] for column in inspect(session.get_bind()).get_columns("error_report")}
    assert columns == {"id", "owner_id", "what", "note", "reported_on", "status", "closed_by", "closed_on"}
    assert len(row["reported_on"]) == 10 and "203.0.113.9" not in str(dict(row)) and "testclient" not in str(dict(row))
