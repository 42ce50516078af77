"""Occupancy by day: time counts, silence does not."""

from datetime import UTC, date, datetime, timedelta

from api.availability.occupancy import by_day
from resources_db.models import CountChange

NOON = datetime(2026, 3, 2, 17, tzinfo=UTC)  # 12:00 in Quebec


def _said(
    hours: float, available: int, maximum: int | None = 10, hide_after: int = 600, unit: str = "bed"
) -> CountChange:
    at = NOON + timedelta(hours=hours)
    return CountChange(unit=unit, at=at, available=available, maximum=maximum, hide_after=hide_after)


def test_a_day_is_the_mean_of_what_stood_weighted_by_time() -> None:
    (day,) = by_day([_said(0, 10), _said(1, 0)], since=NOON, until=NOON + timedelta(hours=4))
    assert (day.day, day.occupancy, day.least, day.most, day.reports) == (date(2026, 3, 2), 0.75, 0, 10, 2)
    assert day.known == round(4 / 24, 3)


def test_a_count_counts_only_until_it_is_hidden() -> None:
    (day,) = by_day([_said(0, 5, hide_after=60)], since=NOON, until=NOON + timedelta(hours=8))
    assert day.known == round(1 / 24, 3) and day.occupancy == 0.5


def test_days_turn_at_midnight_in_quebec_and_units_stay_apart() -> None:
    days = by_day([_said(11, 5), _said(11, 1, unit="room")], since=NOON, until=NOON + timedelta(hours=13))
    assert [(d.day.day, d.unit, d.known, d.reports) for d in days] == [
        (2, "bed", round(1 / 24, 3), 1), (2, "room", round(1 / 24, 3), 1),
        (3, "bed", round(1 / 24, 3), 0), (3, "room", round(1 / 24, 3), 0),
    ]  # fmt: skip


def test_without_a_total_there_is_no_occupancy_and_what_came_before_only_reaches_in() -> None:
    (day,) = by_day([_said(-5, 3, maximum=None)], since=NOON, until=NOON + timedelta(hours=1))
    assert (day.occupancy, day.reports, day.known) == (None, 0, round(1 / 24, 3))
    assert by_day([], since=NOON, until=NOON) == []
