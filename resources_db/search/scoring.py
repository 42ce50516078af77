"""The score of an eligible record (docs/directory.md gives the formula; data/weights.yml the numbers)."""

from math import exp
from typing import Any

from resources_db.availability import Availability
from resources_db.catalogue import Record
from resources_db.geography import distance_km
from resources_db.search.query import ResourceQuery
from resources_db.search.wanted import ADULT_AGE, Wanted, needs_data, weights

FIRST_PEOPLES = frozenset({"indigenous", "inuit"})
NORTH = "10"


def distance_to(record: Record, query: ResourceQuery) -> float | None:
    """Return the kilometres to the record's town; None when its town or the person's position is not known well."""
    if query.position is None or record.position is None or record.precision != "city" or record.is_line:
        return None
    return distance_km(query.position, record.position)


def score_of(record: Record, query: ResourceQuery, wanted: Wanted, availability: Availability | None) -> float:
    """Return the score of a record that is eligible; higher is better."""
    parts = (
        weights()["service"] * wanted.service_weight(record),
        wanted.prefer.get(record.slug, 0.0) + wanted.prefer.get(f"kind:{record.kind}", 0.0),
        -_off_topic(record, wanted),
        _place(record, query, wanted),
        _contact(record, wanted),
        weights()["record_high"] if record.confidence == "high" else 0.0,
        _specialised(record, query, wanted),
        _audience(record, query, wanted),
        _gender(record, query),
        _language(record, query),
        _places_free(availability),
    )
    return round(float(sum(parts)), 6)


def owns(record: Record, audience: str) -> bool:
    """Say whether the record is made for that audience, rather than merely open to it."""
    if audience not in record.groups:
        return False
    kind = {"indigenous": "indigenous", "inuit": "indigenous", "newcomers": "newcomer"}.get(audience)
    if kind is not None:
        return record.kind == kind
    return audience == "buyers" or record.groups[0] == audience


def for_youth(record: Record) -> bool:
    """Say whether the record is made for young people."""
    return record.kind == "youth" or ("minors" in record.groups and "adults" not in record.groups)


def _off_topic(record: Record, wanted: Wanted) -> float:
    topics: dict[str, float] = needs_data()["topics"]
    return max((cost for topic, cost in topics.items() if topic in record.services and not wanted.services.get(topic)),
               default=0.0)  # fmt: skip


def _place(record: Record, query: ResourceQuery, wanted: Wanted) -> float:
    table: dict[str, float] = weights()["place"][wanted.reach]
    if record.is_wide and not (record.city and record.region_code == query.region_code):
        return table["wide"]
    if query.region_code is None:
        return table["wide"] if record.is_wide or query.q else float(weights()["place"]["other_region"])
    if query.position is None or record.position is None:
        return table["unknown"]
    km = distance_km(query.position, record.position)
    near = table["floor"] + (table["near"] - table["floor"]) * exp(-km / weights()["place"]["scale_km"])
    if record.precision == "region":
        return min(near, table["unknown"])
    if km > weights()["place"]["far"]["km"]:
        near -= weights()["place"]["far"]["cost"]
    return max(near, table["wide"]) if record.is_wide else near


def _contact(record: Record, wanted: Wanted) -> float:
    table: dict[str, float] = weights()["contact"]
    if not record.has_phone:
        return 0.0 if record.has_contact else table["none"]
    sure = table["phone_high"] if any(phone.confidence == "high" for phone in record.phones) else 0.0
    always = table["day_and_night_urgent"] if wanted.urgent and record.day_and_night else 0.0
    return table["phone"] + sure + always


def _specialised(record: Record, query: ResourceQuery, wanted: Wanted) -> float:
    if not record.specialised:
        return 0.0
    table: dict[str, float] = weights()["specialised"]
    if query.specialised:
        return table["asked"]
    return table["need"] if set(wanted.needs) & set(weights()["specialised_needs"]) else table["other"]


def _audience(record: Record, query: ResourceQuery, wanted: Wanted) -> float:
    table: dict[str, Any] = weights()["audience"]
    said = wanted.audiences | ({"indigenous"} if "inuit" in wanted.audiences else set())
    own = [table["own"][group] for group in wanted.audiences if group in table["own"] and owns(record, group)]
    total = max(own, default=0.0)
    listed = [table["listed"].get(group, 0.0) for group in said if group in record.groups]
    total += sum(sorted(listed, reverse=True)[:2])
    if record.kind == "indigenous" and not said & FIRST_PEOPLES and query.region_code != NORTH:
        total += table["not_theirs"]["indigenous"]
    if record.kind == "newcomer" and "newcomers" not in said:
        total += table["not_theirs"]["newcomers"]
    if record.groups[:1] == ("lgbtq",) and "lgbtq" not in said:
        total += table["not_theirs"]["lgbtq"]
    if for_youth(record):
        total += _youth(query, wanted)
    return float(total)


def _youth(query: ResourceQuery, wanted: Wanted) -> float:
    if wanted.minor:
        return float(weights()["youth_kind"])
    young = query.age is not None and ADULT_AGE <= query.age <= 25
    return 0.0 if young or "relatives" in wanted.audiences else float(weights()["audience"]["not_theirs"]["youth"])


def _gender(record: Record, query: ResourceQuery) -> float:
    table: dict[str, float] = weights()["gender"]
    if not record.genders or "all" in record.genders:
        return 0.0
    if query.gender is not None:
        return table["made_for"]
    return table["unknown_women"] if "women" in record.genders else table["unknown_men"]


def _language(record: Record, query: ResourceQuery) -> float:
    table: dict[str, float] = weights()["language"]
    if query.language is None or not record.languages:
        return 0.0
    if query.language == "fr":
        return 0.0 if "fr" in record.languages else table["french_not_seen"]
    return table["spoken"] if "en" in record.languages else table["english_not_seen"]


def _places_free(availability: Availability | None) -> float:
    if availability is None or not availability.is_fresh:
        return 0.0
    table: dict[str, float] = weights()["availability"]
    return table["free"] if availability.available > 0 else table["full"]
