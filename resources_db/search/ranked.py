"""A result: a record, why it is shown, and how it is written for the visitor."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from resources_db.availability import Availability, Count
from resources_db.catalogue import PhoneFact, Record
from resources_db.hours import clock_text, day_name, hours_text
from resources_db.opening import UNKNOWN, Opening
from resources_db.search.reasons import Reason
from resources_db.vocabulary import read_data


@dataclass(frozen=True)
class RankedResource:
    """One organisation of an answer."""

    record: Record
    score: float = 0.0
    distance_km: float | None = None
    reasons: tuple[Reason, ...] = ()
    availability: Availability | None = None
    opening: Opening = UNKNOWN
    seen_at: datetime | None = None
    found: float = 0.0  # share of the words asked that the record holds

    @property
    def slug(self) -> str:
        """The record's id in the directory file."""
        return self.record.slug

    def to_dict(self, language: str = "fr") -> dict[str, Any]:
        """Return the resource of the HTTP contract, its words in `language` (fr or en); `id` is the HSDS service's."""
        record, language = self.record, language if language in ("fr", "en") else "fr"
        return {
            "id": record.id,
            "slug": record.slug,
            "name": record.names[language],
            "summary": record.summaries[language],
            "translation": record.english if language == "en" else None,
            "kind": record.kind,
            "phones": [_phone(phone, language) for phone in record.phones],
            "email": record.email,
            "website": record.website,
            "chat_url": record.chat_url,
            "address": _address(record),
            "region_code": record.region_code,
            "coverage": list(record.coverage),
            "languages": list(record.languages),
            "audiences": list(record.groups) + sorted(record.genders - {"all"}),
            "services": list(record.services),
            "specialised_in_exploitation": record.specialised,
            "distance_km": None if self.distance_km is None else round(self.distance_km, 1),
            "why": [reason.text(language) for reason in self.reasons],
            "verified_on": date_text(record.verified_on, language),
            "sources": [dict(source) for source in record.sources],
            "availability": self._availability(),
            "opening": self._opening(language),
        }

    def _opening(self, language: str) -> dict[str, Any]:
        opening, changes = self.opening, self.opening.changes_at
        return {
            "state": opening.state,
            "text": opening_text(opening, self.seen_at, language),
            "closes_at": utc_text(changes) if changes and opening.state == "open" else None,
            "opens_at": utc_text(changes) if changes and opening.state == "closed" else None,
        }

    def _availability(self) -> dict[str, Any] | None:
        if self.availability is None:
            return None
        counts = [_count(count) for count in self.availability.counts]
        return {**counts[0], "stale": not self.availability.is_fresh, "units": counts}


def date_text(date: str | None, language: str) -> str | None:
    """Return a source's date in the language: "c. 2011" is "vers 2011" in French."""
    for written, said in _date_words().items():
        date = date if date is None else date.replace(written, said[language])
    return date


def _count(count: Count) -> dict[str, Any]:
    """Places that counsellors hold are not free; conditions are for counsellors, so they are not here."""
    return {
        "unit": count.unit,
        "available": count.free,
        "maximum": count.maximum,
        "updated_at": utc_text(count.updated_at),
        "confirm_at": utc_text(count.confirm_at),
        "hide_at": utc_text(count.hide_at),
        "freshness": count.freshness,
    }


def utc_text(moment: datetime) -> str:
    """Return an aware datetime as the HTTP contract writes it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def opening_text(opening: Opening, seen_at: datetime | None, language: str) -> str | None:
    """Return "ouvert maintenant", "ouvre demain à 8 h 30"… in the language; None when the hours are not known."""
    words = _opening_words()
    if opening.state == "unknown" or seen_at is None:
        return None
    if opening.changes_at is None:
        key = "always" if opening.always else "open" if opening.state == "open" else "closed"
        return str(words[key][language])
    days = (opening.changes_at.date() - seen_at.astimezone(opening.changes_at.tzinfo).date()).days
    state = "open" if opening.state == "open" else "opens"
    key = f"{state}_today" if days == 0 else f"{state}_tomorrow" if days == 1 else f"{state}_on"
    clock = opening.changes_at.strftime("%H:%M")
    return str(words[key][language]).format(
        clock=clock_text(clock, language), day=day_name(opening.changes_at.weekday(), language)
    )


@cache
def _date_words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = read_data("opening.yml")["dates"]
    return words


@cache
def _opening_words() -> dict[str, dict[str, str]]:
    return read_data("opening.yml")


def _phone(phone: PhoneFact, language: str) -> dict[str, Any]:
    return {
        "number": phone.number,
        "display": phone.display,
        "type": phone.type,
        "label": phone.label,
        "hours": hours_text(phone.hours, language),
    }


def _address(record: Record) -> dict[str, Any] | None:
    if record.city is None and record.street is None:
        return None
    return {"street": record.street, "city": record.city, "postal_code": record.postal_code}
