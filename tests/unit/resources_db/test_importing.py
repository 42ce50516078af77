"""Loading the directory file."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resources_db.importing import DirectoryFileError, import_file, import_records
from resources_db.importing.rows import newest_date
from resources_db.models import Address, Metadata, Organization, Phone, Source
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
