"""Asking a shelter about its count: what is due, the signed links, and what they may no longer do."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.availability import credentials, reminders
from api.settings import Settings
from tests.unit.api.availability.conftest import Shelter
from tests.unit.api.conftest import Console

SECRET = "development-only"  # the test settings' own


def _outbox(shelter: Shelter, *, sent: bool = False) -> list[dict[str, Any]]:
    with shelter.sessions.begin() as session:
        found = reminders.fill_outbox(session)
        written = [reminders.message(session, r, base_url="https://repere.test/", secret=SECRET) for r in found]
        if sent:
            reminders.mark_sent(session, found)
    return written


def _path(message: dict[str, Any], answer: str) -> str:
    link: str = message["links"][answer]
    return link.removeprefix("https://repere.test")


def _due(shelter: Shelter, available: int = 3) -> dict[str, Any]:
    shelter.report(available, maximum=12)
    shelter.age(hours=10)
    return _outbox(shelter)[0]


def test_a_reminder_is_due_near_the_limit_and_printed_until_sent(
    shelter: Shelter, log_in: Callable[[str], Console]
) -> None:
    shelter.report(3)
    shelter.age(hours=8)
    assert _outbox(shelter) == []
    shelter.age(hours=2)
    (message,) = _outbox(shelter)
    assert "toujours 3 lits libres" in message["text"]["fr"] and "still 3 free beds" in message["text"]["en"]
    assert len(_outbox(shelter)) == 1
    listed = log_in("ines").get("/availability/reminders").json()["items"]
    assert [(i["name"], i["available"], i["sent_at"]) for i in listed] == [(shelter.name, 3, None)]
    _outbox(shelter, sent=True)
    assert _outbox(shelter) == []


def test_opening_the_link_says_nothing_and_pressing_the_button_confirms(client: TestClient, shelter: Shelter) -> None:
    path = _path(_due(shelter), "same")
    page = client.get(path)
    assert page.status_code == 200 and "3 lits libres" in page.text and "noindex" in page.headers["x-robots-tag"]
    assert shelter.read()["age_minutes"] == 600 and len(shelter.changes()) == 1
    thanks = client.post(path)
    assert thanks.status_code == 200 and "C&#39;est noté" in thanks.text
    assert (shelter.read()["age_minutes"], shelter.read()["available"], shelter.read()["maximum"]) == (0, 3, 12)
    last = shelter.changes()[-1]
    assert (last.how, last.available_before, last.available) == ("reminder", 3, 3)


def test_full_is_one_tap_too_and_an_answer_counts_once(client: TestClient, shelter: Shelter) -> None:
    message = _due(shelter)
    client.post(_path(message, "full"))
    assert shelter.read()["available"] == 0
    refused = client.post(_path(message, "same"))
    assert refused.status_code == 409 and "plus récent" in refused.text
    assert shelter.read()["available"] == 0


def test_a_newer_count_closes_the_reminder(client: TestClient, shelter: Shelter) -> None:
    path = _path(_due(shelter), "same")
    shelter.report(1)
    assert client.get(path).status_code == 409
    assert client.post(path).status_code == 409
    assert shelter.read()["available"] == 1 and _outbox(shelter) == []


def test_a_link_that_was_altered_forged_or_revoked_is_refused(client: TestClient, shelter: Shelter) -> None:
    message = _due(shelter)
    path = _path(message, "same")
    forged = f"/places/r/{reminders.sign(message['id'], 'same', 'another secret')}"
    for wrong in (path[:-1], path.replace(".same.", ".full."), path.replace(".same.", ".all."), forged, "/places/r/x"):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong).status_code == 404
    with shelter.sessions.begin() as session:
        credentials.revoke(session, service_id=shelter.service_id)
    assert client.post(path).status_code == 404
    assert len(shelter.changes()) == 1 and _outbox(shelter) == []


def test_production_refuses_to_sign_with_the_development_secret() -> None:
    with pytest.raises(ValueError, match="REPERE_AVAILABILITY_SECRET"):
        Settings(environment="production", rasa_token=SecretStr("given"), secure_cookies=True)


def test_a_full_shelter_is_only_asked_whether_it_still_is(shelter: Shelter) -> None:
    message = _due(shelter, available=0)
    assert list(message["links"]) == ["same"] and "toujours complet" in message["text"]["fr"]
