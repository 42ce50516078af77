"""Migrations, the command line and the operators' reports."""

import json
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from cli import directory_changes  # noqa: F401 - it adds its commands
from cli.directory import app
from resources_db import reports
from resources_db.database import upgrade
from resources_db.models import Base


def test_migrations_make_exactly_the_models(engine: Engine, database_url: str) -> None:
    upgrade(database_url)  # a second time changes nothing
    assert "alembic_version_directory" in inspect(engine).get_table_names()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _ours})
        assert compare_metadata(context, Base.metadata) == []


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    return kind != "table" or name in Base.metadata.tables


def test_reports_agree_with_the_file(session: Session, items: list[dict[str, Any]]) -> None:
    holes, counts = reports.check(session), reports.stats(session)
    unseen = [r for r in items if not any(p["confidence"] != "low" for p in r["phones"])]
    assert holes["no_visible_phone"] == [r["id"] for r in unseen]
    assert holes["no_phone_nor_website"] == [r["id"] for r in unseen if not r["website"]]
    assert holes["low_confidence"] == [r["id"] for r in items if r["confidence"] == "low"]
    assert holes["no_english_name"] == [r["id"] for r in items if not r["name_en"]]
    assert counts["records"] == sum(row["records"] for row in counts["region"].values()) == len(items)
    assert counts["kind"]["dpj"] == {"records": 19, "with_visible_phone": 19}


def test_command_line(tmp_path: Path) -> None:
    run, url = CliRunner(), f"sqlite:///{tmp_path / 'sub' / 'repere.db'}"
    first = run.invoke(app, ["import", "--json", "--database-url", url])
    assert first.exit_code == 0 and json.loads(first.stdout)["changes"] == 314
    again = run.invoke(app, ["import", "--json"], env={"REPERE_DATABASE_URL": url})
    assert json.loads(again.stdout)["changes"] == 0
    assert json.loads(run.invoke(app, ["stats", "--json", "--database-url", url]).stdout)["records"] == 314
    checked = run.invoke(app, ["check", "--database-url", url])
    assert checked.exit_code == 0 and "Sans nom anglais" in checked.stdout


def test_command_line_says_what_it_refuses(tmp_path: Path, items: list[dict[str, Any]]) -> None:
    items[0]["kind"] = "circus"
    file, url = tmp_path / "bad.json", f"sqlite:///{tmp_path / 'repere.db'}"
    file.write_text(json.dumps(items), encoding="utf-8")
    result = CliRunner().invoke(app, ["import", str(file), "--database-url", url])
    assert result.exit_code == 1 and items[0]["id"] in result.stdout and "313 ajoutées" in result.stdout
    assert CliRunner().invoke(app, ["import", "/nowhere.json", "--database-url", url]).exit_code == 2
