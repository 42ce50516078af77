"""Who changed what, taking changes back, and what an import may do to what a person verified."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from resources_db.history import UndoRefusedError, UnknownChangeError, change_sets, record_history, undo
from resources_db.importing import import_file, import_records
from resources_db.importing.fields import decode, encode, flatten, unflatten
from resources_db.importing.records import Record
from resources_db.importing.rows import rows_of
from resources_db.importing.stored import flat_of
from resources_db.models import Organization
from resources_db.search import resource_by_slug
from resources_db.upkeep import editing
from resources_db.upkeep.attention import Filter, is_old, queue

Items = list[dict[str, Any]]


def _item(items: Items, slug: str) -> dict[str, Any]:
    return next(item for item in items if item["id"] == slug)


def _version(session: Session, slug: str = "chez-doris") -> str:
    return editing.read_record(session, slug)[1]


def test_every_record_survives_its_rows_and_its_history(items: Items) -> None:
    for item in items:
        record = Record.model_validate(item)
        flat, rows = flatten(record), rows_of(record)
        assert flat_of(rows["organization"][0], rows) == flat, item["id"]
        assert {name: decode(name, encode(value)) for name, value in flat.items()} == flat
        assert Record.model_validate(unflatten(record.id, flat)) == record


def test_an_import_is_undone_whole(session: Session, items: Items) -> None:
    before, _version = editing.read_record(session, "chez-doris")
    doris = _item(items, "chez-doris")
    new = doris | {"id": "nouvel-organisme", "name_fr": "Nouvel organisme"}
    doris |= {"summary_fr": "Changé.", "phones": [], "services": ["basic_needs"], "email": "a@b.example"}
    report = import_records(session, items=[*items, new], by="Ève")
    assert report.change_set is not None and report.added == ["nouvel-organisme"]
    undo(session, report.change_set, by="Marc")
    assert editing.read_record(session, "chez-doris")[0] == before
    assert session.scalar(select(Organization).where(Organization.slug == "nouvel-organisme")) is None
    first, second = change_sets(session)[:2]
    assert (first["kind"], first["by"], second["by"]) == ("undo", "Marc", "Ève")
    assert second["undone_by"] == first["id"]
    gone = [entry for entry in record_history(session, "nouvel-organisme") if entry["last_action_type"] == "delete"]
    assert json.loads(gone[0]["previous_value"])["name_fr"] == "Nouvel organisme"
    with pytest.raises(UndoRefusedError, match="déjà"):
        undo(session, report.change_set, by="Marc")
    with pytest.raises(UndoRefusedError, match="annulation"):
        undo(session, first["id"], by="Marc")
    with pytest.raises(UnknownChangeError):
        undo(session, "jamais", by="Marc")


def test_an_undo_is_refused_when_a_later_change_touched_the_same_field(session: Session, items: Items) -> None:
    doris = _item(items, "chez-doris")
    doris |= {"summary_fr": "Deux.", "email": "a@b.example"}
    first = import_records(session, items=items).change_set
    editing.correct(session, "chez-doris", {"summary_fr": "Trois."}, by="eve", version=_version(session))
    assert first is not None
    with pytest.raises(UndoRefusedError, match=r"chez-doris : summary_fr a été changé depuis \(eve"):
        undo(session, first, by="eve")
    assert editing.read_record(session, "chez-doris")[0].email == "a@b.example"  # nothing was undone
    undo(session, change_sets(session)[0]["id"], by="eve")
    undo(session, first, by="eve")
    assert editing.read_record(session, "chez-doris")[0].email is None


def test_what_a_person_corrected_outlives_the_shipped_file(session: Session, items: Items) -> None:
    editing.correct(session, "chez-doris", {"summary_fr": "Corrigé."}, by="eve", version=_version(session))
    again = import_file(session)
    assert (again.changes, again.kept) == (0, [])  # the file says nothing new
    _item(items, "chez-doris")["summary_fr"] = "Le fichier dit autre chose."
    report = import_records(session, items=items)
    assert report.changes == 0 and [(kept.id, kept.field) for kept in report.kept] == [("chez-doris", "summary_fr")]
    assert "eve" in report.kept[0].reason
    assert editing.read_record(session, "chez-doris")[0].summary_fr == "Corrigé."


def test_a_verification_outlives_the_shipped_file_and_leaves_the_queue(session: Session) -> None:
    on = date(2026, 11, 1)
    case = next(c for c in queue(session, Filter(q="chez-doris"), today=on) if c.slug == "chez-doris")
    assert {"never_verified", "old_source"} & set(case.holes)
    editing.verify(session, "chez-doris", by="eve", version=_version(session), today=on)
    assert import_file(session).changes == 0
    case = next(c for c in queue(session, Filter(q="chez-doris"), today=on) if c.slug == "chez-doris")
    assert not {"never_verified", "old_source"} & set(case.holes) and case.verified_on == "2026-11-01"


def test_reviewed_english_loses_its_mark_when_a_file_changes_it(session: Session, items: Items) -> None:
    editing.translate(session, "chez-doris", name=None, summary="Day centre.", by="eve", version=_version(session))
    assert editing.read_record(session, "chez-doris")[0].english_review is not None
    editing.correct(session, "chez-doris", {"summary_en": "Other."}, by="eve", version=_version(session))
    assert editing.read_record(session, "chez-doris")[0].english_review is None


def test_a_retired_record_is_shown_to_nobody(session: Session) -> None:
    editing.retire(session, "chez-doris", by="eve", version=_version(session))
    assert resource_by_slug(session, "chez-doris") is None
    assert import_file(session).changes == 0
    assert "chez-doris" in {case.slug for case in queue(session, Filter(retired=True))}


def test_a_stale_or_unsourced_edit_is_refused(session: Session) -> None:
    version = _version(session)
    editing.correct(session, "chez-doris", {"summary_fr": "Un."}, by="eve", version=version)
    with pytest.raises(editing.StaleRecordError):
        editing.correct(session, "chez-doris", {"summary_fr": "Deux."}, by="marc", version=version)
    phones = [phone.model_dump() | {"source": None} for phone in editing.read_record(session, "chez-doris")[0].phones]
    with pytest.raises(editing.InvalidEditError, match="où il a été vu"):
        editing.correct(session, "chez-doris", {"phones": phones}, by="eve", version=_version(session))


@pytest.mark.parametrize(
    ("said", "old"),
    [("2025-11-24", False), ("2025-11-23", True), ("2025-11", False), ("2025", False), ("before 2026", False),
     ("2024", True), ("before 2020", True)],
)  # fmt: skip
def test_old_means_more_than_twelve_months(said: str, old: bool) -> None:
    assert is_old(said, date(2026, 11, 24)) is old


def test_the_command_line_imports_tells_and_undoes(tmp_path: Path) -> None:
    from cli.main import _app

    run, url = CliRunner(), ["--database-url", f"sqlite:///{tmp_path / 'repere.db'}"]
    file = tmp_path / "envoi.csv"
    file.write_text("nom;ville;services;description\nLe Phare;Gatineau;écoute;Texte.\n;;;\nX;Nulle part;;\n", "utf-8")
    dry = run.invoke(_app, ["directory", "import", str(file), "--dry-run", *url])
    assert dry.exit_code == 1 and "rien n'est écrit" in dry.stdout and "le-phare" in dry.stdout
    done = run.invoke(_app, ["directory", "import", str(file), "--by", "Ève", "--json", *url])
    act = json.loads(done.stdout)["change_set"]
    listed = json.loads(run.invoke(_app, ["directory", "history", "--json", *url]).stdout)
    assert [(row["id"], row["by"], row["file"]) for row in listed] == [(act, "Ève", "envoi.csv")]
    assert "le-phare" in run.invoke(_app, ["directory", "history", act, *url]).stdout
    assert run.invoke(_app, ["directory", "undo", act, *url]).exit_code == 0
    refused = run.invoke(_app, ["directory", "undo", act, *url])
    assert refused.exit_code == 1 and "rien n'est annulé" in refused.stderr
    assert run.invoke(_app, ["directory", "undo", "jamais", *url]).exit_code == 2
    assert run.invoke(_app, ["directory", "import", str(file), "--format", "hsds", *url]).exit_code == 2
