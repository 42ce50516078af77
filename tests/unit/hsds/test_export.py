"""The files that `repere directory export` writes, and the way back from them."""

import csv
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from cli.directory import app
from resources_db.catalogue import Record, read_catalogue
from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.hsds.export import ExportError, export
from resources_db.importing import import_records
from tests.unit.hsds.conftest import SCHEMAS, Errors, Get
from tests.unit.hsds.test_schemas import everything

Tables = dict[str, list[dict[str, Any]]]


def _export(engine: Engine, form: Any, to: Path, language: str = "fr") -> dict[str, int]:
    with make_session_factory(engine)() as session:
        return export(session, form=form, to=to, language=language)


def _read_package(folder: Path) -> Tables:
    """Return the rows of each table, typed as its `datapackage.json` says, without the empty cells."""
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    found: Tables = {}
    for resource in package["resources"]:
        types = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        assert all(set(row) == set(types) for row in rows)
        found[resource["name"]] = [
            {name: float(cell) if types[name] == "number" else cell for name, cell in row.items() if cell != ""}
            for row in rows
        ]
    return found


@pytest.fixture(scope="module")
def folder(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An exported package."""
    to = tmp_path_factory.mktemp("export") / "package"
    counts = _export(engine, "hsds-csv", to)
    assert counts["organization"] == counts["service"] == 293
    return to


@pytest.fixture(scope="module")
def whole(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """An exported JSON."""
    to = tmp_path_factory.mktemp("export") / "directory.json"
    _export(engine, "hsds-json", to)
    content: dict[str, Any] = json.loads(to.read_text("utf-8"))
    return content


def test_the_json_holds_what_the_api_answers(whole: dict[str, Any], get: Get) -> None:
    assert (whole["version"], whole["language"]) == ("3.1", "fr") and whole["modified"]
    for name in ("organizations", "services", "taxonomies", "taxonomy_terms"):
        full = {} if name.startswith("taxonom") else {"full": True}
        assert whole[name] == everything(get, f"/{name}", **full)
    english = {(t["link_id"], t["field"]): t for t in whole["translations"]}
    for service in everything(get, "/services", language="en"):
        found = english[service["id"], "description"]
        assert found["value"] == service["description"] and found["reviewed"] is False


def test_every_row_of_the_package_follows_its_schema(folder: Path, schema_errors: Errors) -> None:
    tables = _read_package(folder)
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        if resource["name"] == "translation":
            continue
        schema = json.loads((SCHEMAS / f"{resource['name']}.json").read_text("utf-8"))
        assert resource["path"] == schema["path"]
        assert {field["name"] for field in resource["schema"]["fields"]} <= set(schema["properties"])
        for row in tables[resource["name"]]:
            nested = {"unit": {"id": row["unit_id"], "name": "x"}} if resource["name"] == "service_capacity" else {}
            assert not schema_errors(resource["name"], row | nested), row
            assert set(schema.get("tabular_required", ())) <= set(row), row


def test_ids_are_unique_and_references_lead_somewhere(folder: Path) -> None:
    tables = _read_package(folder)
    ids = {name: [row["id"] for row in rows] for name, rows in tables.items()}
    assert all(len(keys) == len(set(keys)) for keys in ids.values())
    assert all(tables[name] for name in ("phone", "address", "schedule", "service_area", "url", "attribute"))
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        for reference in resource["schema"]["foreignKeys"]:
            target = reference["reference"]["resource"] or resource["name"]
            said = {row[reference["fields"]] for row in tables[resource["name"]] if reference["fields"] in row}
            assert said <= set(ids[target]), (resource["name"], reference)
    for name in ("attribute", "translation"):
        assert {row["link_id"] for row in tables[name] if row["link_entity"] == "service"} <= set(ids["service"])


def test_tables_and_objects_say_the_same(folder: Path, whole: dict[str, Any]) -> None:
    tables = _read_package(folder)
    services = {service["id"]: service for service in whole["services"]}
    for row in tables["service"]:
        assert row == {name: services[row["id"]][name] for name in row}
    for table, key in (("phone", "phones"), ("schedule", "schedules"), ("service_area", "service_areas")):
        assert len(tables[table]) == sum(len(service.get(key, ())) for service in services.values())


def _codes(item: dict[str, Any], taxonomy: str) -> list[str]:
    return [a["value"] for a in item.get("attributes", []) if a["link_type"] == taxonomy]


def _hours(phone: dict[str, Any]) -> str | None:
    words: str = phone["description"]
    return words.partition(" · ")[2] or None


def _as_record(organization: dict[str, Any], service: dict[str, Any], english: dict[Any, str]) -> dict[str, Any]:
    """Return the record of the directory file that these HSDS objects were made from, as far as they tell."""
    link = service["service_at_locations"][0]["location"]
    address = next(iter(link.get("addresses", [])), {})
    areas = service["service_areas"]
    places = [area["name"] for area in areas if "description" in area]
    return {
        "id": organization["organization_identifiers"][0]["identifier"],
        "name_fr": organization["name"],
        "name_en": english.get((organization["id"], "name")),
        "summary_fr": organization["description"],
        "summary_en": english.get((organization["id"], "description")),
        "kind": _codes(organization, "kind")[0],
        "phones": [
            {
                "number": phone["number"],
                "display": phone["description"].partition(" · ")[0],
                "type": {"text": "sms"}.get(phone["type"], phone["type"]),
                "label": _codes(phone, "phone_label")[0],
                "hours": _hours(phone),
                "confidence": _codes(phone, "confidence")[0],
                "source": None,
            }
            for phone in service.get("phones", [])
        ],
        "email": organization.get("email"),
        "website": organization.get("website"),
        "chat_url": next((url["url"] for url in organization.get("additional_websites", [])), None),
        "address": {
            "street": address.get("address_1") or next(
                (a["value"] for a in link.get("attributes", []) if a["taxonomy_term"]["code"] == "street_only"), None
            ),
            "city": link.get("name"),
            "postal_code": address.get("postal_code"),
            "confidential": "confidential" in _codes(link, "location_note"),
        },
        "region": next(iter(_codes(link, "region")), None),
        "coverage": list(dict.fromkeys(_codes(area, "region")[0] for area in areas)),
        "languages": [language["code"] for language in service.get("languages", [])],
        "clientele": {
            "genders": _codes(service, "gender"),
            "min_age": service.get("minimum_age"),
            "max_age": service.get("maximum_age"),
            "groups": _codes(service, "audience"),
        },
        "services": _codes(service, "service"),
        "serves_places": places or None,
        "specialised_in_exploitation": bool(_codes(service, "focus")),
        "sources": [{"url": None, "what": "", "page_date": a["value"]} for a in service["attributes"]
                    if a["taxonomy_term"]["code"] == "verified_on"],
        "confidence": _codes(organization, "confidence")[0],
    }  # fmt: skip


def _without_sources(record: Record) -> Record:
    return replace(record, sources=(), search_id=0)  # the index numbers rows as they come


def test_the_directory_comes_back_from_the_export(whole: dict[str, Any], engine: Engine, tmp_path: Path) -> None:
    """All that visitors see, except the list of sources, which the export keeps as attributes of the service."""
    english = {(t["link_id"], t["field"]): t["value"] for t in whole["translations"]}
    organizations = {item["id"]: item for item in whole["organizations"]}
    items = [_as_record(organizations[s["organization_id"]], s, english) for s in whole["services"]]
    url = f"sqlite:///{tmp_path / 'again.db'}"
    upgrade(url)
    again = make_engine(url)
    with make_session_factory(again).begin() as session:
        report = import_records(session, items=items)
        assert report.refused == [] and len(report.added) == 293
    with make_session_factory(engine)() as first, make_session_factory(again)() as second:
        before, after = read_catalogue(first).records, read_catalogue(second).records
        assert list(before) == list(after)
        for slug, record in before.items():
            assert _without_sources(after[slug]) == _without_sources(record)
    again.dispose()


def test_the_same_directory_gives_the_same_bytes(engine: Engine, tmp_path: Path, folder: Path) -> None:
    _export(engine, "hsds-csv", tmp_path / "again")
    for path in folder.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_an_earlier_export_is_replaced_and_nothing_else_is(engine: Engine, tmp_path: Path) -> None:
    package, other = tmp_path / "package", tmp_path / "other"
    _export(engine, "hsds-csv", package)
    (package / "left.csv").write_text("old")
    _export(engine, "hsds-csv", package, "en")
    assert not (package / "left.csv").exists()
    assert json.loads((package / "datapackage.json").read_text())["language"] == "en"
    other.mkdir()
    (other / "thesis.txt").write_text("mine")
    with pytest.raises(ExportError, match="something else"):
        _export(engine, "hsds-csv", other)
    with pytest.raises(ExportError, match="directory"):
        _export(engine, "hsds-json", other)
    assert (other / "thesis.txt").read_text() == "mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other", "package"]


def test_a_failure_half_way_leaves_the_earlier_file(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "directory.json"
    _export(engine, "hsds-json", to)
    before = to.read_bytes()

    def _full_disk(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("resources_db.hsds.reading.Reader.services", _full_disk)
    with pytest.raises(ExportError, match="No space left"):
        _export(engine, "hsds-json", to)
    assert to.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == ["directory.json"]


def test_the_command_writes_a_zip_and_says_what_it_cannot_do(tmp_path: Path, engine: Engine) -> None:
    url, to = str(engine.url), tmp_path / "sub" / "package.zip"
    options = ["--format", "hsds-csv", "--database-url", url]
    done = CliRunner().invoke(app, ["export", "--to", str(to), "--json", *options])
    assert done.exit_code == 0 and json.loads(done.stdout)["service"] == 293
    with zipfile.ZipFile(to) as archive:
        assert {"datapackage.json", "services.csv", "units.csv"} <= set(archive.namelist())
    blocked = CliRunner().invoke(app, ["export", "--to", str(to / "inside"), *options])
    assert blocked.exit_code == 2 and re.search("directory|exists", blocked.stderr)
