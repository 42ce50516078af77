"""The score of eligible records (docs/directory.md gives the formula; data/weights.yml the numbers), many at once."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from resources_db.availability import Availability
from resources_db.geography import EARTH_KM, Position, find_town, fold
from resources_db.places import apart_of, clientele, nation_of, travel
from resources_db.search.columns import Columns, Mask, Numbers, Rows
from resources_db.search.eligibility import NORTH
from resources_db.search.query import ResourceQuery
from resources_db.search.traits import FIRST_PEOPLES, HELPERS
from resources_db.search.wanted import Wanted, is_young, lines_data, needs_data, weights

ALL_WORDS = 0.999
"""The share of the words asked from which a record holds them all."""


@dataclass(frozen=True)
class Scored:
    """What was worked out for some rows: the score, the distance (NaN: unknown), and the parts that choosing weighs.

    `service` is how well the best service answers, `fit` how far the record is made for the person, `far` whether it
    is too far to be sent to when a line answers, `lacking` whether it names nothing of what they lived through, and
    `found` the share of the words asked that it holds.
    """

    score: Numbers
    km: Numbers
    service: Numbers
    fit: Numbers
    far: Mask
    lacking: Mask
    found: Numbers

    def of(self, part: Mask | Rows) -> "Scored":
        """Return the same for some of the rows, in the order given."""
        return Scored(*(getattr(self, each.name)[part] for each in fields(self)))


def score(columns: Columns, rows: Rows, query: ResourceQuery, wanted: Wanted, availabilities: dict[str, Availability],
          found: Numbers | None = None) -> Scored:  # fmt: skip
    """Return the scores of these rows; higher is better. `found` is each row's share of the words asked."""
    facts = _Facts(columns, rows)
    km = _distances(facts, query)
    far = _far(facts, query, km)
    lacking = _lacking(facts, wanted)
    held = facts.zeros() if found is None else found
    service = service_weights(columns, rows, wanted, held >= ALL_WORDS)
    fit = _specialised(facts, query, wanted) + _audience(facts, query, wanted) + _gender(facts, query, wanted) + lacking
    total = weights()["service"] * service
    total += _preferred(facts, wanted)
    total -= _off_topic(facts, wanted)
    total += _place(facts, query, wanted, km, far)
    total += _contact(facts, wanted)
    total += np.where(facts.say("high"), weights()["record_high"], 0.0)
    total += fit
    total += _language(facts, query)
    total += weights()["words"] * held
    total += _places_free(facts, availabilities)
    known = facts.say("measurable") & is_exact_place(query)
    return Scored(np.round(total, 6), np.where(known, km, np.nan), service, fit, far, lacking < 0.0, held)


def is_exact_place(query: ResourceQuery) -> bool:
    """Say whether distances from the person mean something: not from a town of which only the postal area is known."""
    town = find_town(query.place, query.region_code) if query.place else None
    return town is None or town.exact or query.position != (town.lat, town.lon)


def service_weights(columns: Columns, rows: Rows, wanted: Wanted, named: Mask | None = None) -> Numbers:
    """Return how well the best service of each row answers, 0 when none does, a little more for two others.

    Who is `named` by the words asked may answer in a sense that the need otherwise leaves out (`never`).
    """
    special = columns.facts["specialised"][rows]
    best = _by_slug(columns, rows, wanted.also)
    useful = (best >= 0.5).astype(np.intp)
    offers: list[tuple[str, Mask | None, float]] = [(name, None, weight) for name, weight in wanted.services.items()]
    offers += [(name, special, weight) for name, weight in wanted.specialised.items()]
    for group, given in wanted.of_group.items():
        offers += [(name, columns.groups[group][rows], weight) for name, weight in given.items()]
    for name, only, weight in offers:
        for offered, worth in _offered(columns, rows, name, weight):
            mask = offered if only is None else offered & only
            np.maximum(best, worth, out=best, where=mask)
            if worth >= 0.5:
                useful += mask
    more = weights()["second_service"] * np.minimum(useful - (best >= 0.5), 2)
    never = np.isin(rows, [columns.row_of[slug] for slug in wanted.never if slug in columns.row_of])
    if named is not None:
        never &= ~named
    found: Numbers = np.where((best > 0.0) & ~never, best + more, 0.0)
    return found


def _offered(columns: Columns, rows: Rows, name: str, weight: float) -> list[tuple[Mask, float]]:
    """Return who offers the service as what they are for, and who beside it, with what it is worth from each."""
    offered = columns.services[name][rows]
    if name not in columns.beside:
        return [(offered, weight)]
    aside = columns.incidental[name][rows]
    return [(offered & ~aside, weight), (aside, weight * clientele()["secondary"]["factor"])]


def exact(columns: Columns, rows: Rows, wanted: Wanted) -> Mask:
    """Say which rows offer the very service asked for, as what they are for."""
    asked = [name for name, weight in wanted.services.items() if weight >= 1.0]
    found = np.isin(rows, [columns.row_of[slug] for slug in wanted.never if slug in columns.row_of], invert=True)
    main = [_offered(columns, rows, name, 1.0)[0][0] for name in asked]
    offered: Mask = np.logical_or.reduce(main) if asked else found & False
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
    if wanted.audiences & FIRST_PEOPLES:  # their own line is for all that they live through
        cost = np.where(facts.kind("indigenous"), 0.0, cost)
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


def _far(facts: _Facts, query: ResourceQuery, km: Numbers) -> Mask:
    """Say which local rows are too far: by kilometres, or with no road between their town and the person's."""
    if query.region_code is None or query.position is None:
        return np.zeros(len(facts.rows), dtype=bool)
    beyond = km > travel()["far_km"]
    apart = facts.columns.apart[facts.rows] != apart_of(query.place, query.region_code)
    far: Mask = facts.say("measurable") & ~facts.say("wide") & (beyond | (apart if query.place is not None else False))
    return far


def _place(facts: _Facts, query: ResourceQuery, wanted: Wanted, km: Numbers, far_off: Mask) -> Numbers:
    table, far = weights()["place"][wanted.reach], weights()["place"]["far"]
    wide = facts.say("wide")
    here = facts.say("has_city") & (facts.columns.region[facts.rows] == (query.region_code or "-"))
    if query.region_code is None:
        return np.where(wide | (query.q is not None), table["wide"], float(weights()["place"]["other_region"]))
    in_region = facts.say("in_region")
    own = weights()["place"]["own_region"] if wanted.reach == "local" else 0.0
    at_home = table["near"] - table["floor"] + np.where(here & ~in_region, own, 0.0)
    near = table["floor"] + at_home * np.exp(-km / weights()["place"]["scale_km"])
    cost = np.where(km > far["very_km"], far["very_cost"], np.where(far_off, far["cost"], 0.0))
    cost = np.where(km > weights()["local_km"], np.maximum(cost, far["not_near"]), cost)
    near = np.where(in_region, table["unknown"], near - cost)
    near = np.where(np.isnan(km), table["unknown"], near)
    names_it = _names(facts, query)
    if query.place is not None:  # what its own words say it serves is elsewhere
        near = np.where(facts.say("names_places") & ~names_it, np.minimum(near, table["elsewhere"]), near)
    near = np.where(names_it, np.maximum(near, table["named"] + np.where(here & ~in_region, own, 0.0)), near)
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
    table: dict[str, Any] = weights()["specialised"]
    needed = bool(set(wanted.needs) & set(weights()["specialised_needs"]))
    told = bool(wanted.audiences & set(table["audiences"]))
    if query.specialised:
        return np.where(facts.say("specialised"), table["asked"], 0.0)
    if needed or told:
        return np.where(facts.say("specialised"), table["need"], 0.0)
    aside = bool(set(wanted.needs) & set(table["aside_needs"]))
    return np.where(facts.say("for_the_exploited"), table["aside"] if aside else 0.0, 0.0)


def _audience(facts: _Facts, query: ResourceQuery, wanted: Wanted) -> Numbers:
    table: dict[str, Any] = weights()["audience"]
    said = wanted.audiences | ({"indigenous"} if "inuit" in wanted.audiences else set())
    own, nation = facts.zeros(), nation_of(query.place, query.region_code)
    if said & FIRST_PEOPLES and nation is not None:
        own += np.where(facts.columns.nations[nation][facts.rows], table["nation"], 0.0)
    theirs = facts.zeros()
    for group in wanted.audiences & set(table["own"]):
        theirs = np.maximum(theirs, np.where(facts.owned(group), table["own"][group], 0.0))
    return (
        own
        + theirs
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
    total = first + second
    for group, value in weights()["audience"]["in_words"].items():
        if group in said:
            total += np.where(facts.say(f"in_words:{group}"), value, 0.0)
    return total


def _lacking(facts: _Facts, wanted: Wanted) -> Numbers:
    """Return what it costs not to name what the person lived through, where the need makes it matter."""
    total = facts.zeros()
    for group, about in weights()["audience"]["lacking"].items():
        if group in wanted.audiences and set(wanted.needs) & set(about["needs"]):
            names = np.logical_or.reduce([facts.group(each) for each in (group, *about["or"])])
            total += np.where(names | facts.say("wide"), 0.0, about["cost"])
    if wanted.audiences & FIRST_PEOPLES:  # their own people's house is for all that they live through
        total = np.where(facts.kind("indigenous"), 0.0, total)
    return total


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
    fit = is_young(query, wanted) or wanted.about_youth or wanted.audiences & HELPERS
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
    elif query.language == "en":
        value = np.where(facts.say("speaks_en"), table["spoken"], table["english_not_seen"])
    else:
        spoken = np.isin(facts.rows, facts.columns.spoken.get(query.language, facts.rows[:0]))
        interpreted = _by_slug(facts.columns, facts.rows, dict.fromkeys(lines_data()["interpreters"], 1.0)) > 0.0
        return np.where(spoken, table["other_spoken"], np.where(interpreted, table["interpreters"], 0.0))
    return np.where(facts.say("languages_known"), value, 0.0)


def _places_free(facts: _Facts, availabilities: dict[str, Availability]) -> Numbers:
    table: dict[str, float] = weights()["availability"]
    known = {
        facts.columns.records[row].slug: table["free"] if found.available > 0 else table["full"]
        for service_id, found in availabilities.items()
        if found.is_fresh and (row := facts.columns.row_of_id.get(service_id)) is not None
    }
    return _by_slug(facts.columns, facts.rows, known)
