"""The catalogue is read when a process starts: before the end of the start if it is small, behind if it is large."""

import threading
from collections.abc import Callable, Iterator
from threading import Event
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from resources_db import repository
from resources_db.catalogue import read_catalogue, read_some
from resources_db.database import make_engine, make_session_factory
from resources_db.warming import Warming

MARTHE, IAVS = "maison-de-marthe", "info-aide-violence-sexuelle"
Read = Callable[..., Any]


@pytest.fixture
def cold(engine: Engine) -> Iterator[sessionmaker[Session]]:
    """Sessions of a new process: nothing of the directory is in its memory."""
    another = make_engine(engine.url.render_as_string(hide_password=False))
    yield make_session_factory(another)
    _wait_for_readers()  # one that is over may still hold its connection: the pool must outlive it
    another.dispose()


def _wait_for_readers() -> None:
    for thread in threading.enumerate():
        if thread.name == "catalogue":
            thread.join(20)


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], Event]:
    """The readings that were made, each of which waits for the event."""
    readings, may_go_on, real = [], Event(), repository.visible_rows

    def slow(session: Session, **options: Any) -> Any:
        readings.append("whole" if options.get("owners") is None else "some")
        assert may_go_on.wait(20)
        return real(session, **options)

    monkeypatch.setattr(repository, "visible_rows", slow)
    return readings, may_go_on


def test_a_small_directory_is_read_when_the_start_ends(
    cold: sessionmaker[Session], reading: tuple[list[str], Event]
) -> None:
    readings, may_go_on = reading
    may_go_on.set()
    warming = Warming(cold)
    warming.start(patience=20)
    assert warming.is_over
    assert readings == ["whole"]
    with cold() as session:
        assert MARTHE in read_catalogue(session).records
    assert readings == ["whole"]  # the first question found it


def test_a_start_does_not_wait_for_a_large_directory(
    cold: sessionmaker[Session], reading: tuple[list[str], Event]
) -> None:
    readings, may_go_on = reading
    started, warming = monotonic(), Warming(cold)
    warming.start(patience=0.05)
    assert monotonic() - started < 5
    assert not warming.is_over
    may_go_on.set()
    with cold() as session:
        assert MARTHE in read_catalogue(session).records  # waits for the reading under way, and starts no other
    assert readings == ["whole"]
    end = monotonic() + 20
    while not warming.is_over:
        assert monotonic() < end


def test_a_database_that_fails_stops_no_start(caplog: pytest.LogCaptureFixture) -> None:
    warming = Warming(sessionmaker(create_engine("sqlite://")))
    warming.start(patience=20)
    assert warming.is_over
    assert "could not be read at start" in caplog.text


def test_some_records_are_read_as_the_whole_reading_reads_them(session: Session) -> None:
    whole, some = read_catalogue(session), read_some(session, [MARTHE, IAVS, "not-there"])
    assert set(some.records) == {MARTHE, IAVS}
    for slug, record in some.records.items():
        assert (record.phones, record.names, record.words) == (
            whole.records[slug].phones, whole.records[slug].names, whole.records[slug].words,
        )  # fmt: skip
    assert read_catalogue(session) is whole


def test_what_is_read_after_the_catalogue_keeps_nobody_waiting(cold: sessionmaker[Session]) -> None:
    begun, may_end = Event(), Event()

    def read(session: Session) -> None:
        begun.set()
        assert may_end.wait(20)

    warming = Warming(cold, then=read)
    warming.start(patience=20)
    assert begun.wait(20) and warming.is_over
    may_end.set()
