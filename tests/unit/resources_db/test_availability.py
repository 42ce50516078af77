"""Reports, holds and reminders on both databases, several people at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, delete
from sqlalchemy.orm import Session, sessionmaker

from api.auth.models import Counsellor
from api.availability import credentials, holds, reminders, reports, repository
from api.availability.reports import Said
from api.database import make_engine, make_session_factory
from api.errors import ConflictError
from resources_db.availability import limits_of, read_availabilities, read_counts
from resources_db.models import (
    CountChange,
    CountReminder,
    PlaceHold,
    ReportingCredential,
    ServiceCapacity,
    ShelterReporting,
    Unit,
)

SHELTER = "la-debrouille"
Sessions = sessionmaker[Session]


@pytest.fixture
def api_sessions(engine: Engine, database_url: str) -> Iterator[Sessions]:
    """The api's own sessions on the loaded directory; what a test reports is taken away."""
    own = make_engine(database_url)
    yield make_session_factory(own)
    with make_session_factory(own).begin() as session:
        tables = (CountChange, CountReminder, PlaceHold, ServiceCapacity, ReportingCredential, ShelterReporting, Unit)
        for table in tables:
            session.execute(delete(table))
    own.dispose()


@pytest.fixture
def service_id(api_sessions: Sessions) -> str:
    """A shelter that reports."""
    with api_sessions.begin() as session:
        found = credentials.find_service(session, SHELTER).service_id
        credentials.issue(session, service_id=found, kind="key")
    return found


def _report(sessions: Sessions, service_id: str, available: int, unit: str = "bed") -> None:
    with sessions.begin() as session:
        reports.report(session, service_id=service_id, said=[Said(unit, available)], how="key", who="test")


def _together(count: int, work: Callable[[int], bool]) -> list[bool]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


def test_two_places_are_held_twice_however_many_ask_at_once(api_sessions: Sessions, service_id: str) -> None:
    _report(api_sessions, service_id, 2)

    def _hold(number: int) -> bool:
        counsellor = Counsellor(id=f"{number:032x}")
        try:
            with api_sessions.begin() as session:
                holds.hold(session, service_id=service_id, unit="bed", counsellor=counsellor)
        except ConflictError:
            return False
        return True

    assert sum(_together(6, _hold)) == 2
    with api_sessions() as session:
        assert read_counts(session)[service_id][0].held == 2
        later = datetime.now(UTC) + timedelta(minutes=31)
        assert read_counts(session, later)[service_id][0].free == 2
        assert repository.live_holds(session, later) == []


def test_reports_at_once_are_all_kept_one_after_the_other(api_sessions: Sessions, service_id: str) -> None:
    def _say(number: int) -> bool:
        _report(api_sessions, service_id, number, unit=("bed", "room")[number % 2])
        return True

    assert all(_together(8, _say))
    with api_sessions() as session:
        since = datetime.now(UTC) - timedelta(hours=1)
        for unit in ("bed", "room"):
            told = [c for c in reversed(repository.changes(session, service_id, since=since)) if c.unit == unit]
            assert [c.available_before for c in told[1:]] == [c.available for c in told[:-1]]
            assert len(told) == 4 and told[0].available_before is None


def test_only_one_of_two_answers_to_a_reminder_counts(api_sessions: Sessions, service_id: str) -> None:
    _report(api_sessions, service_id, 3)
    with api_sessions.begin() as session:
        for capacity in session.query(ServiceCapacity).filter_by(service_id=service_id):
            capacity.updated -= timedelta(hours=10)
    with api_sessions.begin() as session:
        (reminder,) = reminders.fill_outbox(session)
        assert reminders.fill_outbox(session) == [reminder]

    def _answer(number: int) -> bool:
        token = reminders.sign(reminder.id, ("same", "full")[number], "secret")
        try:
            with api_sessions.begin() as session:
                reminders.answer_with(session, token, "secret")
        except ConflictError:
            return False
        return True

    assert sum(_together(2, _answer)) == 1
    with api_sessions() as session:
        assert len(repository.changes(session, service_id, since=datetime.now(UTC) - timedelta(hours=1))) == 2


def test_visitors_get_what_is_not_too_old(api_sessions: Sessions, service_id: str) -> None:
    _report(api_sessions, service_id, 1)
    _report(api_sessions, service_id, 2, unit="room")
    with api_sessions() as session:
        soon, later, much_later = (datetime.now(UTC) + timedelta(hours=h) for h in (1, 13, 49))
        assert [c.freshness for c in read_availabilities(session, soon)[service_id].counts] == ["fresh", "fresh"]
        assert not read_availabilities(session, later)[service_id].is_fresh
        assert service_id not in read_availabilities(session, much_later)
        assert {c.freshness for c in read_counts(session, much_later)[service_id]} == {"hidden"}


def test_a_count_is_never_hidden_before_it_is_to_confirm() -> None:
    assert limits_of(None, None).confirm_after < limits_of(None, None).hide_after
    assert limits_of(9000, None).hide_after == 9000
    assert limits_of(60, 90) == limits_of(60, 90) and limits_of(60, 30).hide_after == 60
