"""The rules and the formula of docs/directory.md, one record at a time: what the columns must agree with."""

from collections.abc import Callable
from math import exp
from typing import Any

from resources_db.catalogue import Catalogue, Record
from resources_db.geography import distance_km, find_town, fold
from resources_db.places import apart_of, clientele, is_community, nation_of, travel
from resources_db.search import ResourceQuery
from resources_db.search.traits import (
    CLOSED,
    FIRST_PEOPLES,
    HELPERS,
    for_youth,
    has_known_town,
    incidental,
    is_described,
    named_in_words,
    nations,
    owns,
)
from resources_db.search.wanted import Wanted, is_young, lines_data, needs_data, wanted_by, weights

NORTH = "10"


def ranked(catalogue: Catalogue, query: ResourceQuery) -> list[tuple[str, float]]:
    """Return (slug, score) of the records that may be shown and offer something wanted, best first, ties by slug."""
    wanted, records = wanted_by(query), list(catalogue.records.values())
    kept = [r for r in records if service_weight(r, wanted) and suits(r, query, wanted) and serves(r, query, records)]
    kept = [r for r in kept if offered(r, query, wanted)]
    return sorted(((r.slug, score(r, query, wanted)) for r in kept), key=lambda pair: (-pair[1], pair[0]))


def serves(record: Record, query: ResourceQuery, records: list[Record]) -> bool:
    """Rule 3."""
    if not record.serves(query.region_code):
        return False
    if query.region_code != NORTH or query.place is None or record.is_wide or find_town(query.place, NORTH) is None:
        return True
    here = fold(query.place)
    if record.serves_places is not None:
        return here in {fold(place) for place in record.serves_places}
    return not any(
        other.kind == record.kind and here in {fold(place) for place in other.serves_places or ()} for other in records
    )


def suits(record: Record, query: ResourceQuery, wanted: Wanted) -> bool:
    """Rules 4 to 7."""
    groups = set(record.groups)
    if query.gender and record.genders and not record.genders & {"all", query.gender}:
        return False
    if not _right_age(record, query, wanted):
        return False
    if groups and groups <= CLOSED and not groups & wanted.audiences and (query.q is None or wanted.needs):
        return False
    if wanted.buyers:
        return "buyers" in groups or record.slug in lines_data()["generic"]
    return groups != {"buyers"} and (not wanted.groups or bool(wanted.groups & groups))


def offered(record: Record, query: ResourceQuery, wanted: Wanted) -> bool:
    """The rules of data/clientele.yml, then another nation's house."""
    rules = clientele()["rules"].values()
    for rule in rules:
        if is_described(record, rule["records"]) and not any(_holds(each, query, wanted) for each in rule["fits_if"]):
            return False
    community = is_community(query.place, query.region_code)
    mine = "inuit" if "inuit" in wanted.audiences else nation_of(query.place, query.region_code)
    return mine is None or not nations(record) or mine in nations(record) or not (
        community or wanted.audiences & FIRST_PEOPLES)  # fmt: skip


def _holds(condition: dict[str, Any], query: ResourceQuery, wanted: Wanted) -> bool:
    held: dict[str, Callable[[Any], bool]] = {
        "audiences": lambda asked: bool(wanted.audiences & set(asked)),
        "no_audiences": lambda asked: not wanted.audiences & set(asked),
        "no_gender": lambda asked: query.gender != asked,
        "minor": lambda asked: wanted.minor == asked,
        "needs": lambda asked: bool(set(wanted.needs) & set(asked)),
        "community": lambda asked: is_community(query.place, query.region_code) == asked,
    }
    return all(held[name](asked) for name, asked in condition.items())


def _right_age(record: Record, query: ResourceQuery, wanted: Wanted) -> bool:
    groups = set(record.groups)
    if wanted.minor and "adults" in groups and "minors" not in groups:
        return False
    if query.age is None:
        return True
    if record.min_age is not None and query.age < record.min_age:
        return False
    if wanted.audiences & HELPERS & groups:
        return True
    if record.max_age is not None:
        return query.age <= record.max_age
    return query.age < 18 or "adults" in groups or "minors" not in groups


def service_weight(record: Record, wanted: Wanted) -> float:
    """The best service, a little more for two others."""
    if record.slug in wanted.never:
        return 0.0
    aside, factor = incidental(record), clientele()["secondary"]["factor"]
    tables = [wanted.services, *([wanted.specialised] if record.specialised else [])]
    tables += [given for group, given in wanted.of_group.items() if group in record.groups]
    offered = [wanted.also.get(record.slug, 0.0)]
    offered += [table.get(s, 0.0) * (factor if s in aside else 1.0) for table in tables for s in record.services]
    best, *others = sorted(offered, reverse=True)
    useful = sum(1 for weight in others if weight >= 0.5)
    return best + weights()["second_service"] * min(useful, 2) if best else 0.0


def score(record: Record, query: ResourceQuery, wanted: Wanted) -> float:
    """The sum of the parts, availability left out."""
    table = weights()
    topics: dict[str, float] = needs_data()["topics"]
    off = [cost for topic, cost in topics.items() if topic in record.services and not wanted.services.get(topic)]
    if record.kind == "indigenous" and wanted.audiences & FIRST_PEOPLES:
        off = []
    parts = (
        table["service"] * service_weight(record, wanted),
        wanted.prefer.get(record.slug, 0.0) + wanted.prefer.get(f"kind:{record.kind}", 0.0),
        -max(off, default=0.0),
        _place(record, query, wanted),
        _contact(record, wanted),
        table["record_high"] if record.confidence == "high" else 0.0,
        _specialised(record, query, wanted),
        _audience(record, query, wanted),
        _gender(record, query, wanted),
        _language(record, query),
    )
    return round(float(sum(parts)), 6)


def _specialised(record: Record, query: ResourceQuery, wanted: Wanted) -> float:
    table = weights()["specialised"]
    if not record.specialised:
        return 0.0
    if query.specialised:
        return float(table["asked"])
    if wanted.audiences & set(table["audiences"]) or set(wanted.needs) & set(weights()["specialised_needs"]):
        return float(table["need"])
    aside = "exit_prostitution" in record.services and set(wanted.needs) & set(table["aside_needs"])
    return float(table["aside"]) if aside else 0.0


def _place(record: Record, query: ResourceQuery, wanted: Wanted) -> float:
    table: dict[str, float] = weights()["place"][wanted.reach]
    if query.region_code is None:
        return table["wide"] if record.is_wide or query.q else float(weights()["place"]["other_region"])
    if record.is_wide and not (record.city and record.region_code == query.region_code):
        return table["wide"]
    own_town = record.city is not None and record.precision != "region" and record.region_code == query.region_code
    own = weights()["place"]["own_region"] if own_town and wanted.reach == "local" else 0.0
    near = _near(record, query, table, own)
    if _names(record, query):
        near = max(near, table["named"] + own)
    elif query.place is not None and record.named_places:
        near = min(near, table["elsewhere"])
    return max(near, table["wide"]) if record.is_wide else near


def _near(record: Record, query: ResourceQuery, table: dict[str, float], own: float) -> float:
    if query.position is None or record.position is None:
        return table["unknown"]
    km, far = distance_km(query.position, record.position), weights()["place"]["far"]
    near = table["floor"] + (table["near"] + own - table["floor"]) * exp(-km / weights()["place"]["scale_km"])
    if record.precision == "region":
        return float(table["unknown"])
    apart = query.place is not None and apart_of(record.city, record.region_code) != apart_of(
        query.place, query.region_code)  # fmt: skip
    too_far = has_known_town(record) and not record.is_wide and (km > travel()["far_km"] or apart)
    not_near = far["not_near"] if km > weights()["local_km"] else 0.0
    return near - (far["very_cost"] if km > far["very_km"] else far["cost"] if too_far else not_near)


def _names(record: Record, query: ResourceQuery) -> bool:
    if query.place is None:
        return False
    town = find_town(query.place, query.region_code)
    names = {fold(query.place), town.county if town else ""} - {""}
    only = (fold(place) for place in record.serves_places or ())
    return bool(names & {*record.named_places, *record.territory, *only})


def _contact(record: Record, wanted: Wanted) -> float:
    table: dict[str, float] = weights()["contact"]
    if not record.has_phone:
        return 0.0 if record.has_contact else table["none"]
    sure = table["phone_high"] if any(phone.confidence == "high" for phone in record.phones) else 0.0
    return table["phone"] + sure + (table["day_and_night_urgent"] if wanted.urgent and record.day_and_night else 0.0)


def _audience(record: Record, query: ResourceQuery, wanted: Wanted) -> float:
    table: dict[str, Any] = weights()["audience"]
    said, costs = wanted.audiences | ({"indigenous"} if "inuit" in wanted.audiences else set()), table["not_theirs"]
    own = [table["own"][group] for group in wanted.audiences if group in table["own"] and owns(record, group)]
    listed = sorted((table["listed"].get(group, 0.0) for group in said if group in record.groups), reverse=True)
    total = max(own, default=0.0) + sum(listed[:2])
    named = [group for group in table["in_words"] if group in said and named_in_words(record, group)]
    total += sum(table["in_words"][group] for group in named)
    nation = nation_of(query.place, query.region_code)
    total += table["nation"] if said & FIRST_PEOPLES and nation in nations(record) else 0.0
    for group, about in table["lacking"].items():
        asked = group in wanted.audiences and set(wanted.needs) & set(about["needs"])
        mine = record.kind == "indigenous" and wanted.audiences & FIRST_PEOPLES
        if asked and not mine and not record.is_wide and not {group, *about["or"]} & set(record.groups):
            total += about["cost"]
    if record.kind == "indigenous" and not said & FIRST_PEOPLES:
        total += costs["indigenous_north" if query.region_code == NORTH else "indigenous"]
    total += costs["newcomers"] if record.kind == "newcomer" and "newcomers" not in said else 0.0
    total += costs["lgbtq"] if owns(record, "lgbtq") and "lgbtq" not in said else 0.0
    if for_youth(record):
        fit = is_young(query, wanted) or wanted.about_youth or wanted.audiences & HELPERS
        total += weights()["youth_kind"] if wanted.minor else 0.0 if fit else costs["youth"]
    return float(total)


def _gender(record: Record, query: ResourceQuery, wanted: Wanted) -> float:
    table: dict[str, float] = weights()["gender"]
    if not record.genders or "all" in record.genders:
        return 0.0
    if query.gender is None and "lgbtq" in wanted.audiences and "lgbtq" not in record.groups:
        return table["lgbtq"]
    return table["made_for" if query.gender else "unknown_women" if "women" in record.genders else "unknown_men"]


def _language(record: Record, query: ResourceQuery) -> float:
    table: dict[str, float] = weights()["language"]
    if query.language not in (None, "fr", "en"):
        interpreters = table["interpreters"] if record.slug in lines_data()["interpreters"] else 0.0
        return table["other_spoken"] if query.language in record.languages else interpreters
    if query.language is None or not record.languages:
        return 0.0
    if query.language == "fr":
        return 0.0 if "fr" in record.languages else table["french_not_seen"]
    return table["spoken" if "en" in record.languages else "english_not_seen"]
