"""HSDS packages and compiled JSON: all that the directory's model holds is read, and an export comes back as it was."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.directory import open_session
from resources_db.history import undo
from resources_db.hsds.export import export
from resources_db.importing import ImportReport, import_file, repository
from resources_db.importing.details import Details
from resources_db.importing.fields import Flat
from resources_db.importing.stored import flat_of
from resources_db.models import Organization, Schedule

KEY = "ac148810-d857-441c-9679-408f346de14b"
WHOLE: dict[str, Any] = {
    "id": KEY,
    "name": "Écoute",
    "alternate_name": "Ligne du Phare",
    "description": "Suivi par des intervenantes.",
    "url": "https://phare.example/",
    "email": "ecoute@phare.example",
    "status": "active",
    "interpretation_services": "Interprètes sur demande.",
    "application_process": "Téléphoner d'abord.",
    "fees_description": "Gratuit pour les moins de 18 ans.",
    "eligibility_description": "Personnes de 12 ans et plus.",
    "minimum_age": 12,
    "maximum_age": 100,
    "alert": "Fermé le 2 janvier.",
    "organization": {
        "id": "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610",
        "name": "Le Phare",
        "description": "Organisme.",
        "contacts": [{"id": "c1", "name": "A. Personne", "title": "Accueil", "email": "a@phare.example"}],
    },
    "program": {"id": "p1", "name": "Santé mentale", "alternate_name": None, "description": "Tous les suivis."},
    "phones": [
        {"id": "n1", "number": "+1 819 555-0134", "extension": 100, "type": "voice", "description": "Accueil."},
        {"id": "n2", "number": "819 555-0199", "type": "fax"},
    ],
    "schedules": [
        {"id": "h1", "freq": "WEEKLY", "byday": "TH, FR", "opens_at": "10:00:00", "closes_at": "18:00-05:00",
         "description": "Jeudi et vendredi."},
        {"id": "h2", "freq": "WEEKLY", "byday": "SA", "opens_at": "09:00Z", "closes_at": "12:00Z",
         "description": "Le samedi matin."},
        {"id": "h3", "freq": "WEEKLY", "interval": 2, "byday": "MO", "opens_at": "09:00", "closes_at": "12:00",
         "description": "Un lundi sur deux."},
    ],
    "service_areas": [{"id": "a1", "name": "Outaouais"}],
    "languages": [{"id": "l1", "name": "français", "code": "fr"}, {"id": "l2", "name": "Urdu", "code": "ur"}],
    "cost_options": [
        {"id": "k1", "option": "Adultes", "currency": "cad", "amount": "35,50", "amount_description": "l'heure",
         "valid_from": "2026-01-01"},
        {"id": "k2", "option": "Moins de 18 ans", "amount": 0},
    ],
    "required_documents": [{"id": "d1", "document": "Carte", "uri": "https://phare.example/carte"}],
    "service_at_locations": [
        {"id": "s1", "location": {
            "id": "o1", "location_type": "physical", "name": "Le Phare",
            "addresses": [{"id": "x1", "address_1": "1, rue du Port", "city": "Gatineau", "state_province": "QC",
                           "postal_code": "J8X 3X7", "country": "CA", "address_type": "physical"}],
            "accessibility": [{"id": "y1", "description": "Rampe", "details": "À l'arrière"}],
        }},
    ],
    "attributes": [
        {"id": "t1", "taxonomy_term": {"id": "w1", "code": "BD-1800", "name": "Écoute"}},
        {"id": "t2", "taxonomy_term": {"id": "w2", "code": "YZ-9999", "name": "Trampoline"}},
    ],
}  # fmt: skip


def _file(folder: Path, content: Any, name: str = "hsds.json") -> Path:
    file = folder / name
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file


def _flat(session: Session, slug: str) -> Flat:
    owner = session.scalars(select(Organization.id).where(Organization.slug == slug)).one()
    rows = repository.stored_rows(session, [owner])[owner]
    return flat_of(rows["organization"][0], rows)


def _import(session: Session, folder: Path, **other: Any) -> ImportReport:
    return import_file(session, path=_file(folder, [WHOLE | other]))


def test_all_that_the_model_holds_is_read(session: Session, tmp_path: Path) -> None:
    report = _import(session, tmp_path)
    assert (report.refused, report.added) == ([], ["le-phare-ac148810"])
    assert any("Urdu" in w or "ur" in w for w in report.warnings) and any("taxonomies" in w for w in report.warnings)
    flat = _flat(session, "le-phare-ac148810")
    assert flat["program"] == {"name": "Santé mentale", "alternate_name": None, "description": "Tous les suivis."}
    for name in ("alternate_name", "interpretation_services", "application_process", "fees_description",
                 "eligibility_description", "alert"):  # fmt: skip
        assert flat[name] == WHOLE[name]
    assert flat["contacts"] == [
        {"name": "A. Personne", "title": "Accueil", "department": None, "email": "a@phare.example"}
    ]
    assert sorted((cost["option"], cost["amount"], cost["currency"]) for cost in flat["costs"]) == [
        ("Adultes", 35.5, "CAD"), ("Moins de 18 ans", 0.0, None),
    ]  # fmt: skip
    assert flat["documents"] == [{"document": "Carte", "uri": "https://phare.example/carte"}]
    assert flat["accessibility"] == [{"description": "Rampe", "details": "À l'arrière", "url": None}]
    assert flat["languages"] == ["fr"] and flat["services"] == ["listening"] and flat["address.street"]
    assert [(phone["number"], phone["display"][-9:]) for phone in flat["phones"]] == [("+18195550134", "poste 100")]
    slots = {slot["description"]: slot for slot in flat["schedules"]}
    assert slots["Jeudi et vendredi."] | {"description": ""} == {
        "freq": "WEEKLY", "byday": "TH,FR", "opens_at": "10:00", "closes_at": "18:00", "description": "",
    }  # fmt: skip
    for words in ("Le samedi matin.", "Un lundi sur deux."):  # another time zone, another rhythm: words alone
        assert (slots[words]["byday"], slots[words]["opens_at"]) == (None, None)
    assert import_file(session, path=_file(tmp_path, [WHOLE])).changes == 0


def test_details_in_another_order_change_nothing(session: Session, tmp_path: Path) -> None:
    _import(session, tmp_path)
    turned = {"cost_options": WHOLE["cost_options"][::-1], "schedules": WHOLE["schedules"][::-1]}
    assert _import(session, tmp_path, **turned).changes == 0


def test_details_change_with_history_and_are_undone(session: Session, tmp_path: Path) -> None:
    _import(session, tmp_path)
    changed = _import(
        session, tmp_path, cost_options=[], alert="Ouvert.", program=WHOLE["program"] | {"name": "Écoute"}
    )
    assert {change.field for change in changed.differences["le-phare-ac148810"]} == {"alert", "program"}
    before = _flat(session, "le-phare-ac148810")
    assert (before["alert"], before["program"]["name"], len(before["costs"])) == ("Ouvert.", "Écoute", 2)
    assert changed.change_set is not None
    undo(session, changed.change_set, by="A")
    after = _flat(session, "le-phare-ac148810")
    assert (after["alert"], after["program"]["name"]) == ("Fermé le 2 janvier.", "Santé mentale")


def test_the_directorys_own_file_says_nothing_of_details_it_does_not_name(session: Session, tmp_path: Path) -> None:
    identifier = {"id": "i", "identifier_type": "directory record", "identifier": "chez-doris"}
    owner = {"id": "o", "name": "Chez Doris", "organization_identifiers": [identifier]}
    service = {"id": KEY, "name": "Chez Doris", "organization": owner, "fees_description": "Repas à 2 $.",
               "cost_options": [{"id": "c", "option": "Repas", "amount": 2}]}  # fmt: skip
    report = import_file(session, path=_file(tmp_path, [service]))
    assert {change.field for change in report.differences["chez-doris"]} == {"costs", "fees_description"}
    assert import_file(session).changes == 0
    assert _flat(session, "chez-doris")["fees_description"] == "Repas à 2 $."


@pytest.mark.parametrize("name", ["export.zip", "export.json"])
def test_an_export_comes_back_without_a_change_details_included(session: Session, tmp_path: Path, name: str) -> None:
    _import(session, tmp_path, source="https://phare.example/")
    file, form = tmp_path / name, "hsds-json" if name.endswith("json") else "hsds-csv"
    export(session, form=form, to=file)  # type: ignore[arg-type]
    report = import_file(session, path=file, format_="hsds")
    assert report.read == 294
    assert (report.changes, report.refused, report.kept, report.warnings) == (0, [], [], [])


@pytest.mark.parametrize("name", ["export.zip", "export.json"])
def test_an_empty_directory_gets_all_that_an_export_says(session: Session, tmp_path: Path, name: str) -> None:
    """All fields of all records but the numbers' sources (never told) and levels, and sources without an address."""
    _import(session, tmp_path, source="https://phare.example/")
    file, form = tmp_path / name, "hsds-json" if name.endswith("json") else "hsds-csv"
    export(session, form=form, to=file)  # type: ignore[arg-type]
    with open_session(f"sqlite:///{tmp_path / 'again.db'}") as again:
        report = import_file(again, path=file, format_="hsds")
        assert report.refused == [] and len(report.added) == report.read == 294
        for slug in report.added:
            first, second = _flat(session, slug), _flat(again, slug)
            for flat in (first, second):
                shown = [phone for phone in flat["phones"] if flat is second or phone["confidence"] != "low"]
                flat["phones"] = [phone | {"confidence": "", "source": None} for phone in shown]
                flat["confidence"] = flat["confidence"] if any(source["url"] for source in flat["sources"]) else ""
                del flat["sources"], flat["english_review"]
            assert second == first, slug
        assert len(list(again.scalars(select(Schedule.id).where(Schedule.phone_id.is_(None))))) == 3


def test_one_object_alone_and_services_at_their_places_are_read(session: Session, tmp_path: Path) -> None:
    place = {"id": "s9", **WHOLE["service_at_locations"][0]}
    service = {key: value for key, value in WHOLE.items() if key != "service_at_locations"}
    organization = WHOLE["organization"] | {"services": [{k: v for k, v in WHOLE.items() if k != "organization"}]}
    for content in (WHOLE, place | {"service": service}, {"contents": [place | {"service": service}]}, organization):
        report = import_file(session, path=_file(tmp_path, content), format_="hsds", dry_run=True)
        assert (report.refused, report.added) == ([], ["le-phare-ac148810"])


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"phones": "819 555-0134"}, "phones"), ({"phones": [7]}, "phones"), ({"organization": "Le"}, "organization"),
        ({"service_areas": {"name": "Outaouais"}}, "service_areas"), ({"attributes": ["x"]}, "attributes"),
        ({"attributes": [{"taxonomy_term": "Écoute"}]}, "taxonomy_term"), ({"languages": 3}, "languages"),
        ({"service_at_locations": [{"location": []}]}, "location"), ({"program": "Santé"}, "program"),
        ({"cost_options": [{"amount": "1,234,5"}]}, "costs.amount"),
        ({"cost_options": [{"amount": "gratuit"}]}, "costs.amount"),
        ({"cost_options": [{"valid_from": "hier"}]}, "costs.valid_from"),
        ({"cost_options": [{"currency": "dollars"}]}, "costs.0.currency"),
        ({"required_documents": [{"uri": "carte"}]}, "documents.0.uri"),
        ({"organization": {"name": "P", "contacts": [{"email": "nobody"}]}}, "contacts.0.email"),
        ({"schedules": [{"byday": "LUNDI", "opens_at": "09:00", "closes_at": "10:00"}]}, "schedules.0.byday"),
        ({"schedules": ["lundi"]}, "schedules"), ({"alert": "Ã© d'Ã©coute"}, "alert"),
        ({"name": {"fr": "x"}}, "service"),
        ({"minimum_age": "douze"}, "clientele.min_age"), ({"service_areas": [{"name": "Narnia"}]}, "service_area"),
    ],
)  # fmt: skip
def test_a_damaged_service_is_refused_by_its_field_and_the_others_go_in(
    session: Session, tmp_path: Path, part: dict[str, Any], field: str
) -> None:
    other = WHOLE | {"id": "9a8b7c6d-0000-4000-8000-000000000002", "name": "Autre"}
    report = import_file(session, path=_file(tmp_path, [WHOLE | part, other]), format_="hsds")
    assert len(report.added) == 1 and report.added[0].endswith("9a8b7c6d")
    assert [(refusal.id, refusal.field) for refusal in report.refused] == [(f"service {KEY}", field)]
    assert report.refused[0].reason


def test_a_package_may_lack_a_table_and_name_another_that_is_not_read(session: Session, tmp_path: Path) -> None:
    tables = {
        "organizations": "id,name\no1,Le Phare\n",
        "services": f"id,organization_id,name,description,status\n{KEY},o1,Écoute,Écoute.,active\n",
        "service_areas": f"id,service_id,name\na1,{KEY},Outaouais\n",
        "attributes": f"id,link_id,link_entity,taxonomy_term_id\nt1,{KEY},service,w1\n",
        "taxonomy_terms": "id,code,name\nw1,BD,Écoute\n",
        "funding": f"id,service_id,source\nf1,{KEY},Québec\n",
    }
    resources = [{"name": name, "path": f"{name}.csv"} for name in (*tables, "phones")]
    path = tmp_path / "paquet.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("datapackage.json", json.dumps({"resources": resources}))
        for name, text in tables.items():
            package.writestr(f"{name}.csv", text)
    report = import_file(session, path=path)
    assert (report.refused, report.added) == ([], ["le-phare-ac148810"])
    assert any("phones.csv" in warning for warning in report.warnings)
    assert any("funding" in warning for warning in report.warnings)


def test_every_detail_has_its_place_in_the_flat_record(session: Session) -> None:
    assert set(Details.model_fields) <= set(_flat(session, "chez-doris"))
