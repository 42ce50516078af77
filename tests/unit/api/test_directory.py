"""The directory over HTTP, on a small app of its own."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.dependencies import get_directory_session
from api.directory.endpoints import router
from cli.directory import import_shipped
from resources_db.database import make_engine, make_session_factory
from resources_db.importing import DEFAULT_FILE

IAVS = "info-aide-violence-sexuelle"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of the directory's endpoints on the shipped directory."""
    url = f"sqlite:///{tmp_path_factory.mktemp('api') / 'directory.db'}"
    import_shipped(url)
    engine = make_engine(url)
    app = FastAPI()
    app.include_router(router)
    sessions = make_session_factory(engine)

    def session() -> Iterator[Any]:
        with sessions() as opened:
            yield opened

    app.dependency_overrides[get_directory_session] = session
    with TestClient(app) as opened:
        yield opened
    engine.dispose()


def _get(client: TestClient, path: str, **params: Any) -> dict[str, Any]:
    response = client.get(path, params=params)
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


def test_resources_in_both_languages(client: TestClient) -> None:
    asked: dict[str, Any] = {"need": "emergency_shelter", "place": "montreal", "audience": ["women", "inuit"]}
    fr, en = _get(client, "/v1/resources", **asked), _get(client, "/v1/resources", **asked, language="en")
    assert fr["place"] == {"name": "Montréal", "region_code": "06"} and fr["notice"] is None
    assert fr["items"][0]["slug"] == en["items"][0]["slug"] == "foyer-femmes-autochtones-montreal"
    assert "Pour les femmes" in fr["items"][0]["why"] and "For women" in en["items"][0]["why"]
    assert fr["items"][0]["phones"][0] == {
        "number": "+15149334688", "display": "514 933-4688", "type": "voice", "label": "local", "hours": None,
    }  # fmt: skip


def test_an_unknown_place_is_said_and_lines_are_given_all_the_same(client: TestClient) -> None:
    body = _get(client, "/v1/resources", need="listening", place="Atlantide", language="en")
    assert "did not recognise" in body["notice"] and body["place"] is None
    assert body["items"][0]["slug"] == IAVS
    assert all({"QC", "CA"} & set(item["coverage"]) for item in body["items"][:3])


def test_the_apps_resolver_is_used_when_there_is_one(client: TestClient) -> None:
    app: Any = client.app
    app.state.place_resolver = lambda text: ("Rimouski", "01", 48.45, -68.52) if text == "rimoose" else None
    try:
        body = _get(client, "/v1/resources", need="emergency_shelter", place="rimoose", audience="women")
    finally:
        del app.state.place_resolver
    assert body["place"]["name"] == "Rimouski" and body["items"][0]["slug"] == "la-debrouille"


@pytest.mark.parametrize(
    "params",
    [
        {"need": "juggling"},
        {"audience": "martians"},
        {"region": "18"},
        {"region": "6"},
        {"lat": "45.5"},
        {"lat": "95", "lon": "0"},
        {"lat": "nan", "lon": "0"},
        {"age": "-1"},
        {"limit": "0"},
        {"limit": "51"},
        {"language": "d3"},
        {"q": "x" * 201},
    ],
)
def test_what_makes_no_sense_is_refused(client: TestClient, params: dict[str, str]) -> None:
    assert client.get("/v1/resources", params=params).status_code == 422


def test_blank_parameters_and_conversation_needs_still_answer(client: TestClient) -> None:
    body = _get(client, "/v1/resources", need="greet", place="", q="", age="", region="")
    assert body["items"][0]["slug"] == IAVS
    assert len(_get(client, "/v1/resources", need="listening", limit=2)["items"]) == 2


def test_no_answer_ever_holds_what_is_not_verified(client: TestClient) -> None:
    records = json.loads(DEFAULT_FILE.read_text(encoding="utf-8"))
    shown = {p["number"] for r in records for p in r["phones"] if p["confidence"] != "low" and r["confidence"] != "low"}
    low = {p["number"] for r in records for p in r["phones"]} - shown
    hidden = {r["id"] for r in records if r["confidence"] == "low"}
    pages = [client.get("/v1/resources", params={"region": f"{r:02d}", "limit": 50}).text for r in range(1, 18)]
    for page in pages:
        assert not [number for number in low if number in page]
        assert not [slug for slug in hidden if f'"{slug}"' in page]


def test_any_well_formed_language_is_answered_in_french_or_english(client: TestClient) -> None:
    for language in ("es", "ar", "tl", "es-MX"):
        body = _get(client, "/v1/resources", need="emergency_shelter", place="Montréal", language=language)
        assert body["items"] and body["items"][0]["why"]


def test_words_found_nowhere_are_left_aside_and_said(client: TestClient) -> None:
    body = _get(client, "/v1/resources", need="listening", q="zzzz", language="en")
    assert "mentions the words" in body["notice"] and body["items"]
    assert _get(client, "/v1/resources", need="listening", q="violence")["notice"] is None
