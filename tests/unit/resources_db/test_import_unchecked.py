"""A first import on PostgreSQL takes the foreign keys off and puts them back: what they refuse is still refused."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, func, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.importing import differences, import_records, repository, unchecked, writing
from resources_db.importing.records import Record
from resources_db.importing.rows import Rows, rows_of
from resources_db.models import Organization, Service
from tests.unit.resources_db.conftest import postgres_database

Items = list[dict[str, Any]]
BATCH = 2


@pytest.fixture
def empty() -> Iterator[Engine]:
    """A migrated PostgreSQL database that holds nothing."""
    for url in postgres_database():
        upgrade(url)
        engine = make_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[unchecked.Keys]:
    """The keys that were taken off, as imports of more than two small batches go."""
    found: list[unchecked.Keys] = []

    def spy(session: Session) -> unchecked.Keys:
        found.append(unchecked.keys_to_take_off(session))
        return found[-1]

    monkeypatch.setattr(writing, "BATCH", BATCH)
    monkeypatch.setattr(writing, "keys_to_take_off", spy)
    return found


def _new(items: Items, count: int = 9) -> Items:
    return [items[at] | {"id": f"essai-{at}", "name_fr": f"Essai {at}"} for at in range(count)]


def _keys(engine: Engine) -> list[Any]:
    query = "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint"
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(f"{query} WHERE contype = 'f'")))


def _slugs(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.scalars(select(Organization.slug)))


def _spoil(monkeypatch: pytest.MonkeyPatch, table: str, **values: Any) -> None:
    """Have the record essai-3 make a row that the database must refuse."""

    def spoilt(record: Record) -> Rows:
        rows = rows_of(record)
        if record.id == "essai-3":
            rows[table][0] |= values
        return rows

    monkeypatch.setattr(differences, "rows_of", spoilt)


def test_the_keys_are_put_back_as_they_were(empty: Engine, taken: list[unchecked.Keys], items: Items) -> None:
    before = _keys(empty)
    with make_session_factory(empty).begin() as session:
        report = import_records(session, items=_new(items))
        assert session.scalar(text("SHOW enable_seqscan")) == "off"
    assert len(report.added) == len(_slugs(empty)) == 9
    assert sum(map(len, taken[0].values())) >= 30 and set(taken[0]) == set(repository.OWNED)
    assert _keys(empty) == before and all(key[3] for key in before)
    with make_session_factory(empty).begin() as session:
        assert import_records(session, items=_new(items)).unchanged == 9


def test_a_row_without_its_parent_is_found_and_refused_alone(
    empty: Engine, taken: list[unchecked.Keys], items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _keys(empty)
    _spoil(monkeypatch, "attribute", taxonomy_term_id="nowhere")
    with make_session_factory(empty).begin() as session:
        report = import_records(session, items=_new(items))
    assert taken[0] and [refusal.id for refusal in report.refused] == ["essai-3"]
    assert "fk_attribute_taxonomy_term_id" in report.refused[0].reason
    assert _slugs(empty) == [f"essai-{at}" for at in range(9) if at != 3] == report.added
    assert _keys(empty) == before


def test_a_record_refused_for_another_reason_is_refused_alone(
    empty: Engine, taken: list[unchecked.Keys], items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    _spoil(monkeypatch, "organization", kind="a kind much longer than its column")
    with make_session_factory(empty).begin() as session:
        report = import_records(session, items=_new(items))
    assert taken[0] and [refusal.id for refusal in report.refused] == ["essai-3"]
    with make_session_factory(empty)() as session:
        owners = set(session.scalars(select(Organization.id)))
        assert len(owners) == 8 and set(session.scalars(select(Service.owner_id))) == owners


def test_a_failure_on_the_way_leaves_the_keys_and_the_directory_as_they_were(
    empty: Engine, taken: list[unchecked.Keys], items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, write, written = _keys(empty), repository.write, list[int]()

    def fail(session: Session, rows: repository.Changes) -> None:
        if "organization" in rows.added:
            written.append(len(rows.added["organization"]))
        if len(written) == 3:
            raise OperationalError("COPY", {}, Exception("no space left on device"))
        write(session, rows)

    monkeypatch.setattr(repository, "write", fail)
    with (
        pytest.raises(OperationalError, match="no space left"),
        make_session_factory(empty).begin() as session,
    ):
        import_records(session, items=_new(items))
    assert taken[0] and written == [BATCH] * 3
    assert (_keys(empty), _slugs(empty)) == (before, [])


def test_the_keys_stay_while_somebody_reads(empty: Engine, taken: list[unchecked.Keys], items: Items) -> None:
    with empty.connect() as reader:
        assert reader.scalar(select(func.count()).select_from(Service)) == 0
        with make_session_factory(empty).begin() as session:
            report = import_records(session, items=_new(items))
        assert (taken, len(report.added)) == ([{}], 9)


def test_the_keys_stay_where_the_tables_are_another_roles(empty: Engine) -> None:
    role = f"repere_guest_{empty.url.database}"
    with empty.connect() as connection:
        connection.execute(text(f'CREATE ROLE "{role}"'))
        connection.execute(text(f'GRANT ALL ON ALL TABLES IN SCHEMA public TO "{role}"'))
        session = Session(connection)
        assert unchecked.keys_to_take_off(session)
        session.execute(text(f'SET LOCAL ROLE "{role}"'))
        assert unchecked.keys_to_take_off(session) == {}
        connection.rollback()  # the role goes too


def test_the_keys_stay_where_there_is_something_to_read(
    sessions: sessionmaker[Session], taken: list[unchecked.Keys], items: Items
) -> None:
    with sessions() as session:
        assert len(import_records(session, items=_new(items)).added) == 9
        session.rollback()
    assert taken == [{}]


def test_the_keys_stay_on_sqlite() -> None:
    with Session(create_engine("sqlite://")) as session:
        assert unchecked.keys_to_take_off(session) == {}


def test_a_reader_waits_rather_than_sees_tables_without_keys(
    empty: Engine, taken: list[unchecked.Keys], items: Items
) -> None:
    with make_session_factory(empty)() as session, empty.connect() as reader:
        import_records(session, items=_new(items))
        assert taken[0]
        reader.execute(text("SET LOCAL lock_timeout = '100ms'"))
        with pytest.raises(OperationalError, match="lock timeout"):
            reader.scalar(select(func.count()).select_from(Organization))
        reader.rollback()
        session.rollback()
        assert reader.scalar(select(func.count()).select_from(Organization)) == 0
