"""Counsellors see all places, hold one for half an hour, and see who holds what."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api.handoff.events import ConsoleStream
from tests.unit.api.availability.conftest import SHELTER, Shelter
from tests.unit.api.conftest import Console

LogIn = Callable[[str], Console]


def _panel(console: Console, query: str = "") -> dict[str, dict[str, Any]]:
    answer = console.get(f"/availability{query}")
    assert answer.status_code == 200, answer.text
    return {item["slug"]: item for item in answer.json()["items"]}


def _hold(console: Console, shelter: Shelter, **body: Any) -> httpx.Response:
    return console.post(f"/availability/{shelter.service_id}/holds", body)


def _release(console: Console, hold_id: str) -> httpx.Response:
    return console.client.delete(f"/v1/console/availability/holds/{hold_id}", headers=console._headers)


def test_it_is_closed_without_a_session_and_holding_needs_the_csrf_token(
    client: TestClient, shelter: Shelter, log_in: LogIn
) -> None:
    shelter.report(1)
    for path in ("", "/map", "/reminders", f"/{shelter.service_id}/history"):
        assert client.get(f"/v1/console/availability{path}").status_code == 401
    assert client.post(f"/v1/console/availability/{shelter.service_id}/holds", json={}).status_code == 401
    console = log_in("ines")
    assert _hold(Console(client, console.cookies, {}), shelter).status_code == 403
    assert _panel(console)[SHELTER]["free"] == 1


def test_the_last_place_is_held_once_and_seen_by_all(client: TestClient, shelter: Shelter, log_in: LogIn) -> None:
    ines, marc = log_in("ines"), log_in("marc")
    shelter.report(1, maximum=8)
    held = _hold(ines, shelter)
    assert held.status_code == 201 and held.json()["mine"] is True
    assert _hold(marc, shelter).status_code == 409
    assert _hold(ines, shelter).status_code == 409
    seen = _panel(marc)[SHELTER]
    assert (seen["free"], seen["state"]) == (0, "full")
    assert [(h["by"]["name"], h["mine"]) for h in seen["units"][0]["holds"]] == [("Inès", False)]
    assert (shelter.read()["available"], shelter.read()["units"][0]["free"]) == (1, 0)
    asked = {"need": "emergency_shelter", "place": "Rimouski", "audience": "women", "limit": 50}
    shown = {i["slug"]: i for i in client.get("/v1/resources", params=asked).json()["items"]}
    assert shown[SHELTER]["availability"]["available"] == 0  # a visitor is not sent to a place that is kept
    assert "gardée" in client.get(shelter.page).text


def test_only_who_holds_releases_and_twice_is_harmless(shelter: Shelter, log_in: LogIn) -> None:
    ines, marc = log_in("ines"), log_in("marc")
    shelter.report(1)
    held = _hold(ines, shelter).json()["id"]
    assert _release(marc, held).status_code == 403
    assert _panel(ines)[SHELTER]["free"] == 0
    assert [_release(ines, held).status_code, _release(ines, held).status_code] == [204, 204]
    assert _panel(marc)[SHELTER]["free"] == 1
    assert _hold(marc, shelter).status_code == 201
    assert _release(ines, "0" * 36).status_code == 404


def test_a_hold_ends_by_itself(shelter: Shelter, log_in: LogIn) -> None:
    ines, marc = log_in("ines"), log_in("marc")
    shelter.report(1)
    _hold(ines, shelter)
    shelter.age(minutes=29)
    assert _hold(marc, shelter).status_code == 409
    shelter.age(minutes=2)
    assert _panel(ines)[SHELTER]["units"][0]["holds"] == []
    assert _hold(marc, shelter).status_code == 201


def test_a_count_too_old_or_never_given_cannot_be_held(shelter: Shelter, log_in: LogIn) -> None:
    ines = log_in("ines")
    assert _hold(ines, shelter).status_code == 409
    shelter.report(2)
    shelter.age(hours=13)
    assert _panel(ines)[SHELTER]["state"] == "to_confirm"
    assert _hold(ines, shelter).status_code == 201
    shelter.age(hours=40)
    assert (_panel(ines)[SHELTER]["state"], _panel(ines)[SHELTER]["free"]) == ("old", 0)
    assert _hold(ines, shelter).status_code == 409
    assert ines.post("/availability/00000000-0000-0000-0000-000000000000/holds", {}).status_code == 404


def test_a_hold_takes_the_unit_asked_for(shelter: Shelter, log_in: LogIn) -> None:
    ines = log_in("ines")
    shelter.report(0, unit="bed")
    shelter.report(1, unit="room")
    assert _hold(ines, shelter, unit="bed").status_code == 409
    assert _hold(ines, shelter, unit="igloo").status_code == 422
    assert _hold(ines, shelter).json()["unit"] == "room"


def test_the_panel_lists_who_fits(shelter: Shelter, log_in: LogIn) -> None:
    ines = log_in("ines")
    shelter.report(2, note="pas d'animaux")
    everyone = _panel(ines)
    assert next(iter(everyone)) == SHELTER and len(everyone) > 80  # the one with a place comes first
    assert everyone[SHELTER]["units"][0]["note"] == "pas d'animaux"
    assert list(_panel(ines, "?only_free=true")) == [SHELTER]
    assert SHELTER in _panel(ines, "?region=01&audience=women&age=30")
    assert SHELTER not in _panel(ines, "?region=06")
    assert SHELTER not in _panel(ines, "?audience=men")
    assert not [i for i in _panel(ines, "?age=15").values() if i["min_age"] and i["min_age"] > 15]
    assert all("adults" not in i["audiences"] or "minors" in i["audiences"] for i in _panel(ines, "?age=15").values())
    assert "foyer-femmes-autochtones-montreal" in _panel(ines, "?region=06&audience=women&audience=inuit")
    for wrong in ("?region=99", "?audience=martians", "?age=-1"):
        assert ines.get(f"/availability{wrong}").status_code == 422


def test_positions_are_towns_and_never_more(log_in: LogIn) -> None:
    ines = log_in("ines")
    hidden = [i for i in _panel(ines).values() if i["city"] is None and i["position"]]
    assert hidden and not any(i["position"]["precise"] for i in hidden)
    drawn = ines.get("/availability/map").json()
    assert len(drawn["regions"]) == 17 and len(drawn["towns"]) > 300


def test_what_was_said_is_read_again_with_occupancy_by_day(shelter: Shelter, log_in: LogIn) -> None:
    shelter.report(3, maximum=4)
    shelter.age(hours=2)
    shelter.report(1)
    history = log_in("ines").get(f"/availability/{shelter.service_id}/history?days=7").json()
    newest, first = history["changes"]
    assert (newest["before"]["available"], newest["after"]["available"], newest["how"]) == (3, 1, "key")
    assert first["before"] is None
    assert sum(d["reports"] for d in history["days"]) == 2
    assert all(0.24 <= d["occupancy"] <= 0.76 for d in history["days"])


@pytest.fixture
def look(client: TestClient) -> Iterator[Callable[[], list[str]]]:
    """What an open console is told each time it looks."""
    state = client.app.state  # type: ignore[attr-defined]
    stream = ConsoleStream(state.sessions, state.hub, "nobody")
    stream._look()
    yield lambda: [event["event"] for event in stream._look()]


def test_an_open_console_is_told_of_reports_and_holds(
    shelter: Shelter, log_in: LogIn, look: Callable[[], list[str]]
) -> None:
    ines = log_in("ines")
    assert "availability" not in look()
    shelter.report(1)
    assert "availability" in look()
    assert "availability" not in look()
    held = _hold(ines, shelter).json()["id"]
    assert "availability" in look()
    _release(ines, held)
    assert "availability" in look()
