"""The directory over HTTP, on a small app of its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.dependencies import get_directory_session
from api.directory.endpoints import router
from cli.directory import import_shipped
from resources_db.database import make_engine, make_session_factory
from resources_db.importing import DEFAULT_FILE

SCHEMAS = Path("/work/shared/hsds/schema")
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
        {"language": "de"},
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
    whole = {"full": True, "per_page": 500}
    pages = [client.get(f"/hsds/{kind}", params=whole).text for kind in ("services", "organizations")]
    pages += [client.get("/v1/resources", params={"region": f"{r:02d}", "limit": 50}).text for r in range(1, 18)]
    for page in pages:
        assert not [number for number in low if number in page]
        assert not [slug for slug in hidden if f'"{slug}"' in page]


def test_hsds_pages_cover_everything_once(client: TestClient) -> None:
    first = _get(client, "/hsds/services", per_page=100)
    assert (first["page_number"], first["first_page"], first["last_page"], first["size"]) == (1, True, False, 100)
    ids = [
        item["id"]
        for page in range(1, first["total_pages"] + 1)
        for item in _get(client, "/hsds/services", per_page=100, page=page)["contents"]
    ]
    assert len(ids) == len(set(ids)) == first["total_items"] == 293
    beyond = _get(client, "/hsds/services", page=99)
    assert beyond["empty"] and beyond["last_page"]
    about = _get(client, "/hsds")
    assert about["version"] == "3.1" and about["openapi_url"].endswith("/openapi.json")


def test_hsds_filters(client: TestClient) -> None:
    doris = _get(client, "/hsds/services", search="chez doris")["contents"]
    assert [item["name"] for item in doris] == ["Chez Doris"]
    whole = _get(client, f"/hsds/services/{doris[0]['id']}")
    term = whole["attributes"][0]["taxonomy_term_id"]
    sharing = _get(client, "/hsds/services", taxonomy_term_id=term, per_page=500)["contents"]
    assert doris[0]["id"] in [item["id"] for item in sharing]
    same = _get(client, "/hsds/services", organization_id=whole["organization"]["id"])
    assert same["total_items"] == 1
    assert client.get("/hsds/services/nothing").status_code == 404
    assert client.get("/hsds/organizations/nothing").status_code == 404


def _validator(name: str) -> jsonschema_rs.Validator:
    if not SCHEMAS.is_dir():
        pytest.skip(f"no HSDS schemas in {SCHEMAS}")
    pairs = [(f"hsds:///{path.name}", json.loads(path.read_text("utf-8"))) for path in SCHEMAS.glob("*.json")]
    registry = jsonschema_rs.Registry(pairs, draft=jsonschema_rs.Draft202012)
    return jsonschema_rs.Draft202012Validator(
        {"$ref": f"hsds:///{name}.json"}, registry=registry, validate_formats=True, base_uri="hsds:///"
    )


@pytest.mark.parametrize(("path", "name"), [("services", "service"), ("organizations", "organization")])
def test_hsds_objects_follow_the_published_schema(client: TestClient, path: str, name: str) -> None:
    validator = _validator(name)
    assert not validator.is_valid({"id": "not-a-uuid", "name": 3})
    for full in (False, True):
        for item in _get(client, f"/hsds/{path}", full=full, per_page=500)["contents"]:
            errors = [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(item)]
            assert not errors, (item["name"], errors[:3])
    whole = _get(client, f"/hsds/{path}/{item['id']}", language="en")
    validator.validate(whole)
