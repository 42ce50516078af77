"""A shelter's program reports with its key; anyone reads the counts with their age."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.availability import credentials
from resources_db.models import ReportingCredential
from tests.unit.api.availability.conftest import SHELTER, Shelter

MakeShelter = Callable[[str], Shelter]


def _found(client: TestClient, **params: Any) -> dict[str, Any]:
    asked = {"need": "emergency_shelter", "place": "Rimouski", "audience": "women", "limit": 50, **params}
    items = client.get("/v1/resources", params=asked).json()["items"]
    found: dict[str, Any] = next(item for item in items if item["slug"] == SHELTER)
    return found


def test_a_report_is_read_back_with_its_age_and_shown_to_visitors(client: TestClient, shelter: Shelter) -> None:
    said = shelter.report(3, maximum=12, note="pas d'escalier")
    assert (said["available"], said["maximum"], said["unit"], said["freshness"]) == (3, 12, "bed", "fresh")
    shelter.age(minutes=25)
    read = shelter.read()
    assert (read["available"], read["age_minutes"], read["stale"]) == (3, 25, False)
    assert read["units"][0]["note"] is None  # conditions are for counsellors
    shown = _found(client)["availability"]
    assert (shown["available"], shown["maximum"], shown["stale"]) == (3, 12, False)
    assert "La maison a indiqué avoir de la place" in _found(client)["why"]


def test_a_count_past_the_shelter_s_own_limit_is_to_confirm_then_hidden(client: TestClient, shelter: Shelter) -> None:
    shelter.report(3)
    shelter.set_limits(60, 120)
    shelter.age(minutes=59)
    assert shelter.read()["freshness"] == "fresh"
    shelter.age(minutes=2)
    assert (shelter.read()["freshness"], shelter.read()["stale"]) == ("to_confirm", True)
    assert _found(client)["availability"]["freshness"] == "to_confirm"
    assert "La maison a indiqué avoir de la place" not in _found(client)["why"]
    shelter.age(minutes=60)
    read = shelter.read()
    assert (read["freshness"], read["available"], read["units"][0]["available"]) == ("hidden", None, None)
    assert _found(client)["availability"] is None
    own = client.get(shelter.url, headers={"Authorization": f"Bearer {shelter.key}"}).json()
    assert (own["freshness"], own["available"]) == ("hidden", 3)
    assert not client.get(f"/hsds/services/{shelter.service_id}").json().get("capacities")


def test_units_are_counted_apart_and_what_is_left_out_stays(shelter: Shelter) -> None:
    shelter.report(0, maximum=10, note="sur appel", unit="bed")
    said = shelter.report(2, unit="family_place")
    assert {u["unit"]: u["available"] for u in said["units"]} == {"bed": 0, "family_place": 2}
    assert said["unit"] == "family_place"  # the one with a place comes first
    again = {u["unit"]: u for u in shelter.report(1, unit="bed")["units"]}
    assert (again["bed"]["maximum"], again["bed"]["note"]) == (10, "sur appel")
    cleared = {u["unit"]: u for u in shelter.report(1, unit="bed", note=None, maximum=None)["units"]}
    assert (cleared["bed"]["maximum"], cleared["bed"]["note"]) == (None, None)


def test_every_change_is_kept_with_who_how_and_what_was_there_before(shelter: Shelter) -> None:
    shelter.report(3, maximum=12)
    shelter.report(1)
    first, second = shelter.changes()
    assert (first.available_before, first.available, first.how) == (None, 3, "key")
    assert (second.available_before, second.available, second.maximum_before, second.maximum) == (3, 1, 12, 12)
    with shelter.sessions() as session:
        assert session.get(ReportingCredential, second.who).used_at is not None


@pytest.mark.parametrize("key", ["wrong", "", "é", "x" * 5000])
def test_a_wrong_key_changes_nothing(shelter: Shelter, key: str) -> None:
    shelter.report(3)
    headers = {"Authorization": f"Bearer {key}".encode("latin-1")}
    assert shelter.client.put(shelter.url, json={"available": 1}, headers=headers).status_code == 401
    assert shelter.client.put(shelter.url, json={"available": 1}).status_code == 401
    assert shelter.read()["available"] == 3


def test_the_key_of_another_shelter_the_link_and_a_revoked_key_are_refused(
    shelter: Shelter, make_shelter: MakeShelter
) -> None:
    other = make_shelter("accueil-pour-elle")
    assert shelter.put({"available": 1}, key=other.key).status_code == 401
    assert shelter.put({"available": 1}, key=shelter.link).status_code == 401
    with shelter.sessions.begin() as session:
        assert credentials.revoke(session, service_id=shelter.service_id, kind="key") == 1
    assert shelter.put({"available": 1}).status_code == 401
    assert shelter.client.get(shelter.page).status_code == 200  # the link still stands


def test_only_a_hash_of_the_key_is_stored(shelter: Shelter) -> None:
    with shelter.sessions() as session:
        kept = {c.token_hash for c in session.query(ReportingCredential)}
    assert all(len(token_hash) == 64 for token_hash in kept)
    assert not {shelter.key, shelter.link} & kept


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"available": -1},
        {"available": 501},
        {"available": 10**30},
        {"available": 1.5},
        {"available": "3"},
        {"available": True},
        {"available": 5, "maximum": 4},
        {"available": 1, "maximum": -1},
        {"available": 1, "unit": "igloo"},
        {"available": 1, "note": "x" * 201},
        {"available": 1, "note": "a\x00b"},
        {"available": 1, "count": 2},
    ],
)
def test_a_count_that_makes_no_sense_is_refused_and_nothing_is_lost(shelter: Shelter, body: dict[str, Any]) -> None:
    shelter.report(3, maximum=12)
    refused = shelter.put(body)
    assert refused.status_code == 422 and refused.headers["content-type"] == "application/problem+json"
    assert shelter.read()["available"] == 3 and len(shelter.changes()) == 1


def test_more_free_than_the_total_known_is_refused(shelter: Shelter) -> None:
    shelter.report(3, maximum=4)
    assert shelter.put({"available": 5}).status_code == 422
    assert shelter.report(5, maximum=6)["available"] == 5


def test_who_never_reported_has_no_count_and_who_is_unknown_is_not_found(client: TestClient, shelter: Shelter) -> None:
    read = shelter.read()
    assert (read["units"], read["available"], read["freshness"]) == ([], None, None)
    assert client.get("/v1/availability/00000000-0000-0000-0000-000000000000").status_code == 404
    assert client.get("/v1/availability/nothing").status_code == 422
    assert client.put("/v1/availability/00000000-0000-0000-0000-000000000000", json={"available": 1}).status_code == 401
