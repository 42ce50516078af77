"""Every kind of answer, for every record, against the published HSDS 3.1 schemas."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from resources_db.database import make_session_factory
from resources_db.importing.repository import touch_revision
from resources_db.models import (
    Accessibility,
    Contact,
    CostOption,
    Location,
    Program,
    RequiredDocument,
    Schedule,
    Service,
    ServiceCapacity,
    Unit,
)
from tests.unit.hsds.conftest import Errors, Get

LISTS = [
    ("/services", "service"),
    ("/organizations", "organization"),
    ("/service_at_locations", "service_at_location"),
    ("/taxonomies", "taxonomy"),
    ("/taxonomy_terms", "taxonomy_term"),
]


def everything(get: Get, path: str, **params: Any) -> list[dict[str, Any]]:
    """Return the contents of all pages."""
    found: list[dict[str, Any]] = []
    for page in range(1, get(path, per_page=100, **params)["total_pages"] + 1):
        found += get(path, per_page=100, page=page, **params)["contents"]
    return found


def nested(item: Any, key: str) -> list[Any]:
    """Return all that is held under a key, at any depth."""
    if isinstance(item, list):
        return [found for part in item for found in nested(part, key)]
    if not isinstance(item, dict):
        return []
    here = [item[key]] if key in item else []
    return here + [found for part in item.values() for found in nested(part, key)]


def test_the_validator_can_fail(schema_errors: Errors) -> None:
    wrong = {"id": "not-a-uuid", "name": 3, "status": "open", "url": "no address", "last_modified": "yesterday"}
    assert {error.split(":")[0] for error in schema_errors("service", wrong)} == {
        "$.id", "$.name", "$.status", "$.url", "$.last_modified",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("path", "name"), LISTS)
def test_every_item_of_every_list(get: Get, schema_errors: Errors, path: str, name: str, language: str) -> None:
    for full in (False, True) if name in ("service", "organization", "service_at_location") else (False,):
        items = everything(get, path, language=language, full=full)
        assert len({item["id"] for item in items}) == len(items) > 8
        for item in items:
            assert not schema_errors(name, item), item.get("name", item["id"])
        for service in [*nested(items, "service"), *[s for found in nested(items, "services") for s in found]]:
            assert not schema_errors("service", service)


def test_whole_services_inside_organisations(get: Get, schema_errors: Errors) -> None:
    for item in everything(get, "/organizations", full_service=True):
        assert not schema_errors("organization", item)
        assert [error for service in item["services"] for error in schema_errors("service", service)] == []
        assert item["services"][0]["service_areas"]


@pytest.mark.parametrize(("path", "name"), LISTS)
def test_one_object_is_the_one_of_the_full_list(get: Get, schema_errors: Errors, path: str, name: str) -> None:
    for item in get(path, full=True, per_page=20, language="en")["contents"]:
        one = get(f"{path}/{item['id']}", language="en")
        assert one == item and not schema_errors(name, one)


def test_minimal_answers_hold_ids_and_dates(get: Get, schema_errors: Errors) -> None:
    page = get("/services", minimal=True)
    assert page["size"] == page["total_items"] == 293 and page["total_pages"] == 1
    for item in page["contents"]:
        assert set(item) == {"id", "modified_date"}
        whole = {"id": item["id"], "name": "x", "status": "active", "last_modified": item["modified_date"]}
        assert not schema_errors("service", whole)
    assert get("/services", minimal=True, per_page=10)["total_pages"] == 30


@pytest.fixture
def enriched(engine: Engine) -> str:
    """The id of a service to which all that the shipped directory lacks was added."""
    with make_session_factory(engine).begin() as session:
        place = session.query(Location).filter(Location.name == "Québec").order_by(Location.id).first()
        assert place is not None
        owner = place.owner_id
        service = session.query(Service).filter(Service.owner_id == owner).one()
        ids = {"owner_id": owner}
        program = Program(id=_key(1), organization_id=owner, name="Programme", description="Ensemble", **ids)
        unit = Unit(id=_key(2), name="lit")
        session.add_all([program, unit])
        session.flush()
        service.program_id = program.id
        service.fees_description, service.application_process = "Gratuit.", "Appeler d'abord."
        session.add_all(
            [
                Accessibility(id=_key(3), location_id=place.id, description="Rampe", url="https://a.example/", **ids),
                CostOption(id=_key(4), service_id=service.id, option="Repas", currency="CAD", amount=2.5, **ids),
                RequiredDocument(id=_key(5), service_id=service.id, document="Carte", **ids),
                Contact(id=_key(6), organization_id=owner, title="Accueil", department="Jour", **ids),
                Schedule(id=_key(7), service_id=service.id, freq="WEEKLY", byday="MO", opens_at="09:00",
                         closes_at="24:00", description="Le lundi", **ids),
                ServiceCapacity(id=_key(8), service_id=service.id, unit_id=unit.id, available=2, maximum=9,
                                updated=datetime.now(UTC), **ids),
            ]
        )  # fmt: skip
        touch_revision(session)
        return service.id


def _key(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def test_what_the_data_may_hold_one_day_comes_out(get: Get, schema_errors: Errors, enriched: str) -> None:
    service = get(f"/services/{enriched}")
    organization = get(f"/organizations/{service['organization_id']}", full_service=True)
    assert not schema_errors("service", service) and not schema_errors("organization", organization)
    assert service["program"]["name"] == organization["programs"][0]["name"] == "Programme"
    assert service["cost_options"][0]["amount"] == 2.5 and service["required_documents"][0]["document"] == "Carte"
    assert (service["fees_description"], service["application_process"]) == ("Gratuit.", "Appeler d'abord.")
    assert service["capacities"][0] | {"id": "", "updated": "", "unit": "", "unit_id": ""} == {
        "id": "", "service_id": enriched, "unit": "", "unit_id": "", "available": 2, "maximum": 9, "updated": "",
    }  # fmt: skip
    monday = next(slot for slot in service["schedules"] if slot.get("byday") == "MO")
    assert (monday["opens_at"], monday["closes_at"], monday["description"]) == ("09:00", "23:59", "Le lundi")
    location = service["service_at_locations"][0]["location"]
    assert location["accessibility"][0]["description"] == "Rampe"
    assert organization["contacts"][0]["title"] == "Accueil"


def test_nothing_is_invented(get: Get) -> None:
    items = everything(get, "/services", full=True)
    others = [item for item in items if item.get("program_id") is None]
    assert len(others) >= 292
    for name in ("cost_options", "required_documents", "accessibility", "contacts", "capacities", "program", "funding"):
        assert not nested(others, name)
