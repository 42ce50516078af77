"""Loading the directory file."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from resources_db.bulk import insert_rows
from resources_db.importing import DirectoryFileError, import_file, import_records, repository, writing
from resources_db.importing.rows import newest_date
from resources_db.importing.terms import write_terms
from resources_db.models import Address, Base, Metadata, Organization, Phone, Source
from resources_db.search import ResourceQuery, resource_by_slug, search_resources

Items = list[dict[str, Any]]


def _item(items: Items, slug: str) -> dict[str, Any]:
    return next(item for item in items if item["id"] == slug)


def test_everything_is_loaded_and_a_second_run_changes_nothing(session: Session, items: Items) -> None:
    assert session.scalar(select(func.count()).select_from(Organization)) == len(items) == 314
    phones = sum(len(item["phones"]) for item in items)
    assert session.scalar(select(func.count()).select_from(Phone)) == phones
    assert session.scalar(select(func.count()).select_from(Source)) == sum(len(item["sources"]) for item in items)
    report = import_file(session)
    assert (report.changes, report.unchanged, report.refused, report.missing) == (0, 314, [], [])
    assert report.seconds < 3


@pytest.mark.parametrize(
    ("path", "value", "field", "reason"),
    [
        (("kind",), "circus", "kind", "circus"),
        (("services",), ["juggling"], "services.0", "juggling"),
        (("clientele", "groups"), ["martians"], "clientele.groups.0", "martians"),
        (("coverage",), ["99"], "coverage.0", "99"),
        (("coverage",), ["02"], "record", "territoire"),
        (("phones", 0, "number"), "+1514000", "phones.0.number", "impossible"),
        (("phones", 0, "number"), "5149372341", "phones.0.number", "indicatif"),
        (("phones", 0, "confidence"), "certain", "phones.0.confidence", "low"),
        (("clientele", "min_age"), "dix-huit", "clientele.min_age", "nombre entier"),
        (("website",), "chezdoris", "website", "adresse web"),
        (("surprise",), 1, "surprise", "champ inconnu"),
    ],
)
def test_a_bad_record_is_refused_with_its_reason_and_the_others_go_in(
    session: Session, items: Items, path: tuple[Any, ...], value: object, field: str, reason: str
) -> None:
    bad = _item(items, "chez-doris")
    target: Any = bad
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    other = _item(items, "auberge-madeleine")
    other["summary_fr"] = "Changé."
    report = import_records(session, items=items)
    assert [(refusal.id, refusal.field) for refusal in report.refused] == [("chez-doris", field)]
    assert reason in report.refused[0].reason
    assert report.updated == ["auberge-madeleine"]
    assert report.missing == []  # it is in the file, only refused


def test_a_confidential_street_is_refused(session: Session, items: Items) -> None:
    shelter = next(item for item in items if item["address"]["confidential"])
    shelter["address"]["street"] = "1, rue Secrète"
    report = import_records(session, items=items)
    assert [refusal.id for refusal in report.refused] == [shelter["id"]]
    assert not session.scalars(select(Address).where(Address.confidential, Address.address_1.is_not(None))).all()


def test_a_change_is_written_logged_and_seen_by_the_search(session: Session, items: Items) -> None:
    before = resource_by_slug(session, "chez-doris")
    assert before is not None and before.record.phones[0].number == "+15149372341"
    doris = _item(items, "chez-doris")
    doris["phones"] = []
    doris["services"] = ["basic_needs"]
    report = import_records(session, items=items)
    assert report.updated == ["chez-doris"]
    after = resource_by_slug(session, "chez-doris")
    assert after is not None and after.record.phones == () and after.record.services == ("basic_needs",)
    logged = session.scalars(select(Metadata).where(Metadata.field_name == "phones")).all()
    assert any("+15149372341" in entry.previous_value for entry in logged)
    assert import_records(session, items=items).changes == 0


def test_a_record_that_left_the_file_is_reported_and_kept(session: Session, items: Items) -> None:
    kept = [item for item in items if item["id"] != "chez-doris"]
    report = import_records(session, items=kept)
    assert (report.missing, report.changes) == (["chez-doris"], 0)
    assert resource_by_slug(session, "chez-doris") is not None


def test_the_same_id_twice_is_refused(session: Session, items: Items) -> None:
    report = import_records(session, items=[*items, _item(items, "chez-doris")])
    assert [(refusal.id, refusal.field) for refusal in report.refused] == [("chez-doris", "id")]


def test_a_file_that_is_no_list_is_an_error(session: Session, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"not": "a list"}')
    with pytest.raises(DirectoryFileError):
        import_file(session, path=broken)
    with pytest.raises(DirectoryFileError):
        import_file(session, path=tmp_path / "absent.json")


def test_verified_on_is_the_newest_date_in_the_sources_own_words() -> None:
    assert newest_date(["2021-06", "before 2022", None, "2021"]) == "2021-06"
    assert newest_date(["before 2020", "2019-05-14"]) == "2019-05-14"
    assert newest_date([None]) is None


def test_unverified_records_have_no_date(session: Session) -> None:
    found = resource_by_slug(session, "centre-antipoison-quebec")
    assert found is not None
    dates = [source["page_date"] for source in found.record.sources]
    assert found.to_dict("fr")["verified_on"] == newest_date(dates)


def test_an_empty_directory_answers_nothing_rather_than_inventing(tmp_path: Path) -> None:
    from resources_db.database import make_engine, make_session_factory, upgrade

    url = f"sqlite:///{tmp_path / 'empty.db'}"
    upgrade(url)
    engine = make_engine(url)
    with make_session_factory(engine)() as empty:
        assert search_resources(empty, ResourceQuery(needs=("listening",))) == []
    engine.dispose()


@settings(max_examples=300, deadline=None)
@given(st.from_regex(r"\+1[2-9][0-9]{9}", fullmatch=True))
def test_a_north_american_number_taken_at_sight_is_one_that_phonenumbers_takes(number: str) -> None:
    parsed = phonenumbers.parse(number)
    assert phonenumbers.is_possible_number(parsed)
    assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == number


def test_rows_written_at_once_are_those_written_one_by_one(session: Session) -> None:
    owner = session.scalars(select(Organization.id)).first()
    words = {"name": 'L\'« essai » \\ "é"', "description": "deux\nlignes", "status": "active", "confidence": "low"}
    plain = {"id": "essai-1", "owner_id": owner, "organization_id": owner, "genders": ["women"], "serves_places": None}
    plain |= words
    moment = datetime(2026, 11, 25, 3, 4, 5, 678901, tzinfo=UTC)
    table = Base.metadata.tables["service"]
    insert_rows(session, table, [plain | {"minimum_age": 12}, plain | {"id": "essai-2", "minimum_age": None}])
    insert_rows(session, table, [plain | {"id": "essai-3", "last_modified": moment}])
    session.execute(insert(table), [plain | {"id": "essai-4", "last_modified": moment}])
    rows = {row.id: row for row in session.execute(select(table).where(table.c.id.like("essai-%")))}
    assert rows["essai-3"]._asdict() | {"id": "essai-4"} == rows["essai-4"]._asdict()
    assert (rows["essai-1"].minimum_age, rows["essai-2"].minimum_age) == (12, None)
    assert rows["essai-1"].last_modified is not None  # the column's own default
    assert rows["essai-1"].genders == ["women"]
    assert rows["essai-1"].serves_places is None


@pytest.mark.parametrize("batch", [2, writing.BATCH])  # several batches are written behind on PostgreSQL
def test_a_record_that_the_database_refuses_is_left_out_alone(
    session: Session, items: Items, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    session.execute(update(Organization).where(Organization.slug == "rebatir").values(slug="essai-3"))
    monkeypatch.setattr(writing, "BATCH", batch)
    new = [items[0] | {"id": f"essai-{at}", "name_fr": f"Essai {at}"} for at in range(7)]
    report = import_records(session, items=new)
    assert [refusal.id for refusal in report.refused] == ["essai-3"]
    assert "refusé par la base" in report.refused[0].reason
    assert report.added == [f"essai-{at}" for at in range(7) if at != 3]
    for at in (0, 6):
        assert resource_by_slug(session, f"essai-{at}") is not None


def test_a_failure_of_the_database_in_one_batch_ends_the_import(
    session: Session, items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, written = repository.write, []

    def fail(session: Session, rows: repository.Changes) -> None:
        written.append(len(rows.added.get("organization", [])))
        if len(written) == 3:
            raise OperationalError("COPY", {}, Exception("no space left on device"))
        write(session, rows)

    write_terms(session)
    monkeypatch.setattr(repository, "write", fail)
    monkeypatch.setattr("resources_db.importing.service.write_terms", lambda _session: False)
    monkeypatch.setattr(writing, "BATCH", 2)
    new = [items[0] | {"id": f"essai-{at}", "name_fr": f"Essai {at}"} for at in range(9)]
    with pytest.raises(OperationalError, match="no space left"):
        import_records(session, items=new)
    session.rollback()
    assert written == [2, 2, 2]
    assert resource_by_slug(session, "essai-0") is None


def test_a_new_record_of_a_dry_run_makes_no_row(session: Session, tmp_path: Path, items: Items) -> None:
    file = tmp_path / "essai.json"
    file.write_text(json.dumps([items[0] | {"id": "essai-0", "name_fr": "Essai"}]), "utf-8")
    report = import_file(session, path=file, dry_run=True)
    assert (report.added, report.unchanged, report.change_set) == (["essai-0"], 0, None)
    assert resource_by_slug(session, "essai-0") is None
