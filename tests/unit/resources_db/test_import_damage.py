"""Damaged files of every sort: the good rows go in or nothing does; what is refused is said by row and field."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from cli.directory import app, open_session
from cli.directory_changes import _first
from resources_db.database import make_engine, make_session_factory
from resources_db.hsds.export import export
from resources_db.importing import DEFAULT_FILE, DirectoryFileError, ImportReport, import_file
from resources_db.importing.service import MassLossError
from resources_db.models import ChangeSet, Organization, Service

HEADER = ["Nom", "Téléphone", "Ville", "Région", "Services", "Description", "Source"]
GOOD = ["Le Phare", "819 555-0134", "Gatineau", "Outaouais", "Écoute", "Écoute et suivi.", "https://phare.example/"]


def row(name: str, **cells: Any) -> list[Any]:
    return [cells.get(title, name if title == "Nom" else cell) for title, cell in zip(HEADER, GOOD, strict=True)]


def sheet(folder: Path, *rows: list[Any], header: list[str] | None = None, newline: str = "\n") -> Path:
    file = folder / "envoi.csv"
    file.write_bytes(newline.join(";".join(cells) for cells in (header or HEADER, *rows)).encode())
    return file


def workbook(folder: Path, *rows: list[Any], merged: str | None = None) -> Path:
    book = Workbook()
    assert book.active is not None
    for cells in (HEADER, *rows):
        book.active.append(cells)
    if merged:
        book.active.merge_cells(merged)
    book.save(folder / "envoi.xlsx")
    return folder / "envoi.xlsx"


def told(report: ImportReport) -> list[tuple[str, str]]:
    return [(refusal.id, refusal.field) for refusal in report.refused]


@pytest.mark.parametrize(
    ("cells", "field", "reason"),
    [
        ({"Téléphone": "#N/A"}, "phones", "erreur de tableur"), ({"Nom": "#REF!"}, "name_fr", "erreur de tableur"),
        ({"Nom": "=cmd|calc!A1"}, "name_fr", "formule"), ({"Description": "@SUM(1+1)*cmd"}, "summary_fr", "formule"),
        ({"Description": "+1|cmd!A0"}, "summary_fr", "formule"), ({"Téléphone": "1.81956E+10"}, "phones", "illisible"),
        ({"Téléphone": "5550134"}, "phones", "impossible"), ({"Nom": "A\x07"}, "name_fr", "caractère interdit"),
        ({"Nom": "A\u202eb"}, "name_fr", "caractère interdit"), ({"Nom": "A\x85B"}, "name_fr", "caractère interdit"),
        ({"Nom": "B" * 301}, "name_fr", "trop long"), ({"Description": "x" * 20_001}, "summary_fr", "trop long"),
        ({"Description": "x" * 140_000}, "ligne", "cellule trop longue"), ({"Région": "Narnia"}, "region", "inconnue"),
        ({"Services": ""}, "services", "il en faut au moins un"), ({"Description": ""}, "summary_fr", ""),
    ],
)  # fmt: skip
def test_one_bad_row_is_refused_and_its_neighbours_go_in(
    session: Session, tmp_path: Path, cells: dict[str, str], field: str, reason: str
) -> None:
    report = import_file(session, path=sheet(tmp_path, row("Avant"), row("Fautif", **cells), row("Après")))
    assert report.added == ["avant", "apres"] and told(report) == [("ligne 3", field)]
    assert reason in report.refused[0].reason and report.read == 3


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_program_ends_them(session: Session, tmp_path: Path, newline: str) -> None:
    report = import_file(session, path=sheet(tmp_path, row("Avant"), row("Après"), newline=newline))
    assert (report.added, report.refused) == (["avant", "apres"], [])


def test_ages_that_contradict_each_other_are_refused(session: Session, tmp_path: Path) -> None:
    header = [*HEADER, "Âge minimum", "Âge maximum"]
    rows = [[*row("A"), "20", "10"], [*row("B"), "12,0", "17"], [*row("C"), "12,5", ""]]
    report = import_file(session, path=sheet(tmp_path, *rows, header=header))
    assert report.added == ["b"] and sorted(told(report)) == [
        ("ligne 2", "clientele"), ("ligne 4", "clientele.min_age"),
    ]  # fmt: skip


def test_two_columns_of_one_title_are_told(session: Session, tmp_path: Path) -> None:
    file = sheet(tmp_path, [*row("A"), "Laval"], header=[*HEADER, "Région"])
    report = import_file(session, path=file, dry_run=True)
    assert report.added == ["a"] and any("Région, Région" in warning for warning in report.warnings)


def test_a_workbooks_formulas_dates_errors_and_merged_cells(session: Session, tmp_path: Path) -> None:
    rows = [
        row("Avant", Téléphone=8195550134), row("Date", Téléphone=datetime(2026, 1, 2)),
        row("Formule", Téléphone='=819&"5550134"'), row("Erreur", Téléphone="#N/A"), ["=1", *[None] * 6],
        row("Fusion"), row("Perdu"), row("Après"),
    ]  # fmt: skip
    report = import_file(session, path=workbook(tmp_path, *rows, merged="A7:A8"))
    assert report.added == ["avant", "fusion", "apres"] and any("fusionnées" in w for w in report.warnings)
    assert sorted(told(report)) == [
        ("ligne 3", "phones"), ("ligne 4", "ligne"), ("ligne 5", "phones"), ("ligne 6", "ligne"),
        ("ligne 8", "name_fr"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["[]", "Nom;Région\n"])
def test_a_file_without_records_says_so(session: Session, tmp_path: Path, content: str) -> None:
    file = tmp_path / "vide.txt"
    file.write_text(content)
    report = import_file(session, path=file)
    assert (report.read, report.changes) == (0, 0) and "aucune fiche dans le fichier" in report.warnings


def test_the_encoding_of_the_old_macintosh_is_refused_rather_than_read_wrong(tmp_path: Path) -> None:
    file = tmp_path / "mac.csv"
    file.write_bytes("Nom;Description\nL'Éclaircie;été".encode("mac-roman"))
    with pytest.raises(DirectoryFileError, match="encodage inconnu"):
        import_file(None, path=file)  # type: ignore[arg-type]


def test_a_broken_archive_changes_nothing(session: Session, tmp_path: Path) -> None:
    whole = tmp_path / "export.zip"
    export(session, form="hsds-csv", to=whole)
    data = whole.read_bytes()
    for at, broken in enumerate((data[: len(data) // 2], data[:3000] + bytes(40) + data[3040:])):
        file = tmp_path / f"{at}.zip"
        file.write_bytes(broken)
        with pytest.raises(DirectoryFileError, match="archive illisible"):
            import_file(session, path=file)


def test_ensemble_json_of_wrong_types_is_refused_field_by_field(session: Session, tmp_path: Path) -> None:
    good = {"nom": "Bon", "region": 7, "services": "Écoute", "description": "x", "telephones": ["819 555-0134"]}
    bad = [
        good | {"nom": ["x"]}, good | {"telephones": [{"numero": None}]}, good | {"description": ["x"]}, "texte", None,
        good | {"region": [7]}, good | {"nom": "\ud800"}, good | {"age_min": float("nan")},
    ]  # fmt: skip
    file = tmp_path / "ensemble.json"
    file.write_text(json.dumps({"organismes": [*bad, good]}))
    report = import_file(session, path=file, format_="ensemble")
    assert report.added == ["bon"] and sorted(told(report)) == [
        ("fiche 1", "name_fr"), ("fiche 2", "phones"), ("fiche 3", "summary_fr"), ("fiche 4", "fiche"),
        ("fiche 5", "fiche"), ("fiche 6", "region"), ("fiche 7", "name_fr"), ("fiche 8", "clientele.min_age"),
    ]  # fmt: skip


def _directory_file(folder: Path, change: dict[str, Any]) -> Path:
    items = [item | change for item in json.loads(DEFAULT_FILE.read_text("utf-8"))]
    file = folder / "tout.json"
    file.write_text(json.dumps(items), encoding="utf-8")
    return file


@pytest.mark.parametrize("change", [{"status": "inactive"}, {"phones": []}])
def test_a_file_that_takes_nearly_all_away_is_held_back(
    session: Session, tmp_path: Path, change: dict[str, Any]
) -> None:
    file = _directory_file(tmp_path, change)
    with pytest.raises(MassLossError, match="rien n'est écrit"):
        import_file(session, path=file)
    assert session.scalar(select(func.count()).select_from(Service).where(Service.status != "active")) == 0
    shown = import_file(session, path=file, dry_run=True)
    assert any("retirerait" in warning for warning in shown.warnings) and shown.changes > 100
    assert import_file(session, path=file, losses=True).changes == shown.changes


def test_a_few_losses_go_through(session: Session, tmp_path: Path) -> None:
    items = json.loads(DEFAULT_FILE.read_text("utf-8"))
    file = tmp_path / "quelques.json"
    file.write_text(json.dumps([item | {"status": "inactive"} for item in items[:10]] + items[10:]), encoding="utf-8")
    assert len(import_file(session, path=file).updated) == 10


def test_what_the_directorys_own_file_refuses_is_told_in_french(session: Session, tmp_path: Path) -> None:
    one = json.loads(DEFAULT_FILE.read_text("utf-8"))[0]
    wrong = one | {"id": "x-c", "website": "nope", "email": "nope", "region": "99", "kind": "z", "services": [],
                   "name_fr": 7, "extra": 1, "confidence": "sure"}  # fmt: skip
    file = tmp_path / "propre.json"
    file.write_text(json.dumps([wrong, {"id": "x-e"}, one]), encoding="utf-8")
    reasons = {(r.id, r.field): r.reason for r in import_file(session, path=file).refused}
    assert reasons[("x-c", "website")] == "adresse web impossible : nope"
    assert reasons[("x-c", "services")] == "il en faut au moins un" and reasons[("x-c", "kind")] == "mot inconnu : z"
    assert reasons[("x-c", "name_fr")] == "un texte est attendu : 7"
    assert reasons[("x-c", "extra")] == "champ inconnu : 1"
    assert reasons[("x-c", "confidence")].startswith("valeur inconnue (attendu : ")
    assert reasons[("x-e", "coverage")] == "champ manquant"
    english = ("should", "Field", "Input", "unknown", "must", "valid ")
    assert not [reason for reason in reasons.values() if any(word in reason for word in english)]


def _rows(url: str) -> tuple[int, int]:
    with make_session_factory(make_engine(url))() as session:
        organizations = session.scalar(select(func.count()).select_from(Organization)) or 0
        return organizations, session.scalar(select(func.count()).select_from(ChangeSet)) or 0


def _is_locked(database: Path) -> bool:
    try:
        with closing(sqlite3.connect(database, timeout=0)) as opened:
            opened.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    return False


def test_a_killed_import_leaves_the_directory_as_it_was(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'directory.db'}", tmp_path / "envoi.csv"
    with open_session(url) as session:
        import_file(session)
    before = _rows(url)
    lines = [";".join(row(f"Organisme {at}")) for at in range(20_000)]
    file.write_text("\n".join([";".join(HEADER), *lines]), encoding="utf-8")
    program = str(Path(sys.executable).parent / "repere")
    command = [program, "directory", "import", str(file), "--database-url", url]
    root = Path(__file__).parents[3]
    started = subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while started.poll() is None and not _is_locked(tmp_path / "directory.db"):
        time.sleep(0.01)
    time.sleep(1)
    assert started.poll() is None, "the import ended before it could be killed"
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    assert _rows(url) == before
    with open_session(url) as session:  # nothing holds the file any more
        assert import_file(session, path=sheet(tmp_path, row("Après"))).added == ["apres"]


def test_a_full_disk_refuses_the_whole_import_and_not_each_record(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'directory.db'}"
    with open_session(url) as session:
        import_file(session)
    before = _rows(url)
    file = sheet(tmp_path, *(row(f"Organisme {at}", Description="x" * 2000) for at in range(400)))
    with pytest.raises(OperationalError) as raised, open_session(url) as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
        import_file(session, path=file)
    assert _rows(url) == before and "full" in str(_first(raised.value))


def test_the_command_says_that_the_database_could_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any, **_kwargs: Any) -> ImportReport:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    monkeypatch.setattr("cli.directory_changes.import_file", full)
    url = f"sqlite:///{tmp_path / 'directory.db'}"
    done = CliRunner().invoke(app, ["import", str(sheet(tmp_path, row("A"))), "--database-url", url])
    assert done.exit_code == 2 and "rien n'est changé" in done.stderr.replace("\n", " ")


def test_a_package_entry_outside_of_it_is_never_written(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "paquet.zip"
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("../../datapackage.json", '{"resources": []}')
    with pytest.raises(DirectoryFileError, match="ni table"):
        import_file(session, path=file)
    assert [path.name for path in tmp_path.iterdir()] == ["paquet.zip"]
