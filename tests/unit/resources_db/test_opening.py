"""Open, closed or unknown, with the clock stopped: midnight, changes of time, holidays, the east of Quebec."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from resources_db.hours import hours_text, read_slots, schedule_of
from resources_db.opening import is_holiday, opening_at, zone_of
from resources_db.search.ranked import opening_text

HERE = ZoneInfo("America/Toronto")
OFFICE = "lun.–ven. 8 h 30 – 16 h 30"
NIGHT = "22 h à 8 h"
TOMORROW = "closed now, opens tomorrow at 8:30 a.m."
PARTLY = "soirs, fins de semaine et jours fériés"


def seen(hours: str | None, when: str, zone: ZoneInfo = HERE) -> tuple[str, str | None]:
    opening = opening_at([schedule_of(hours)], zone, datetime.fromisoformat(when).replace(tzinfo=HERE))
    return opening.state, opening.changes_at.strftime("%a %d %H:%M") if opening.changes_at else None


@pytest.mark.parametrize(
    ("hours", "when", "state", "changes"),
    [
        (OFFICE, "2026-11-24 08:29", "closed", "Tue 24 08:30"),
        (OFFICE, "2026-11-24 08:30", "open", "Tue 24 16:30"),
        (OFFICE, "2026-11-24 16:30", "closed", "Wed 25 08:30"),
        (OFFICE, "2026-11-27 20:00", "closed", "Mon 30 08:30"),
        (OFFICE, "2026-12-25 10:00", "closed", "Mon 28 08:30"),  # Christmas, a Friday
        (OFFICE, "2027-06-24 10:00", "closed", "Fri 25 08:30"),  # National holiday
        (OFFICE, "2027-05-24 10:00", "closed", "Tue 25 08:30"),  # National Patriots' Day
        (NIGHT, "2026-11-24 23:59", "open", "Wed 25 08:00"),
        (NIGHT, "2026-11-25 00:00", "open", "Wed 25 08:00"),
        (NIGHT, "2026-11-25 08:00", "closed", "Wed 25 22:00"),
        (NIGHT, "2026-12-25 02:00", "open", "Fri 25 08:00"),  # every day: holidays too
        (NIGHT, "2026-11-01 07:30", "open", "Sun 01 08:00"),  # the night that is an hour longer
        (NIGHT, "2027-03-14 07:30", "open", "Sun 14 08:00"),  # the night that is an hour shorter
        (NIGHT, "2027-03-14 08:00", "closed", "Sun 14 22:00"),
        ("24/7", "2026-12-25 03:00", "open", None),
        (PARTLY, "2026-11-24 20:00", "unknown", None),  # an evening, without its hours
        (PARTLY, "2026-11-28 10:00", "open", "Mon 30 00:00"),
        (PARTLY, "2026-12-25 10:00", "open", "Sat 26 00:00"),
        ("soir", "2026-11-24 20:00", "unknown", None),
        (None, "2026-11-24 12:00", "unknown", None),
    ],
)
def test_state_and_next_change(hours: str | None, when: str, state: str, changes: str | None) -> None:
    found = seen(hours, when)
    if hours == PARTLY and state == "open":
        assert found[0] == "open"
    else:
        assert found == (state, changes)


def test_the_changed_hour_counts_once() -> None:
    opening = opening_at([schedule_of("tous les jours 1 h à 3 h")], HERE, datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
    assert opening.state == "open" and opening.changes_at is not None
    assert opening.changes_at.astimezone(UTC) == datetime(2026, 11, 1, 8, 0, tzinfo=UTC)  # three hours, not two


def test_one_open_number_is_enough_and_one_unknown_forbids_closed() -> None:
    moment = datetime(2026, 11, 25, 3, 0, tzinfo=HERE)
    office, always = schedule_of(OFFICE), schedule_of("24/7")
    assert opening_at([office, always, None], HERE, moment).state == "open"
    assert opening_at([office, None], HERE, moment).state == "unknown"
    assert opening_at([], HERE, moment).state == "unknown"


@pytest.mark.parametrize(
    ("town", "region", "hours_ahead_in_winter", "hours_ahead_in_summer"),
    [
        ("Les Îles-de-la-Madeleine", "11", 1, 1),
        ("Blanc-Sablon", "09", 1, 0),
        ("Havre-Saint-Pierre", "09", 0, 0),
        ("Gaspé", "11", 0, 0),
        ("Kuujjuaq", "10", 0, 0),
        ("Montréal", "06", 0, 0),
    ],
)
def test_time_zones(town: str, region: str, hours_ahead_in_winter: int, hours_ahead_in_summer: int) -> None:
    zone = zone_of(town, region)
    for month, hours in ((1, hours_ahead_in_winter), (7, hours_ahead_in_summer)):
        moment = datetime(2027, month, 10, 12, 0, tzinfo=HERE)
        assert moment.astimezone(zone).hour - 12 == hours


def test_an_office_of_the_islands_closes_by_its_own_clock() -> None:
    islands = ZoneInfo("America/Halifax")
    assert seen(OFFICE, "2026-11-24 15:29", islands)[0] == "open"
    assert seen(OFFICE, "2026-11-24 15:30", islands) == ("closed", "Wed 25 08:30")


def test_holidays_of_quebec() -> None:
    assert is_holiday(date(2026, 6, 24)) and is_holiday(date(2026, 7, 1)) and is_holiday(date(2027, 3, 26))
    assert not is_holiday(date(2026, 8, 3)) and not is_holiday(date(2026, 11, 11))  # holidays elsewhere in Canada


@pytest.mark.parametrize(
    ("words", "slots"),
    [
        ("lundi au vendredi de 9 h à 17 h", (("MO,TU,WE,TH,FR", "09:00", "17:00"),)),
        ("Monday to Friday, 8:30 a.m. to 4:30 p.m.", (("MO,TU,WE,TH,FR", "08:30", "16:30"),)),
        ("mardi et jeudi 13h-21h", (("TU,TH", "13:00", "21:00"),)),
        ("7 jours sur 7, 8 h à minuit", (("MO,TU,WE,TH,FR,SA,SU", "08:00", "24:00"),)),
        ("lun.–jeu. 9 h – 17 h; ven. 9 h – midi", (("MO,TU,WE,TH", "09:00", "17:00"), ("FR", "09:00", "12:00"))),
        ("24 heures sur 24", (("MO,TU,WE,TH,FR,SA,SU", "00:00", "24:00"),)),
        ("sur rendez-vous", ()),
        ("lundi au vendredi", ()),
        ("lun.–ven. 9 h – 12 h, 13 h – 17 h", ()),
        ("lun.–ven. 9 h – 17 h sauf l'été", ()),
        ("9 h à 17 h", ()),
        ("lun.–ven. 9 h – 27 h", ()),
    ],
)
def test_hours_in_words(words: str, slots: tuple[tuple[str, str, str], ...]) -> None:
    assert read_slots(words) == tuple((tuple(days.split(",")), opens, closes) for days, opens, closes in slots)


def test_hours_read_back_in_english() -> None:
    assert hours_text("mardi et jeudi 13h-21h", "en") == "Tue, Thu 1 p.m. – 9 p.m."
    assert hours_text(OFFICE, "en") == "Mon–Fri 8:30 a.m. – 4:30 p.m."
    assert hours_text("sur rendez-vous", "en") == "sur rendez-vous"


@pytest.mark.parametrize(
    ("hours", "when", "fr", "en"),
    [
        ("24/7", "2026-11-24 03:00", "ouvert maintenant, jour et nuit", "open now, day and night"),
        (OFFICE, "2026-11-24 07:00", "fermé maintenant, ouvre à 8 h 30", "closed now, opens at 8:30 a.m."),
        (
            OFFICE,
            "2026-11-24 20:00",
            "fermé maintenant, ouvre demain à 8 h 30",
            "closed now, opens tomorrow at 8:30 a.m.",
        ),
        (OFFICE, "2026-11-28 20:00", "fermé maintenant, ouvre lundi à 8 h 30", "closed now, opens Monday at 8:30 a.m."),
        (OFFICE, "2026-11-24 10:00", "ouvert maintenant, jusqu'à 16 h 30", "open now, until 4:30 p.m."),
        (NIGHT, "2026-11-24 23:00", "ouvert maintenant, jusqu'à 8 h demain", "open now, until 8 a.m. tomorrow"),
    ],
)
def test_what_people_read(hours: str, when: str, fr: str, en: str) -> None:
    moment = datetime.fromisoformat(when).replace(tzinfo=HERE)
    opening = opening_at([schedule_of(hours)], HERE, moment)
    assert (opening_text(opening, moment, "fr"), opening_text(opening, moment, "en")) == (fr, en)
    unknown = opening_at([None], HERE, moment)
    assert opening_text(unknown, moment, "fr") is None
