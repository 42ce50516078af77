"""The facts' file: unaltered, checked record by record, and what an operator is told of it."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.content import app
from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.knowledge import review
from resources_db.knowledge.editing import confirm, read_standing
from resources_db.knowledge.records import FILE, Fact, FactsFileError, read_facts

SHA256 = "59f19bd99cc941527ce019fecdce6de7e2e3a53a3f109fd15fc665be0535226b"
"""Of the file as the content team delivered it: a correction changes this line knowingly."""


def test_the_file_is_the_one_that_was_delivered() -> None:
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() == SHA256


def _record(**changes: Any) -> dict[str, Any]:
    record = json.loads(FILE.read_text("utf-8"))[0]
    return {**record, **changes}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fact_en": "  "}, "fact_en"),
        ({"needs": []}, "needs"),
        ({"audiences": ["victims"]}, "audiences.0"),
        ({"as_of": "juin 2026"}, "as_of"),
        ({"as_of": "2026-13"}, "as_of"),
        ({"confidence": "sure"}, "confidence"),
        ({"sources": []}, "sources"),
        ({"sources": [{"title": "x", "url": "javascript:alert(1)"}]}, "sources.0.url"),
        ({"fact_de": "nein"}, "fact_de"),
    ],
)
def test_a_bad_record_is_named_with_its_field(tmp_path: Path, changes: dict[str, Any], field: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps([_record(**changes)]), "utf-8")
    with pytest.raises(FactsFileError, match=f"record 'what-is-sexual-exploitation', field '{field}'"):
        read_facts(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{", "cannot be read"), ("[]", "list of records"), ("[3]", "record '1'")],
)
def test_a_broken_file_says_so(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "facts.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FactsFileError, match=said):
        read_facts(path)


def test_an_identifier_used_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps([_record(), _record()]), "utf-8")
    with pytest.raises(FactsFileError, match="used twice"):
        read_facts(path)


def _fact(**changes: Any) -> Fact:
    return Fact.model_validate(_record(**changes))


@pytest.mark.parametrize(
    ("as_of", "due"),
    [("2025-11", date(2026, 11, 1)), ("2025-12", date(2026, 12, 1)), ("2025", date(2026, 1, 1))],
)
def test_a_fact_is_read_again_a_year_after_its_date(as_of: str, due: date) -> None:
    fact = _fact(as_of=as_of)
    assert review.review_date(fact) == due
    assert review.is_stale(fact, due) and not review.is_stale(fact, date.fromordinal(due.toordinal() - 1))


def test_the_operator_s_list_names_what_is_in_doubt() -> None:
    facts = read_facts()
    found = review.check(facts, date(2026, 7, 1))
    assert len(found["low"]) == 5 and "kit-storage" in found["low"]
    assert "order-810-how" in found["medium"] and "order-810-how" in found["estimated_date"]
    assert (
        "rebatir-4h" in found["stale"]
        and "trp-vtip" in found["stale"]
        and "civil-protection-order" not in found["stale"]
    )
    known = {fact.id for fact in facts}
    assert found["lawyer"][0]["records"] and all(set(item["records"]) <= known for item in found["lawyer"])


def test_the_operator_s_list_is_printed_and_a_bad_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = tmp_path / "absent.db"
    printed = CliRunner().invoke(app, ["check", "--json", "--database-url", f"sqlite:///{absent}"])
    assert printed.exit_code == 0 and not absent.exists()
    listed = {"low", "medium", "stale", "estimated_date", "corrected", "on_older_text", "lawyer"}
    assert set(json.loads(printed.stdout)) == listed
    assert "C-16" in CliRunner().invoke(app, ["check", "--database-url", f"sqlite:///{absent}"]).stdout
    broken = tmp_path / "facts.json"
    broken.write_text(json.dumps([_record(as_of="?")]), "utf-8")
    monkeypatch.setattr("cli.content.FILE", broken)
    failed = CliRunner().invoke(app, ["check"])
    assert failed.exit_code == 1 and "field 'as_of'" in str(failed.exception)


def test_the_operator_s_list_is_of_the_facts_in_force(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'repere.db'}"
    upgrade(url)
    engine = make_engine(url)
    with make_session_factory(engine).begin() as session:
        mark = read_standing(session, "kit-storage").mark
        assert confirm(session, "kit-storage", kept=[0], by="eve", mark=mark) is not None
    printed = CliRunner().invoke(app, ["check", "--json"], env={"REPERE_DATABASE_URL": url})
    found = json.loads(printed.stdout)
    assert found["corrected"] == ["kit-storage"] and "kit-storage" not in found["stale"] and found["stale"]
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE fact_version")
    engine.dispose()
    without = CliRunner().invoke(app, ["check", "--json", "--database-url", url])
    assert without.exit_code == 0 and "sans les corrections" in without.stderr
    assert json.loads(without.stdout)["corrected"] == []
