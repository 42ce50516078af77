"""The score of eligible records (docs/directory.md gives the formula; data/weights.yml the numbers), many at once."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from resources_db.availability import Availability
from resources_db.geography import EARTH_KM, Position, find_town, fold
from resources_db.search.columns import Columns, Mask, Numbers, Rows
from resources_db.search.eligibility import NORTH
from resources_db.search.query import ResourceQuery
from resources_db.search.traits import FIRST_PEOPLES, HELPERS
from resources_db.search.wanted import Wanted, is_young, needs_data, weights


@dataclass(frozen=True)
class Scored:
    """What was worked out for some rows: the score, and the distance (NaN: unknown)."""

    score: Numbers
    km: Numbers


def score(columns: Columns, rows: Rows, query: ResourceQuery, wanted: Wanted, availabilities: dict[str, Availability]
          ) -> Scored:  # fmt: skip
    """Return the scores of these rows; higher is better."""
    facts = _Facts(columns, rows)
    km = _distances(facts, query)
    total = weights()["service"] * service_weights(columns, rows, wanted)
    total += _preferred(facts, wanted)
    total -= _off_topic(facts, wanted)
    total += _place(facts, query, wanted, km)
    total += _contact(facts, wanted)
    total += np.where(facts.say("high"), weights()["record_high"], 0.0)
    total += _specialised(facts, query, wanted)
    total += _audience(facts, query, wanted)
    total += _gender(facts, query, wanted)
    total += _language(facts, query)
    total += _places_free(facts, availabilities)
    known = facts.say("measurable") & is_exact_place(query)
    return Scored(np.round(total, 6), np.where(known, km, np.nan))


def is_exact_place(query: ResourceQuery) -> bool:
    """Say whether distances from the person mean something: not from a town of which only the postal area is known."""
    town = find_town(query.place, query.region_code) if query.place else None
    return town is None or town.exact or query.position != (town.lat, town.lon)


def service_weights(columns: Columns, rows: Rows, wanted: Wanted) -> Numbers:
    """Return how well the best service of each row answers, 0 when none does, a little more for two others."""
    special = columns.facts["specialised"][rows]
    best = _by_slug(columns, rows, wanted.also)
    useful = (best >= 0.5).astype(np.intp)
    offers = [(columns.services[name][rows], weight) for name, weight in wanted.services.items()]
    offers += [(columns.services[name][rows] & special, weight) for name, weight in wanted.specialised.items()]
    for offered, weight in offers:
        np.maximum(best, weight, out=best, where=offered)
        useful += offered & (weight >= 0.5)
    more = weights()["second_service"] * np.minimum(useful - (best >= 0.5), 2)
    never = np.isin(rows, [columns.row_of[slug] for slug in wanted.never if slug in columns.row_of])
    found: Numbers = np.where((best > 0.0) & ~never, best + more, 0.0)
    return found


def exact(columns: Columns, rows: Rows, wanted: Wanted) -> Mask:
    """Say which rows offer the very service asked for."""
    asked = [name for name, weight in wanted.services.items() if weight >= 1.0]
    found = np.isin(rows, [columns.row_of[slug] for slug in wanted.never if slug in columns.row_of], invert=True)
    offered: Mask = np.logical_or.reduce([columns.services[name][rows] for name in asked]) if asked else found & False
    return found & offered


class _Facts:
    """The columns, for some rows."""

    def __init__(self, columns: Columns, rows: Rows) -> None:
        self.columns, self.rows = columns, rows

    def say(self, name: str) -> Mask:
        mask: Mask = self.columns.facts[name][self.rows]
        return mask

    def group(self, name: str) -> Mask:
        mask: Mask = self.columns.groups[name][self.rows]
        return mask

    def owned(self, name: str) -> Mask:
        mask: Mask = self.columns.owned[name][self.rows]
        return mask

    def kind(self, name: str) -> Mask:
        mask: Mask = self.columns.kinds[name][self.rows]
        return mask

    def number(self, name: str) -> Numbers:
        found: Numbers = self.columns.numbers[name][self.rows]
        return found

    def zeros(self) -> Numbers:
        return np.zeros(len(self.rows))


def _by_slug(columns: Columns, rows: Rows, values: Any) -> Numbers:
    """Return the value that a table gives to each row by its slug, 0 for the others; `rows` are sorted."""
    found = np.zeros(len(rows))
    for slug, value in values.items():
        row = columns.row_of.get(slug)
        at = len(rows) if row is None else int(np.searchsorted(rows, row))
        if at < len(rows) and rows[at] == row:
            found[at] = value
    return found


def _preferred(facts: _Facts, wanted: Wanted) -> Numbers:
    total = _by_slug(facts.columns, facts.rows, wanted.prefer)
    for name, weight in wanted.prefer.items():
        if name.startswith("kind:"):
            total += np.where(facts.kind(name.removeprefix("kind:")), weight, 0.0)
    return total


def _off_topic(facts: _Facts, wanted: Wanted) -> Numbers:
    cost = facts.zeros()
    for topic, weight in needs_data()["topics"].items():
        if not wanted.services.get(topic):
            cost = np.maximum(cost, np.where(facts.columns.services[topic][facts.rows], weight, 0.0))
    return cost


def _distances(facts: _Facts, query: ResourceQuery) -> Numbers:
    """Return the great-circle distances in kilometres, NaN where a position is not known."""
    here: Position | None = query.position
    if here is None:
        return np.full(len(facts.rows), np.nan)
    lat, lon = np.radians(facts.number("lat")), np.radians(facts.number("lon"))
    my_lat, my_lon = np.radians(here[0]), np.radians(here[1])
    inner = np.sin((lat - my_lat) / 2) ** 2 + np.cos(my_lat) * np.cos(lat) * np.sin((lon - my_lon) / 2) ** 2
    found: Numbers = 2 * EARTH_KM * np.arcsin(np.sqrt(inner))
    return found


def _place(facts: _Facts, query: ResourceQuery, wanted: Wanted, km: Numbers) -> Numbers:
    table, far = weights()["place"][wanted.reach], weights()["place"]["far"]
    wide = facts.say("wide")
    here = facts.say("has_city") & (facts.columns.region[facts.rows] == (query.region_code or "-"))
    if query.region_code is None:
        return np.where(wide | (query.q is not None), table["wide"], float(weights()["place"]["other_region"]))
    near = table["floor"] + (table["near"] - table["floor"]) * np.exp(-km / weights()["place"]["scale_km"])
    in_region = facts.say("in_region")
    cost = np.where(km > far["very_km"], far["very_cost"], np.where(km > far["km"], far["cost"], 0.0))
    near = np.where(in_region, np.minimum(near, table["unknown"]), near - cost)
    near = np.where(np.isnan(km), table["unknown"], near)
    names_it = _names(facts, query)
    if query.place is not None:  # what its own words say it serves is elsewhere
        near = np.where(facts.say("names_places") & ~names_it, np.minimum(near, table["elsewhere"]), near)
    near = np.where(names_it, np.maximum(near, table["named"]), near)
    placed: Numbers = np.where(wide, np.where(here, np.maximum(near, table["wide"]), table["wide"]), near)
    return placed


def _names(facts: _Facts, query: ResourceQuery) -> Mask:
    """Say which rows name the person's town or its county as theirs."""
    found: Mask = np.zeros(len(facts.rows), dtype=bool)
    if query.place is None:
        return found
    town = find_town(query.place, query.region_code)
    for name in (fold(query.place), town.county if town else ""):
        for rows in (facts.columns.named.get(name), facts.columns.only_place.get(name)):
            if name and rows is not None:
                found |= np.isin(facts.rows, rows)
    return found


def _contact(facts: _Facts, wanted: Wanted) -> Numbers:
    table: dict[str, float] = weights()["contact"]
    phoned = np.full(len(facts.rows), table["phone"])
    phoned += np.where(facts.say("sure_phone"), table["phone_high"], 0.0)
    if wanted.urgent:
        phoned += np.where(facts.say("day_and_night"), table["day_and_night_urgent"], 0.0)
    return np.where(facts.say("has_phone"), phoned, np.where(facts.say("has_contact"), 0.0, table["none"]))


def _specialised(facts: _Facts, query: ResourceQuery, wanted: Wanted) -> Numbers:
    table: dict[str, float] = weights()["specialised"]
    needed = bool(set(wanted.needs) & set(weights()["specialised_needs"]))
    value = table["asked"] if query.specialised else table["need"] if needed else table["other"]
    return np.where(facts.say("specialised"), value, 0.0)


def _audience(facts: _Facts, query: ResourceQuery, wanted: Wanted) -> Numbers:
    table: dict[str, Any] = weights()["audience"]
    said = wanted.audiences | ({"indigenous"} if "inuit" in wanted.audiences else set())
    own = facts.zeros()
    for group in wanted.audiences & set(table["own"]):
        own = np.maximum(own, np.where(facts.owned(group), table["own"][group], 0.0))
    return (
        own
        + _listed(facts, said, table["listed"])
        + _not_theirs(facts, query, said, table)
        + _youth(facts, query, wanted)
    )


def _listed(facts: _Facts, said: frozenset[str] | set[str], table: dict[str, float]) -> Numbers:
    """Return what the two best of the person's groups add."""
    first, second = facts.zeros(), facts.zeros()
    for group in said & set(table):
        value = np.where(facts.group(group), table[group], 0.0)
        second = np.maximum(second, np.minimum(first, value))
        first = np.maximum(first, value)
    return first + second


def _not_theirs(facts: _Facts, query: ResourceQuery, said: frozenset[str] | set[str], table: dict[str, Any]) -> Numbers:
    """Return what a record made for a group that the person did not name costs."""
    costs, total = table["not_theirs"], facts.zeros()
    if not said & FIRST_PEOPLES:
        cost = costs["indigenous_north" if query.region_code == NORTH else "indigenous"]
        total += np.where(facts.kind("indigenous"), cost, 0.0)
    if "newcomers" not in said:
        total += np.where(facts.kind("newcomer"), costs["newcomers"], 0.0)
    if "lgbtq" not in said:
        total += np.where(facts.owned("lgbtq"), costs["lgbtq"], 0.0)
    return total


def _youth(facts: _Facts, query: ResourceQuery, wanted: Wanted) -> Numbers:
    fit = is_young(query, wanted) or wanted.audiences & HELPERS
    unfit = 0.0 if fit else weights()["audience"]["not_theirs"]["youth"]
    return np.where(facts.say("youth"), weights()["youth_kind"] if wanted.minor else unfit, 0.0)


def _gender(facts: _Facts, query: ResourceQuery, wanted: Wanted) -> Numbers:
    table: dict[str, float] = weights()["gender"]
    if query.gender is not None:
        return np.where(facts.say("gendered"), table["made_for"], 0.0)
    unknown = np.where(facts.say("for_women"), table["unknown_women"], table["unknown_men"])
    if "lgbtq" in wanted.audiences:
        unknown = np.where(facts.group("lgbtq"), unknown, table["lgbtq"])
    return np.where(facts.say("gendered"), unknown, 0.0)


def _language(facts: _Facts, query: ResourceQuery) -> Numbers:
    table: dict[str, float] = weights()["language"]
    if query.language is None:
        return facts.zeros()
    if query.language == "fr":
        value = np.where(facts.say("speaks_fr"), 0.0, table["french_not_seen"])
    else:
        value = np.where(facts.say("speaks_en"), table["spoken"], table["english_not_seen"])
    return np.where(facts.say("languages_known"), value, 0.0)


def _places_free(facts: _Facts, availabilities: dict[str, Availability]) -> Numbers:
    table: dict[str, float] = weights()["availability"]
    known = {
        facts.columns.records[row].slug: table["free"] if found.available > 0 else table["full"]
        for service_id, found in availabilities.items()
        if found.is_fresh and (row := facts.columns.row_of_id.get(service_id)) is not None
    }
    return _by_slug(facts.columns, facts.rows, known)
