"""`repere availability`: links and keys that work once printed, limits, and reminders for a gateway."""

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from api.availability import credentials, reports
from api.availability.reports import Said
from api.database import make_engine
from api.errors import NotFoundError, UnauthorisedError
from cli.availability import app, availability_secret
from cli.directory import import_shipped
from cli.errors import CommandError
from cli.paths import DataDir
from resources_db.models import ServiceCapacity

SLUG = "la-debrouille"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataDir:
    """A data directory with the shipped records."""
    monkeypatch.setenv("REPERE_DATA_DIR", str(tmp_path))
    for name in ("REPERE_DATABASE_URL", "REPERE_AVAILABILITY_SECRET", "REPERE_PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    found = DataDir(tmp_path)
    import_shipped(found.database_url)
    return found


def _run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_links_and_keys_are_made_renewed_and_revoked(data: DataDir) -> None:
    first = _run("link", SLUG, "--base-url", "https://repere.test").split("/places/")[1].strip()
    second = _run("link", SLUG).split("/places/")[1].strip()
    key = _run("key", SLUG).split("Bearer ")[1].strip()
    with Session(make_engine(data.database_url)) as session:
        service_id = credentials.find_link(session, second).service_id
        credentials.check_key(session, service_id, key)
        with pytest.raises(NotFoundError):
            credentials.find_link(session, first)
    assert "never reported" in _run("list") and "1 link, 1 key" in _run("list", SLUG)
    assert "1 revoked" in _run("revoke", SLUG, "--only", "link")
    assert "1 revoked" in _run("revoke", SLUG)
    with Session(make_engine(data.database_url)) as session, pytest.raises(UnauthorisedError):
        credentials.check_key(session, service_id, key)


def test_an_unknown_shelter_and_limits_that_cross_are_refused(data: DataDir) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        _run("link", "nowhere")
    assert "to confirm after 60 min, hidden after 90 min" in _run(
        "limits", SLUG, "--confirm-after", "60", "--hide-after", "90"
    )
    with pytest.raises(CommandError, match="hidden after"):
        _run("limits", SLUG, "--hide-after", "30")
    assert "hidden after 90" in _run("list", SLUG)


def test_reminders_are_printed_for_a_gateway_until_they_are_sent(data: DataDir) -> None:
    _run("key", SLUG)
    _run("limits", SLUG, "--confirm-after", "60", "--remind-to", "sms:+15555550100")
    with Session(make_engine(data.database_url)) as session:
        service = credentials.find_service(session, SLUG)
        reports.report(session, service_id=service.service_id, said=[Said("bed", 3)], how="key", who="test")
        session.query(ServiceCapacity).one().updated -= timedelta(minutes=50)
        session.commit()
    message = json.loads(_run("reminders", "--json", "--base-url", "https://repere.test"))
    assert message["to"] == "sms:+15555550100" and message["links"]["full"].startswith("https://repere.test/places/r/")
    assert "toujours 3 lits libres" in _run("reminders", "--sent")
    assert _run("reminders") == ""


def test_the_secret_is_made_once_and_kept_private(data: DataDir, monkeypatch: pytest.MonkeyPatch) -> None:
    first = availability_secret(data)
    assert len(first) > 32 and availability_secret(data) == first
    assert stat.S_IMODE((data.path / "availability.secret").stat().st_mode) == 0o600
    monkeypatch.setenv("REPERE_AVAILABILITY_SECRET", "given")
    assert availability_secret(data) == "given"
