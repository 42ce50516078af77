"""Occupancy by day, worked out from the reports: the mean share of places taken while a count stood.

A count stands from its report until the next one, or until it became too old to be shown; outside of that nothing is
known and nothing is counted.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from resources_db.models import CountChange

QUEBEC_TIME = ZoneInfo("America/Toronto")


@dataclass
class Day:
    """One unit on one day in Quebec: `occupancy` from 0 to 1 (None without a maximum), `known` the share of the day."""

    day: date
    unit: str
    least: int
    most: int
    reports: int = 0
    _known: float = 0.0
    _taken: float = 0.0
    _measured: float = field(default=0.0)

    @property
    def occupancy(self) -> float | None:
        """Mean share of places taken."""
        return round(self._taken / self._measured, 3) if self._measured else None

    @property
    def known(self) -> float:
        """Share of the day (24 h) during which a count stood."""
        return round(min(1.0, self._known / 86400), 3)

    def add(self, change: CountChange, seconds: float) -> None:
        """Count a stretch during which `change` stood."""
        self.least, self.most = min(self.least, change.available), max(self.most, change.available)
        self._known += seconds
        if change.maximum:
            self._measured += seconds
            self._taken += seconds * (change.maximum - change.available) / change.maximum


def by_day(changes: Sequence[CountChange], *, since: datetime, until: datetime) -> list[Day]:
    """Return the days that some report covers between two moments, oldest first; `changes` in any order."""
    days: dict[tuple[date, str], Day] = {}
    for change, start, end in _stretches(changes, until):
        for day, seconds in _split(max(start, since), end):
            found = days.setdefault((day, change.unit), Day(day, change.unit, change.available, change.available))
            found.add(change, seconds)
    for change in changes:
        found_day = days.get((change.at.astimezone(QUEBEC_TIME).date(), change.unit))
        if found_day is not None and change.at >= since:
            found_day.reports += 1
    return [days[key] for key in sorted(days)]


def _stretches(changes: Sequence[CountChange], until: datetime) -> Iterator[tuple[CountChange, datetime, datetime]]:
    by_unit: dict[str, list[CountChange]] = defaultdict(list)
    for change in sorted(changes, key=lambda c: c.at):
        by_unit[change.unit].append(change)
    for reported in by_unit.values():
        ends = [*(c.at for c in reported[1:]), until]
        for change, end in zip(reported, ends, strict=True):
            yield change, change.at, min(end, until, change.at + timedelta(minutes=change.hide_after))


def _split(start: datetime, end: datetime) -> Iterator[tuple[date, float]]:
    """Yield the seconds of each Quebec day between two moments; nothing if the second comes first."""
    while start < end:
        day = start.astimezone(QUEBEC_TIME).date()
        midnight = datetime.combine(day + timedelta(days=1), time(), QUEBEC_TIME).astimezone(start.tzinfo)
        stop = min(end, midnight)
        yield day, (stop - start).total_seconds()
        start = stop
