"""Opening hours written in words, French or English, read as slots; what is not wholly understood is unknown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from resources_db.geography import plain
from resources_db.vocabulary import Slot, read_data

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ALL_DAY = ("00:00", "24:00")
_TIME = re.compile(r"(\d{1,2}) ?(?:h ?(\d{2})?|:(\d{2}) ?([ap]m)?|([ap]m))(?!\w)")
_TOKEN = re.compile(r"\d{2}:\d{2}|[a-z']+|\S")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a number answers: `complete` is false when hours outside the slots are not known to be closed."""

    slots: tuple[Slot, ...]
    complete: bool = True
    holidays: Literal["same", "open", "closed"] = "same"

    @property
    def always(self) -> bool:
        """Whether it answers day and night, every day."""
        return any(len(days) == len(DAYS) and (opens, closes) == ALL_DAY for days, opens, closes in self.slots)


@cache
def schedule_of(hours: str | None) -> Schedule | None:
    """Return what the words say, or None when they say nothing that can be relied on."""
    known = _known().get(hours or "")
    if known is not None:
        slots = tuple((tuple(days.split(",")), opens, closes) for days, opens, closes in known["slots"])
        return _schedule(slots, known.get("complete", True), known.get("holidays")) if slots else None
    slots = read_slots(hours or "")
    return _schedule(slots, True, None) if slots else None


def slots_of(hours: str | None) -> tuple[Slot, ...]:
    """Return the (days, opens, closes) slots that `hours` means; empty when unknown."""
    schedule = schedule_of(hours)
    return schedule.slots if schedule else ()


def hours_text(hours: str | None, language: str) -> str | None:
    """Return `hours` in the language; words that are not understood stay as they are."""
    if hours is None or language == "fr":
        return hours
    known = _known().get(hours)
    if known is not None:
        text: str = known["en"]
        return text
    slots = read_slots(hours)
    return "; ".join(_slot_text(slot, language) for slot in slots) if slots else hours


def clock_text(clock: str, language: str) -> str:
    """Return "16:30" as it is read: "16 h 30", "4:30 p.m."; midnight in words."""
    hour, minute = (int(part) for part in clock.split(":"))
    if hour % 24 == 0 and minute == 0:
        return "minuit" if language == "fr" else "midnight"
    if language == "fr":
        return f"{hour} h" + (f" {minute:02d}" if minute else "")
    return f"{(hour - 1) % 12 + 1}" + (f":{minute:02d}" if minute else "") + (" a.m." if hour < 12 else " p.m.")


def day_name(weekday: int, language: str) -> str:
    """Return the name of a day, 0 for Monday."""
    return str(_words()["days_named"][language][DAYS[weekday]])


def read_slots(text: str) -> tuple[Slot, ...]:
    """Read segments parted by semicolons, each some days and a range of hours; empty if any of it is not understood."""
    if _squeezed(text) in _words()["always"]:
        return ((DAYS, *ALL_DAY),)
    slots: list[Slot] = []
    for segment in text.split(";"):
        slot = _segment(segment)
        if slot is None:
            return ()
        slots.append(slot)
    return tuple(slots)


def _schedule(slots: tuple[Slot, ...], complete: bool, holidays: Any) -> Schedule:
    """Hours of some days of the week do not hold on a statutory holiday; hours of every day do."""
    every_day = {day for days, _, _ in slots for day in days} == set(DAYS)
    return Schedule(slots, complete, holidays or ("same" if every_day else "closed"))


def _segment(text: str) -> Slot | None:
    said = _times(_squeezed(text))
    days: tuple[str, ...] | None = None
    for codes, phrases in _words()["sets"].items():
        for phrase in sorted(phrases, key=len, reverse=True):
            if days is None and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", said):
                said, days = said.replace(phrase, " ", 1), tuple(codes.split(","))
    parts = [part for part in _TOKEN.findall(said) if part not in (*_words()["skip"], ".")]
    clocks = [part for part in parts if ":" in part]
    named = _days([part for part in parts if ":" not in part])
    if named is None or (days is None) == (not named) or not _one_range(parts, clocks):
        return None
    return days or named, clocks[0], clocks[1]


def _one_range(parts: Sequence[str], clocks: Sequence[str]) -> bool:
    """Say whether there are exactly two times, joined by a dash or "to", the first not being midnight's end."""
    if len(clocks) != 2 or clocks[0] == "24:00":
        return False
    at = parts.index(clocks[0])
    return len(parts) > at + 2 and parts[at + 1] in _words()["from_to"] and parts[at + 2] == clocks[1]


def _days(tokens: Sequence[str]) -> tuple[str, ...] | None:
    """Read "lun - ven", "mardi et jeudi"; None when a word is not a day nor what joins two."""
    found: list[str] = []
    joined = False
    for token in tokens:
        day = _day_codes().get(token)
        if day is not None and joined and found and DAYS.index(day) > DAYS.index(found[-1]):
            found += DAYS[DAYS.index(found[-1]) + 1 : DAYS.index(day) + 1]
        elif day is not None and not joined:
            found.append(day)
        elif day is not None or token not in (*_words()["from_to"], *_words()["and"]):
            return None
        joined = day is None and token in _words()["from_to"]
    return tuple(found)


def _times(text: str) -> str:
    """Write every time of the text as HH:MM."""
    for word, clock in _words()["hours"].items():
        text = re.sub(rf"(?<!\w){word}(?!\w)", clock, text)
    return _TIME.sub(_clock, text)


def _clock(found: re.Match[str]) -> str:
    hour, half = int(found[1]), found[4] or found[5]
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    minute = int(found[2] or found[3] or 0)
    return f" {hour:02d}:{minute:02d} " if hour <= 24 and minute < 60 else found[0]


def _squeezed(text: str) -> str:
    """Return the text without accents nor case, with one sort of dash and of space."""
    even = re.sub(r"[–—−]", "-", plain(text)).replace("’", "'").replace("a.m.", "am").replace("p.m.", "pm")
    even = re.sub(r"\.(?=\W|$)", " ", even)
    return re.sub(r"[\s,]+", " ", even).strip()


def _slot_text(slot: Slot, language: str) -> str:
    days, opens, closes = slot
    shown, words = _words()["days_shown"][language], _words()
    if len(days) == len(DAYS):
        when = words["every_day"][language]
    elif len(days) > 2 and DAYS.index(days[-1]) - DAYS.index(days[0]) == len(days) - 1:
        when = f"{shown[days[0]]}–{shown[days[-1]]}"
    else:
        when = ", ".join(shown[day] for day in days)
    return f"{when} {clock_text(opens, language)} – {clock_text(closes, language)}"


@cache
def _words() -> dict[str, Any]:
    return read_data("hours_words.yml")


@cache
def _day_codes() -> dict[str, str]:
    return {name: code for code, names in _words()["days"].items() for name in names}


@cache
def _known() -> dict[str, Any]:
    return read_data("hours.yml")
