"""What the HSDS endpoints answer after the directory changed; each test has its own database."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, update

from cli.directory import import_shipped
from resources_db.database import make_engine, make_session_factory
from resources_db.importing import DEFAULT_FILE, import_records
from resources_db.importing.repository import touch_revision
from resources_db.models import Address, Service, ServiceCapacity, Translation, Unit
from tests.unit.hsds.conftest import Get, make_app, make_get
from tests.unit.hsds.test_api import PATHS, named
from tests.unit.hsds.test_schemas import everything


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped directory, imported once."""
    path = tmp_path_factory.mktemp("changes") / "template.db"
    import_shipped(f"sqlite:///{path}")
    return path


@pytest.fixture
def engine(template: Path, tmp_path: Path) -> Iterator[Engine]:
    """A copy of the shipped directory."""
    for part in template.parent.glob("template.db*"):
        shutil.copy(part, tmp_path / part.name)
    made = make_engine(f"sqlite:///{tmp_path / template.name}")
    yield made
    made.dispose()


@pytest.fixture
def get(engine: Engine) -> Iterator[Get]:
    """Read a path that answers 200."""
    with TestClient(make_app(engine)) as client:
        yield make_get(client)


def _records() -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = json.loads(DEFAULT_FILE.read_text(encoding="utf-8"))
    return records


def _states(item: dict[str, Any]) -> dict[str, str]:
    found = [a for a in item.get("attributes", []) if a["link_type"] == "translation"]
    return {field: a["taxonomy_term"]["code"] for a in found for field in a["value"].split(",")}


def test_english_that_nobody_reviewed_is_marked_until_somebody_does(get: Get, engine: Engine) -> None:
    for item in everything(get, "/services", language="en"):
        states = _states(item)
        assert states["description"] == "unreviewed" and states["name"] in ("unreviewed", "missing")
    assert not [item for item in everything(get, "/services") if _states(item)]
    key = named(get, "Chez Doris")["organization_id"]
    with make_session_factory(engine).begin() as session:
        chosen = (Translation.link_id == key) & (Translation.field == "description")
        session.execute(update(Translation).where(chosen).values(reviewed_by="ines", reviewed_at=datetime.now(UTC)))
        touch_revision(session)
    assert _states(get(f"/organizations/{key}", language="en"))["description"] == "reviewed"
    assert _states(get("/services", organization_id=key, language="en")["contents"][0])["description"] == "reviewed"
    records = _records()
    next(record for record in records if record["id"] == "chez-doris")["summary_en"] = "Other words."
    with make_session_factory(engine).begin() as session:
        import_records(session, items=records)
    changed = get(f"/organizations/{key}", language="en")
    assert changed["description"] == "Other words." and _states(changed)["description"] == "unreviewed"


def test_modified_after_follows_the_records_and_the_declared_places(get: Get, engine: Engine) -> None:
    start = max(item["last_modified"] for item in everything(get, "/services"))
    later = (datetime.fromisoformat(start) + timedelta(milliseconds=1)).isoformat()
    assert get("/services", modified_after=later)["empty"]
    assert get("/services", modified_after="2000-01-01")["total_items"] == 293
    records = _records()
    ivac = next(record for record in records if record["id"] == "ivac")
    ivac["phones"] = []
    with make_session_factory(engine).begin() as session:
        assert "ivac" in import_records(session, items=records).updated
    changed = get("/services", modified_after=later)["contents"]
    assert "IVAC – Indemnisation des victimes d'actes criminels" in [item["name"] for item in changed]
    other = named(get, "Auberge Madeleine")
    with make_session_factory(engine).begin() as session:
        owner = session.get_one(Service, other["id"]).owner_id
        soon = datetime.now(UTC) + timedelta(minutes=1)
        session.add(Unit(id="11111111-0000-4000-8000-000000000001", name="lit"))
        session.flush()
        session.add(
            ServiceCapacity(id="11111111-0000-4000-8000-000000000002", owner_id=owner, service_id=other["id"],
                            unit_id="11111111-0000-4000-8000-000000000001", available=1, maximum=None, updated=soon)
        )  # fmt: skip
    at = (soon - timedelta(seconds=1)).isoformat()
    for path in ("services", "organizations", "service_at_locations"):
        assert get(f"/{path}", modified_after=at)["total_items"] == 1


def _strings(item: Any) -> Iterator[str]:
    if isinstance(item, dict | list):
        for part in item.values() if isinstance(item, dict) else item:
            yield from _strings(part)
    elif isinstance(item, str) and not _is_uuid(item):
        yield item


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_unverified_nor_confidential_is_ever_told(get: Get, engine: Engine, language: str) -> None:
    """Not even a low number inside a source's address, nor a confidential street that some other program wrote."""
    secret = {"address_1": "1, rue Secrète", "postal_code": "H0H"}
    with make_session_factory(engine).begin() as session:
        session.execute(update(Address).where(Address.confidential).values(secret))
    records = _records()
    unsure = next(r for r in records if r["confidence"] != "low" and any(p["confidence"] == "low" for p in r["phones"]))
    number = next(phone["number"] for phone in unsure["phones"] if phone["confidence"] == "low")
    told = f"https://example.org/call-{number[2:5]}-{number[5:8]}-{number[8:]}"
    unsure["sources"].append({"url": told, "what": "téléphone", "page_date": None})
    with make_session_factory(engine).begin() as session:
        assert import_records(session, items=records).updated
    shown = {p["number"] for r in records for p in r["phones"] if p["confidence"] != "low" and r["confidence"] != "low"}
    low = {p["number"] for r in records for p in r["phones"]} - shown
    items = [item for path in PATHS[:3] for item in everything(get, f"/{path}", full=True, language=language)]
    strings = set(_strings(items))
    digits = "|".join(_digits(text) for text in strings)
    assert len(low) > 90 and not [number for number in low if _digits(number)[-10:] in digits]
    assert not [text for text in strings if "Secrète" in text or "H0H" in text]
    assert not strings & {record["name_fr"] for record in records if record["confidence"] == "low"}


def test_a_retired_service_is_gone_from_every_list(get: Get, engine: Engine) -> None:
    service = named(get, "Auberge Madeleine")
    with make_session_factory(engine).begin() as session:
        session.execute(update(Service).where(Service.id == service["id"]).values(status="defunct"))
        touch_revision(session)
    assert get("/services")["total_items"] == get("/service_at_locations")["total_items"] == 292
    organization = get(f"/organizations/{service['organization_id']}", full_service=True)
    assert "services" not in organization and "phones" not in organization
