"""After a change only what changed is read again, the same as if all were; nobody waits, nobody sees what is undone."""

import dataclasses
from collections.abc import Callable, Iterator
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, event, update
from sqlalchemy.orm import Session, sessionmaker

from resources_db import catalogue as catalogue_module
from resources_db import history, keeping, repository
from resources_db.catalogue import Catalogue, Record, read_catalogue
from resources_db.importing import import_records
from resources_db.importing.repository import touch_revision
from resources_db.models import Organization, Revision, RevisionChange, stable_id
from resources_db.search.columns import Columns, columns_from, columns_of, renewed
from resources_db.search.words import Words
from resources_db.upkeep.editing import correct, read_record, retire

Items = list[dict[str, Any]]
MARTHE = "maison-de-marthe"


def read_whole(session: Session) -> dict[str, Record]:
    """Everything as a reader without memory has it."""
    return catalogue_module._read(session, None).records


def assert_same(columns: Columns, records: dict[str, Record]) -> None:
    """The columns are those made anew of the records."""
    _assert_same_fields(columns, columns_from(tuple(records.values())))


def _assert_same_fields(made: Columns | Words, expected: Columns | Words) -> None:
    for field in dataclasses.fields(made):
        found, wished = getattr(made, field.name), getattr(expected, field.name)
        if isinstance(wished, Words):
            _assert_same_fields(found, wished)
            continue
        if isinstance(wished, dict):
            assert found.keys() == wished.keys(), field.name
            for key in wished:
                np.testing.assert_array_equal(found[key], wished[key], err_msg=f"{field.name} {key}")
        else:
            np.testing.assert_array_equal(np.array(found), np.array(wished), err_msg=field.name)


def rename(session: Session, slug: str, name: str) -> None:
    correct(session, slug, {"name_fr": name}, by="essai", version=read_record(session, slug)[1])


@pytest.fixture
def undone(sessions: sessionmaker[Session]) -> Iterator[list[str]]:
    """Acts that were committed, by id; taken back afterwards, so that the next test finds the shipped directory."""
    acts: list[str] = []
    yield acts
    for act in reversed(acts):
        with sessions.begin() as session:
            history.undo(session, act, by="essai")


def latest_act(session: Session) -> str:
    return str(history.change_sets(session, limit=1)[0]["id"])


def test_only_the_corrected_record_is_read_again(sessions: sessionmaker[Session], undone: list[str]) -> None:
    with sessions() as session:
        before = read_catalogue(session)
    with sessions.begin() as session:
        rename(session, MARTHE, "Maison d'essai")
        undone.append(latest_act(session))
    with sessions() as session:
        after = read_catalogue(session)
        assert after.records[MARTHE].names["fr"] == "Maison d'essai"
        others = [slug for slug in before.records if slug != MARTHE]
        assert all(after.records[slug] is before.records[slug] for slug in others)
        assert after.records == read_whole(session)
        assert_same(columns_of(after), after.records)


def test_records_that_come_and_go_are_put_in_order(
    sessions: sessionmaker[Session], items: Items, undone: list[str]
) -> None:
    with sessions() as session:
        read_catalogue(session)
    new = [items[0] | {"id": f"{letter}-essai", "name_fr": f"Essai {letter}"} for letter in ("m", "a", "z")]
    with sessions.begin() as session:
        import_records(session, items=new)
        undone.append(latest_act(session))
    with sessions.begin() as session:
        retire(session, MARTHE, by="essai", version=read_record(session, MARTHE)[1])
        undone.append(latest_act(session))
    with sessions() as session:
        after = read_catalogue(session)
        assert {"a-essai", "m-essai", "z-essai"} < set(after.records)
        assert MARTHE not in after.records
        assert list(after.records.items()) == list(read_whole(session).items())
        assert_same(columns_of(after), after.records)


def test_what_is_not_committed_is_for_its_own_session_only(sessions: sessionmaker[Session]) -> None:
    with sessions() as writer, sessions() as reader:
        committed = read_catalogue(reader)
        rename(writer, MARTHE, "Jamais enregistré")
        assert read_catalogue(writer).records[MARTHE].names["fr"] == "Jamais enregistré"
        assert read_catalogue(reader) is committed
        writer.rollback()
        assert read_catalogue(writer) is committed


@pytest.mark.parametrize("broken", ["unnamed", "unknown token", "emptied"])
def test_a_change_that_names_nobody_is_read_whole(sessions: sessionmaker[Session], broken: str) -> None:
    """An older program, or a log that was cut short: never half of what changed."""
    with sessions() as session:
        before = read_catalogue(session)
    try:
        with sessions.begin() as session:
            _say_website(session, "https://example.org/essai")
            if broken == "unnamed":
                touch_revision(session)
            else:
                session.execute(update(Revision).where(Revision.id == "directory").values(token=str(uuid4())))
        with sessions.begin() as session:
            touch_revision(session, [stable_id("organization", "rebatir")])
            if broken == "emptied":
                session.execute(delete(RevisionChange))
        with sessions() as session:
            after = read_catalogue(session)
            assert after.records[MARTHE].website == "https://example.org/essai"
    finally:
        with sessions.begin() as session:
            _say_website(session, before.records[MARTHE].website)
            touch_revision(session, [stable_id("organization", MARTHE)])


def _say_website(session: Session, website: str | None) -> None:
    session.execute(update(Organization).where(Organization.slug == MARTHE).values(website=website))


def test_the_log_is_kept_short(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    from resources_db.importing import repository as writing

    monkeypatch.setattr(writing, "NAMES_KEPT", 3)
    token = repository.revision(session)
    for slug in ("rebatir", MARTHE, "tel-jeunes", "rebatir", MARTHE):
        touch_revision(session, [stable_id("organization", slug)])
    assert session.query(RevisionChange).count() == 3
    assert token is not None
    assert repository.changed_owners(session, since=token, until=str(repository.revision(session))) is None


@pytest.fixture
def large(sessions: sessionmaker[Session], monkeypatch: pytest.MonkeyPatch) -> None:
    """The directory, read as it stands, counts as large: it is read again on a thread."""
    with sessions() as session:
        read_catalogue(session)
    monkeypatch.setattr(keeping, "SMALL", 10)


def wait_for(done: Callable[[], bool]) -> None:
    end = monotonic() + 20
    while not done():
        assert monotonic() < end, "never read again"
        sleep(0.01)


@pytest.mark.usefixtures("large")
def test_readers_of_a_large_directory_keep_the_earlier_one_meanwhile(
    sessions: sessionmaker[Session], undone: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on: list[bool] = []
    real = repository.visible_rows

    def slow(session: Session, **options: Any) -> Any:
        wait_for(lambda: bool(may_go_on))
        return real(session, **options)

    with sessions() as session:
        before = read_catalogue(session)
    with sessions.begin() as session:
        rename(session, MARTHE, "Maison d'essai")
        undone.append(latest_act(session))
    monkeypatch.setattr(repository, "visible_rows", slow)
    with sessions() as session:
        assert read_catalogue(session) is before
        assert read_catalogue(session) is before  # a second reader starts no second thread, and does not wait
        may_go_on.append(True)
        wait_for(lambda: read_catalogue(session) is not before)
        assert read_catalogue(session).records[MARTHE].names["fr"] == "Maison d'essai"


@pytest.mark.usefixtures("large")
def test_a_reading_that_fails_leaves_the_earlier_one_and_is_tried_again(
    sessions: sessionmaker[Session], engine: Engine, undone: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    failing = [True]

    def fail(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if failing[0] and "FROM phone" in statement:
            raise OSError("the disk is gone")

    with sessions() as session:
        before = read_catalogue(session)
    with sessions.begin() as session:
        rename(session, MARTHE, "Maison d'essai")
        undone.append(latest_act(session))
    event.listen(engine, "before_cursor_execute", fail)
    try:
        with sessions() as session:
            assert read_catalogue(session) is before
            wait_for(lambda: "could not be read again" in caplog.text)
            failing[0] = False
            wait_for(lambda: read_catalogue(session) is not before)
    finally:
        event.remove(engine, "before_cursor_execute", fail)


@pytest.fixture(scope="session")
def shipped(engine: Engine) -> Catalogue:
    """The shipped directory, as it is kept."""
    with Session(engine) as session:
        return read_catalogue(session)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_columns_renewed_are_columns_made_anew(shipped: Catalogue, data: st.DataObject) -> None:
    every = list(shipped.records.values())
    some = st.lists(st.sampled_from(every), max_size=12, unique_by=lambda record: record.slug)
    absent, gone = {r.slug for r in data.draw(some)}, {r.slug for r in data.draw(some)}
    edited = {
        r.slug: dataclasses.replace(data.draw(st.sampled_from(every)), slug=r.slug, id=r.id, search_id=r.search_id)
        for r in data.draw(some)
    }
    before = {slug: record for slug, record in shipped.records.items() if slug not in absent}
    after = {slug: edited.get(slug, record) for slug, record in shipped.records.items() if slug not in gone}
    changed = frozenset(absent | gone | set(edited))
    assert_same(renewed(columns_from(tuple(before.values())), after, changed), after)
