"""HSDS objects are the same whatever the database."""

import json
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from resources_db.hsds.reading import Reader

_seen: set[str] = set()


def _without_times(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key != "last_modified"}


def test_both_databases_give_the_same_objects_in_the_same_order(session: Session) -> None:
    reader = Reader(session, "en")
    services = [_without_times(item) for item in reader.services(reader.index.services, full=True)]
    organizations = reader.organizations(reader.index.organizations, full=True)
    assert len(services) == len(organizations) == 293
    for item in organizations:
        item["services"] = [_without_times(service) for service in item["services"]]
    _seen.add(sha256(json.dumps([services, organizations, reader.taxonomy_terms()]).encode()).hexdigest())
    assert len(_seen) == 1
    assert all(entry.modified.tzinfo is not None for entry in reader.index.services)
