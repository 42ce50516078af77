"""Files from elsewhere: what goes in, what is refused and why, and that a damaged file loses nothing."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from resources_db.hsds.export import export
from resources_db.importing import DirectoryFileError, ImportReport, import_file, repository
from resources_db.importing.formats import read_file
from resources_db.importing.identity import slugify
from resources_db.models import Address, Organization, Phone
from resources_db.upkeep.editing import read_record

HEADER = "Nom;Téléphone;Ville;Région;Services;Description;Source"
GOOD = "Le Phare;819 555-0134;Gatineau;Outaouais;Écoute | Suivi psychosocial;Écoute et suivi.;"


def _csv(folder: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = folder / "envoi.csv"
    file.write_bytes("\n".join(lines).encode(encoding))
    return file


def _phones(session: Session, slug: str) -> list[tuple[str, str]]:
    query = select(Phone.number, Phone.confidence).join(Organization, Organization.id == Phone.owner_id)
    return [(number, level) for number, level in session.execute(query.where(Organization.slug == slug))]


def _refusals(report: ImportReport) -> list[tuple[str, str]]:
    return [(refusal.id, refusal.field) for refusal in report.refused]


def test_a_row_becomes_a_record_and_a_number_without_source_is_low(session: Session, tmp_path: Path) -> None:
    report = import_file(session, path=_csv(tmp_path, HEADER, GOOD), by="Ève")
    assert (report.added, report.refused, report.format, report.missing) == (["le-phare"], [], "sheet", [])
    record, _version = read_record(session, "le-phare")
    assert (record.region, record.coverage, record.confidence) == ("07", ["07"], "low")
    assert record.services == ["listening", "counselling"] and record.phones[0].display == "819 555-0134"
    assert _phones(session, "le-phare") == [("+18195550134", "low")]
    again = import_file(session, path=_csv(tmp_path, HEADER, GOOD))
    assert (again.changes, again.unchanged) == (0, 1)


def test_a_dry_run_shows_the_difference_and_writes_nothing(session: Session, tmp_path: Path) -> None:
    changed = "Chez Doris;514 555-0100;Montréal;Montréal;Besoins de base;Centre de jour renouvelé.;https://a.example/"
    file = _csv(tmp_path, HEADER, GOOD, changed)
    report = import_file(session, path=file, dry_run=True)
    assert report.added == ["le-phare"] and report.change_set is None
    assert "phones" in {change.field for change in report.differences["chez-doris"]}
    assert session.scalar(select(Organization).where(Organization.slug == "le-phare")) is None
    assert ("+15145550100", "medium") not in _phones(session, "chez-doris")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Le Quai;12;Gatineau;Outaouais;Écoute;Texte.;", "phones"),
        ("Le Quai;819 555-0134;Gatineau;Atlantide;Écoute;Texte.;", "region"),
        ("Le Quai;819 555-0134;Québec;Québec;Écoute;Texte.;", "region"),
        ("Le Quai;819 555-0134;Gatineau;Outaouais;Jonglerie;Texte.;", "services"),
        ("Le Quai;819 555-0134;Gatineau;Outaouais;;Texte.;", "services"),
        ("Le Quai;819 555-0134;Gatineau;Outaouais;Écoute;;", "summary_fr"),
        (";819 555-0134;Gatineau;Outaouais;Écoute;Texte.;", "name_fr"),
        ("Le Quai;819 555-0134;Gatineau;Outaouais;Écoute;DÃ©jÃ\xa0 lu.;", "summary_fr"),
        ("Le Quai;819 555-0134;Gatineau;Outaouais;Écoute", "ligne"),
        ("Le Quai;819 555-0134;Gatineau;Outaouais;Écoute;Texte.;;de trop", "ligne"),
        ('Le Quai;"819 555-0134;Gatineau;Outaouais;Écoute;Texte.;', "ligne"),
        ('Le Quai;"819" 555;Gatineau;Outaouais;Écoute;Texte.;', "ligne"),
    ],
)
def test_a_bad_row_is_refused_by_its_line_and_the_others_go_in(
    session: Session, tmp_path: Path, line: str, field: str
) -> None:
    last = 'Le Môle;418 555-0155;Rimouski;01;"écoute";"Texte\nsur deux lignes.";'
    report = import_file(session, path=_csv(tmp_path, HEADER, GOOD, line, last))
    assert _refusals(report) == [("ligne 3", field)], report.refused
    assert report.refused[0].reason and report.added == ["le-phare", "le-mole"]


def test_old_windows_encoding_is_read_and_said(session: Session, tmp_path: Path) -> None:
    report = import_file(session, path=_csv(tmp_path, HEADER, GOOD, encoding="cp1252"))
    assert report.added == ["le-phare"] and "Windows-1252" in report.warnings[0]
    assert read_record(session, "le-phare")[0].summary_fr == "Écoute et suivi."


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("vide.csv", b"", "vide"),
        ("sans-nom.csv", "Téléphone;Ville\n1;2".encode(), "aucune colonne"),
        ("image.csv", b"\x89PNG\x00\x81\x8d", "encodage"),
        ("nul.csv", b"nom;ville\n\x00;b", "texte"),
        ("coupe.json", b'[{"nom": "Le Ph', "JSON"),
        ("profond.json", b"[" * 100_000, "JSON"),
        ("faux.xlsx", b"PK\x03\x04 rien", "illisible"),
        ("faux.zip", b"PK\x03\x04 rien", "illisible"),
        ("anglais.json", b'{"language": "en", "services": []}', "français"),
        ("autre.json", b'{"not": "a list"}', "list"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(DirectoryFileError, match=reason):
        read_file(file)


def test_duplicate_and_ambiguous_names_are_refused(session: Session, tmp_path: Path) -> None:
    report = import_file(session, path=_csv(tmp_path, HEADER, GOOD, GOOD))
    assert report.added == ["le-phare"] and _refusals(report) == [("ligne 3", "id")]


def test_a_verified_fact_never_gives_way_to_an_unverified_one(session: Session, tmp_path: Path) -> None:
    before, _version = read_record(session, "chez-doris")
    line = "Chez Doris;514 555-0100;Laval;Montréal;Écoute;Texte non vérifié.;"
    report = import_file(session, path=_csv(tmp_path, HEADER, line))
    after, _version = read_record(session, "chez-doris")
    assert (after.summary_fr, after.services, after.confidence) == (
        before.summary_fr, before.services, before.confidence,
    )  # fmt: skip
    assert after.phones[0] == before.phones[0]
    assert ("+15145550100", "low") in _phones(session, "chez-doris")
    assert {"summary_fr", "services", "phones"} <= {kept.field for kept in report.kept}


def test_an_unverified_number_never_lowers_the_same_verified_one(session: Session, tmp_path: Path) -> None:
    line = "Chez Doris;514 937-2341;Montréal;Montréal;;;"
    assert import_file(session, path=_csv(tmp_path, HEADER, line)).changes == 0
    assert [level for number, level in _phones(session, "chez-doris") if number == "+15149372341"] != ["low"]


def test_a_shelters_street_is_left_out_unless_said_not_confidential(session: Session, tmp_path: Path) -> None:
    header = f"{HEADER};Adresse;Adresse confidentielle"
    row = "{};819 555-0134;Gatineau;Outaouais;Hébergement d'urgence;Refuge.;;12, rue Secrète;{}"
    report = import_file(session, path=_csv(tmp_path, header, row.format("A", ""), row.format("B", "non"),
                                            row.format("C", "oui")))  # fmt: skip
    assert report.added == ["a", "b"] and _refusals(report) == [("ligne 4", "address")]
    streets = dict(session.execute(select(Organization.slug, Address.address_1).join(
        Address, Address.owner_id == Organization.id).where(Organization.slug.in_(["a", "b"]))).all())  # fmt: skip
    assert streets == {"a": None, "b": "12, rue Secrète"} and "hébergement" in report.warnings[0]


def test_a_workbook_is_read_like_a_csv(session: Session, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nom", "Téléphone", "Ville", "Services offerts", "Présentation", "Âge minimum", "Couleur"])
    sheet.append(["Le Phare", 8195550134, "Gatineau", "écoute", "Texte.", 12, "bleu"])
    sheet.append([None] * 7)
    sheet.append(["Le Quai", "1", "Gatineau", "écoute", "Texte.", None, None])
    book.save(tmp_path / "envoi.xlsx")
    report = import_file(session, path=tmp_path / "envoi.xlsx")
    assert report.added == ["le-phare"] and _refusals(report) == [("ligne 4", "phones")]
    assert "Couleur" in report.warnings[0]
    record, _version = read_record(session, "le-phare")
    assert (record.region, record.clientele.min_age) == ("07", 12)


def test_ensemble_json_with_nested_objects(session: Session, tmp_path: Path) -> None:
    item = {
        "id": 4312,
        "nom": "Le Phare",
        "nom_anglais": "The Lighthouse",
        "telephones": [{"numero": "819-555-0134", "confiance": "haute", "source": "https://phare.example/"},
                       {"numero": "819-555-0135", "confiance": "haute"}],
        "adresse": {"rue": "1, rue du Quai", "ville": "Gatineau", "code_postal": "j8x2a1"},
        "region": "Outaouais",
        "langues": ["français", "klingon"],
        "services": ["écoute", "suivi psychosocial"],
        "description": "Écoute et suivi.",
        "source": "https://ensemblequebec.ca/fiche/4312",
        "mise_a_jour": "2026-03",
    }  # fmt: skip
    file = tmp_path / "ensemble.json"
    file.write_text(json.dumps({"organismes": [item, {"nom": "Chez Doris"}, 3]}), encoding="utf-8")
    report = import_file(session, path=file)
    assert report.format == "ensemble" and report.added == ["le-phare"] and _refusals(report) == [("fiche 3", "fiche")]
    assert len(report.missing) == 313 and any("klingon" in warning for warning in report.warnings)
    record, _version = read_record(session, "le-phare")
    assert (record.confidence, record.sources[0].page_date) == ("medium", "2026-03")
    assert record.address is not None and record.address.postal_code == "J8X 2A1"
    assert _phones(session, "le-phare") == [("+18195550134", "high"), ("+18195550135", "medium")]


def test_the_database_refusing_one_record_leaves_the_others_in(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = repository.write

    def refuse(session: Session, rows: repository.Changes) -> None:
        write(session, rows)
        if any(row["slug"] == "le-quai" for row in rows.added.get("organization", [])):
            raise IntegrityError("INSERT", {}, Exception("contrainte"))

    monkeypatch.setattr(repository, "write", refuse)
    rows = [GOOD.replace("Le Phare", name) for name in ("Le Phare", "Le Quai", "Le Môle", "La Jetée")]
    report = import_file(session, path=_csv(tmp_path, HEADER, *rows))
    assert report.added == ["le-phare", "le-mole", "la-jetee"] and _refusals(report) == [("ligne 3", "record")]
    kept = session.scalars(select(Organization.slug).where(Organization.slug.in_(["le-quai", "la-jetee"]))).all()
    assert kept == ["la-jetee"]


def _package() -> dict[str, str]:
    def table(*rows: dict[str, str]) -> str:
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    key = "1f0c2d3e-0000-4000-8000-00000000000"
    tables = {
        "organizations": table({"id": "o1", "name": "Le Phare", "description": "Écoute."}),
        "services": table(
            {"id": f"{key}1", "organization_id": "o1", "name": "Écoute", "description": "Écoute.", "status": "active"},
            {"id": "9a8b7c6d-0000-4000-8000-000000000002", "organization_id": "o1", "name": "Jonglerie",
             "description": "x", "status": "active"},
        ),
        "phones": table({"id": "p1", "service_id": f"{key}1", "number": "819-555-0134", "type": "voice"},
                        {"id": "p2", "service_id": f"{key}1", "number": "819-555-0199", "type": "fax"}),
        "service_areas": table({"id": "a1", "service_id": f"{key}1", "name": "Outaouais"}),
        "attributes": table({"id": "t1", "link_id": f"{key}1", "link_entity": "service", "taxonomy_term_id": "x1"}),
        "taxonomy_terms": table({"id": "x1", "code": "listening", "name": "Écoute"}),
    }  # fmt: skip
    resources = [{"name": name, "path": f"{name}.csv"} for name in (*tables, "locations")]
    return {"datapackage.json": json.dumps({"resources": resources}), **{f"{n}.csv": t for n, t in tables.items()}}


@pytest.mark.parametrize("zipped", [False, True])
def test_an_hsds_package(session: Session, tmp_path: Path, zipped: bool) -> None:
    folder = tmp_path / "paquet"
    folder.mkdir()
    for name, text in _package().items():
        (folder / name).write_text(text, encoding="utf-8")
    path = folder
    if zipped:
        path = tmp_path / "paquet.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in _package().items():
                archive.writestr(f"dedans/{name}", text)
    report = import_file(session, path=path)
    assert report.format == "hsds" and report.added == ["le-phare-ecoute-1f0c2d3e"]
    assert [refusal.field for refusal in report.refused] == ["coverage", "services"]
    assert any("locations.csv" in warning for warning in report.warnings)
    assert _phones(session, report.added[0]) == [("+18195550134", "low")]
    assert import_file(session, path=path).changes == 0


def test_our_own_hsds_objects_come_back_to_their_records(session: Session, tmp_path: Path) -> None:
    from resources_db.models import stable_id

    service = {"id": stable_id("service", "chez-doris"), "organization_id": "x", "name": "Chez Doris",
               "description": "Autre texte.", "organization": {"id": "x", "name": "Chez Doris"}}  # fmt: skip
    file = tmp_path / "hsds.json"
    file.write_text(json.dumps({"contents": [service]}), encoding="utf-8")
    report = import_file(session, path=file)
    assert (report.added, report.refused, report.unchanged) == ([], [], 1)
    assert [kept.field for kept in report.kept] == ["summary_fr"]


def test_ids_made_from_names() -> None:
    assert slugify("L'Œuvre d'Élise – Montréal") == "l-oeuvre-d-elise-montreal"
    assert slugify("???") == "sans-nom"


@pytest.mark.parametrize("name", ["export.zip", "export.json"])
def test_our_own_export_comes_back_without_a_change(session: Session, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    export(session, form="hsds-json" if name.endswith("json") else "hsds-csv", to=file)
    report = import_file(session, path=file, format_="hsds", dry_run=True)
    assert report.read > 290 and (report.changes, report.refused, report.kept) == (0, [], [])
