"""What a record is, said once for the columns, the reasons and the rules."""

from collections.abc import Callable, Mapping
from typing import Any

from resources_db.catalogue import Record
from resources_db.geography import Position, distance_km, fold
from resources_db.places import clientele, nation_of

FIRST_PEOPLES = frozenset({"indigenous", "inuit"})
HELPERS = frozenset({"relatives", "professionals"})
CLOSED = HELPERS | {"indigenous", "inuit", "newcomers", "lgbtq", "sex_workers"}
OWNERS = ("indigenous", "inuit", "newcomers", "lgbtq", "sex_workers", "buyers")
_KIND_OF = {"indigenous": "indigenous", "inuit": "indigenous", "newcomers": "newcomer"}
YOUNG_AGE = 25
_EVERYONE = HELPERS | {"minors", "adults"}


def owns(record: Record, audience: str) -> bool:
    """Say whether the record is made for that audience, rather than merely open to it."""
    if audience not in record.groups:
        return False
    if audience in _KIND_OF:
        return record.kind == _KIND_OF[audience]
    return audience == "buyers" or record.groups[0] == audience or set(record.groups) - _EVERYONE == {audience}


def for_youth(record: Record) -> bool:
    """Say whether the record is made for young people."""
    if record.kind == "youth" or ("minors" in record.groups and "adults" not in record.groups):
        return True
    return record.max_age is not None and record.max_age <= YOUNG_AGE


def for_the_exploited(record: Record) -> bool:
    """Say whether the record is made for people who are exploited or want to leave prostitution."""
    return record.specialised and "exit_prostitution" in record.services


def named_in_words(record: Record, audience: str) -> bool:
    """Say whether the record does not list the audience, but its summary names what they live through."""
    if audience in record.groups:
        return False
    phrases: list[str] = clientele()["in_words"][audience]
    if not any(phrase.split()[0] in record.words for phrase in phrases):  # folding a text takes longer
        return False
    text = f" {fold(record.summaries['fr'])} "
    return any(f" {phrase} " in text for phrase in phrases)


def is_described(record: Record, described: Mapping[str, Any]) -> bool:
    """Say whether a record is as a rule of data/clientele.yml describes, in every part."""
    return all(_DESCRIBES[name](record, value) for name, value in described.items())


_DESCRIBES: dict[str, Callable[[Record, Any], bool]] = {
    "kinds": lambda record, kinds: record.kind in kinds,
    "groups": lambda record, groups: bool(set(record.groups) & set(groups)),
    "services": lambda record, services: bool(set(record.services) & set(services)),
    "youth": lambda record, youth: for_youth(record) == youth,
    "specialised": lambda record, specialised: record.specialised == specialised,
    "no_words": lambda record, words: not set(record.words.split()) & set(words),
}


def incidental(record: Record) -> frozenset[str]:
    """Return the services that the record gives only beside what it is for."""
    rules = clientele()["secondary"]["rules"]
    named = {service for rule in rules if is_described(record, rule["records"]) for service in rule["services"]}
    return frozenset(named & set(record.services))


def nations(record: Record) -> frozenset[str]:
    """Return the nations that a local record for Indigenous people is of; empty: of none in particular."""
    if record.kind != "indigenous" or record.is_wide:
        return frozenset()
    if record.city is not None:
        nation = nation_of(record.city, record.region_code)
        return frozenset({nation} if nation else ())
    spoken: dict[str, str] = clientele()["nations"]["languages"]
    return frozenset(spoken[language] for language in record.languages if language in spoken)


def only_for_some(record: Record) -> bool:
    """Say whether every group that the record names is one that a person has to say of themselves."""
    return bool(record.groups) and set(record.groups) <= CLOSED


def open_to(record: Record, gender: str) -> bool:
    """Say whether a person of that gender may be sent there; nothing said excludes nobody."""
    return not record.genders or "all" in record.genders or gender in record.genders


def distance_to(record: Record, position: Position | None) -> float | None:
    """Return the kilometres to the record's town; None when its town or the person's position is not known well."""
    if position is None or record.position is None or not has_known_town(record):
        return None
    return distance_km(position, record.position)


def has_known_town(record: Record) -> bool:
    """Say whether a distance to the record means something: its own town is known, and help is given there."""
    return record.precision == "city" and not record.is_line
