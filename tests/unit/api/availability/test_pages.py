"""The page of the personal link, as a phone without JavaScript uses it."""

from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from api.availability import credentials, reports
from tests.unit.api.availability.conftest import Shelter


class _Fields(HTMLParser):
    """The values of a page's inputs."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("name"):
            self.values[str(found["name"])] = found.get("value") or ""


def fields(page: str) -> dict[str, str]:
    """What a browser would send back."""
    parser = _Fields()
    parser.feed(page)
    return parser.values


def test_the_page_is_private_and_french_first(client: TestClient, shelter: Shelter) -> None:
    page = client.get(shelter.page)
    assert (
        page.status_code == 200 and '<html lang="fr">' in page.text and shelter.name in page.text.replace("&#39;", "'")
    )
    assert page.headers["referrer-policy"] == "no-referrer" and "noindex" in page.headers["x-robots-tag"]
    assert page.headers["cache-control"] == "no-store" and "set-cookie" not in page.headers
    assert 'content="no-referrer"' in page.text and 'content="noindex' in page.text
    assert '<html lang="en">' in client.get(f"{shelter.page}?lang=en").text


def test_a_report_by_the_form_is_kept_and_shown(client: TestClient, shelter: Shelter) -> None:
    sent = {
        **fields(client.get(shelter.page).text),
        "available-bed": "4",
        "maximum-bed": "12",
        "note-bed": "<b>animaux</b>",
    }
    saved = client.post(shelter.page, data=sent)
    assert saved.status_code == 200 and "C&#39;est noté" in saved.text and "&lt;b&gt;" in saved.text
    assert saved.url.path == shelter.page
    assert (shelter.read()["available"], shelter.changes()[0].how) == (4, "form")


def test_plus_and_minus_work_without_javascript_and_do_not_store(client: TestClient, shelter: Shelter) -> None:
    shelter.report(1, maximum=2)
    sent = fields(client.get(shelter.page).text)
    for step, expected in (("bed:+1", "2"), ("bed:+1", "2"), ("bed:-1", "1"), ("bed:-1", "0"), ("bed:-1", "0")):
        page = client.post(shelter.page, data={**sent, "step": step})
        sent = fields(page.text)
        assert sent["available-bed"] == expected and "Pas encore enregistré" in page.text
    assert len(shelter.changes()) == 1
    client.post(shelter.page, data=sent)
    assert shelter.read()["available"] == 0


@pytest.mark.parametrize("step", ["igloo:+1", "bed:+99", "bed", ":", "bed:-1:x"])
def test_a_step_that_makes_no_sense_changes_nothing(client: TestClient, shelter: Shelter, step: str) -> None:
    sent = {**fields(client.get(shelter.page).text), "available-bed": "3", "step": step}
    assert fields(client.post(shelter.page, data=sent).text)["available-bed"] == "3"


def test_a_step_on_what_is_no_number_leaves_it_as_typed(client: TestClient, shelter: Shelter) -> None:
    sent = fields(client.get(shelter.page).text)
    for typed in ({"available-bed": "deux"}, {"available-bed": "2", "maximum-bed": "9" * 5000}):
        page = client.post(shelter.page, data={**sent, **typed, "step": "bed:+1"})
        assert page.status_code == 200 and fields(page.text)["available-bed"] == typed["available-bed"]


def test_one_tap_says_full_or_unchanged(client: TestClient, shelter: Shelter) -> None:
    shelter.report(3, maximum=12)
    shelter.age(hours=13)
    assert shelter.read()["freshness"] == "to_confirm"
    sent = fields(client.get(shelter.page).text)
    client.post(shelter.page, data={**sent, "quick": "same"})
    assert (shelter.read()["available"], shelter.read()["freshness"], shelter.read()["maximum"]) == (3, "fresh", 12)
    client.post(shelter.page, data={**sent, "quick": "full"})
    assert shelter.read()["available"] == 0


def test_unchanged_is_refused_when_somebody_changed_it_meanwhile(client: TestClient, shelter: Shelter) -> None:
    shelter.report(3)
    sent = fields(client.get(shelter.page).text)
    shelter.report(0)
    page = client.post(shelter.page, data={**sent, "quick": "same"})
    assert page.status_code == 422 and fields(page.text)["available-bed"] == "0"
    assert shelter.read()["available"] == 0 and len(shelter.changes()) == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Écrivez le nombre"),
        ("trois", "nombre entier"),
        ("-1", "nombre entier"),
        ("٣", "nombre entier"),
        ("1e3", "nombre entier"),
        ("13", "dépasser le total"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: TestClient, shelter: Shelter, typed: str, said: str
) -> None:
    sent = {
        **fields(client.get(shelter.page).text),
        "maximum-bed": "12",
        "note-bed": "sur appel",
        "available-bed": typed,
    }
    page = client.post(shelter.page, data=sent)
    assert page.status_code == 422 and said in page.text
    kept = fields(page.text)
    assert (kept["available-bed"], kept["maximum-bed"], kept["note-bed"]) == (typed, "12", "sur appel")
    assert shelter.changes() == []


def test_a_revoked_or_renewed_link_stops_and_says_so(client: TestClient, shelter: Shelter) -> None:
    with shelter.sessions.begin() as session:
        renewed = credentials.issue(session, service_id=shelter.service_id, kind="link")
    gone = client.get(shelter.page)
    assert (
        gone.status_code == 404
        and "Ce lien ne fonctionne plus" in gone.text
        and "noindex" in gone.headers["x-robots-tag"]
    )
    assert client.post(shelter.page, data={"available-bed": "9"}).status_code == 404
    assert client.get(f"/places/{renewed}").status_code == 200
    with shelter.sessions.begin() as session:
        credentials.revoke(session, service_id=shelter.service_id)
    assert client.get(f"/places/{renewed}").status_code == 404
    assert shelter.changes() == [] and client.get(f"/places/{shelter.key}").status_code == 404


def test_a_database_that_fails_loses_nothing_of_what_was_typed(
    client: TestClient, shelter: Shelter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _fail(*_: object, **__: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("disk full"))

    monkeypatch.setattr(reports, "report", _fail)
    sent = {**fields(client.get(shelter.page).text), "available-bed": "4"}
    page = client.post(shelter.page, data=sent)
    assert page.status_code == 503 and "Pas enregistré" in page.text and fields(page.text)["available-bed"] == "4"
