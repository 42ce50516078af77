"""What a record is, said once for the columns, the reasons and the rules."""

from resources_db.catalogue import Record
from resources_db.geography import Position, distance_km

FIRST_PEOPLES = frozenset({"indigenous", "inuit"})
HELPERS = frozenset({"relatives", "professionals"})
CLOSED = HELPERS | {"indigenous", "inuit", "newcomers", "lgbtq", "sex_workers"}
OWNERS = ("indigenous", "inuit", "newcomers", "lgbtq", "sex_workers", "buyers")
_KIND_OF = {"indigenous": "indigenous", "inuit": "indigenous", "newcomers": "newcomer"}
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
    return record.kind == "youth" or ("minors" in record.groups and "adults" not in record.groups)


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
