"""Who may be shown to whom: every rule here excludes, none ranks."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from resources_db.catalogue import PhoneFact, Record
from resources_db.geography import find_town, fold
from resources_db.search.query import ResourceQuery
from resources_db.search.wanted import ADULT_AGE, Wanted, lines_data

NORTH = "10"
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HELPERS = frozenset({"relatives", "professionals"})
CLOSED = HELPERS | {"indigenous", "inuit", "newcomers", "lgbtq", "sex_workers"}
Rule = Callable[[Record, ResourceQuery, Wanted], bool]


def may_be_shown(record: Record, query: ResourceQuery, wanted: Wanted) -> bool:
    """Say whether the record suits the person, wherever they are (the service wanted is another question)."""
    return all(rule(record, query, wanted) for rule in _PERSON_RULES)


def serves_place(record: Record, query: ResourceQuery, catalogue: Iterable[Record]) -> bool:
    """Say whether the record serves the person's region, and in the North the person's community."""
    if not record.serves(query.region_code):
        return False
    if query.region_code != NORTH or query.place is None or record.is_wide:
        return True
    here = fold(query.place)
    if find_town(query.place, NORTH) is None:  # the place named is the region itself
        return True
    if record.serves_places is not None:
        return here in {fold(place) for place in record.serves_places}
    return not any(_decides(other, record.kind, here) for other in catalogue)


def is_open(phone: PhoneFact, moment: datetime) -> bool:
    """Say whether the number is known to answer at that moment (local time)."""
    today, clock = DAYS[moment.weekday()], moment.strftime("%H:%M")
    yesterday = DAYS[(moment - timedelta(days=1)).weekday()]
    for days, opens, closes in phone.slots:
        if opens < closes and today in days and opens <= clock < closes:
            return True
        if opens >= closes and ((today in days and clock >= opens) or (yesterday in days and clock < closes)):
            return True
    return False


def _decides(other: Record, kind: str, here: str) -> bool:
    """A record of the same kind that names this community is the one that serves it."""
    return other.kind == kind and here in {fold(place) for place in other.serves_places or ()}


def _right_gender(record: Record, query: ResourceQuery, _wanted: Wanted) -> bool:
    gender = query.gender
    return gender is None or not record.genders or "all" in record.genders or gender in record.genders


def _right_age(record: Record, query: ResourceQuery, wanted: Wanted) -> bool:
    groups = set(record.groups)
    helped = bool(wanted.audiences & HELPERS & groups)
    if wanted.minor and "adults" in groups and "minors" not in groups:
        return False
    if query.age is None:
        return True
    if record.min_age is not None and query.age < record.min_age:
        return False
    if helped or query.age < ADULT_AGE:
        return helped or record.max_age is None or query.age <= record.max_age
    if record.max_age is not None:
        return query.age <= record.max_age
    return "adults" in groups or "minors" not in groups


def _not_only_for_others(record: Record, query: ResourceQuery, wanted: Wanted) -> bool:
    """A record made only for some groups needs one of them to be said; a search by name finds it anyway."""
    groups = set(record.groups)
    return not groups or not groups <= CLOSED or bool(groups & wanted.audiences) or query.q is not None


def _buyers_apart(record: Record, _query: ResourceQuery, wanted: Wanted) -> bool:
    if wanted.buyers:
        return "buyers" in record.groups or record.slug in lines_data()["generic"]
    return set(record.groups) != {"buyers"}


def _required_groups(record: Record, _query: ResourceQuery, wanted: Wanted) -> bool:
    return wanted.buyers or not wanted.groups or bool(wanted.groups & set(record.groups))


_PERSON_RULES: tuple[Rule, ...] = (_right_gender, _right_age, _not_only_for_others, _buyers_apart, _required_groups)
