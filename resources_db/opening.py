"""Whether somebody answers at a given moment, and when next: time zones and statutory holidays of Quebec."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

from resources_db.geography import fold
from resources_db.hours import DAYS, Schedule
from resources_db.vocabulary import read_data

_DEFAULT: str = read_data("time_zones.yml")["default"]
AHEAD = 14  # days looked at for the next opening: longer than any run of holidays


@dataclass(frozen=True, slots=True)
class Opening:
    """Open, closed, or unknown; `changes_at` (the place's own time): when an open one closes or a closed one opens."""

    state: Literal["open", "closed", "unknown"]
    always: bool = False
    changes_at: datetime | None = None


UNKNOWN = Opening("unknown")
ALWAYS = Opening("open", always=True)


@cache
def zone_of(town: str | None, region_code: str | None) -> ZoneInfo:
    """Return the legal time zone of a town of Quebec; that of most of Quebec when the town is not known."""
    return ZoneInfo(_zones().get((fold(town or ""), region_code), _DEFAULT))


def opening_at(schedules: Iterable[Schedule | None], zone: ZoneInfo, moment: datetime) -> Opening:
    """Return the best state among numbers: one that is open, else one that may be, else the first that will open."""
    minute = moment.astimezone(UTC).replace(second=0, microsecond=0)
    found = [UNKNOWN if schedule is None else _of(schedule, zone, minute) for schedule in schedules]
    opened = [opening for opening in found if opening.state == "open"]
    if opened:
        return max(opened, key=lambda opening: (opening.always, opening.changes_at or moment))
    if not found or any(opening.state == "unknown" for opening in found):
        return UNKNOWN
    return min(found, key=lambda opening: opening.changes_at or datetime.max.replace(tzinfo=UTC))


def is_holiday(day: date) -> bool:
    """Say whether the day is a statutory holiday in Quebec."""
    return day in _holidays()


@lru_cache(maxsize=4096)
def _of(schedule: Schedule, zone: ZoneInfo, moment: datetime) -> Opening:
    """Hours change at whole minutes: what was worked out for a minute holds for all records with the same hours."""
    if schedule.always:
        return ALWAYS
    today = moment.astimezone(zone).date()
    spans = _joined(sorted(_spans(schedule, zone, today)))
    for opens, closes in spans:
        if opens <= moment < closes:
            return Opening("open", changes_at=closes.astimezone(zone))
        if opens > moment:
            break
    if not schedule.complete:
        return UNKNOWN
    later = next((opens for opens, _ in spans if opens > moment), None)
    return Opening("closed", changes_at=later.astimezone(zone) if later else None)


def _spans(schedule: Schedule, zone: ZoneInfo, today: date) -> Iterator[tuple[datetime, datetime]]:
    """Yield the openings from yesterday on, in universal time: a night that changes the clocks keeps its wall hours."""
    for day in (today + timedelta(days=ahead) for ahead in range(-1, AHEAD)):
        if schedule.holidays != "same" and is_holiday(day):
            if schedule.holidays == "open":
                yield _wall(day, "00:00", zone), _wall(day, "24:00", zone)
            continue
        for days, opens, closes in schedule.slots:
            if DAYS[day.weekday()] in days:
                until = day if opens < closes else day + timedelta(days=1)
                yield _wall(day, opens, zone), _wall(until, closes, zone)


def _wall(day: date, clock: str, zone: ZoneInfo) -> datetime:
    hour, minute = (int(part) for part in clock.split(":"))
    day += timedelta(days=hour // 24)
    return datetime.combine(day, time(hour % 24, minute), tzinfo=zone).astimezone(UTC)


def _joined(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    joined: list[tuple[datetime, datetime]] = []
    for opens, closes in spans:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return joined


@cache
def _zones() -> dict[tuple[str, str | None], str]:
    zones = read_data("time_zones.yml")["zones"]
    return {
        (fold(town), region): zone for zone, named in zones.items() for region, names in named.items() for town in names
    }


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("CA", subdiv="QC")
