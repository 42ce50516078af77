"""Who an organisation is offered to, from data/clientele.yml: rules on columns, none for what was asked by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from resources_db.places import clientele, is_community, nation_of
from resources_db.search.columns import Columns, Mask, Rows
from resources_db.search.query import ResourceQuery
from resources_db.search.traits import FIRST_PEOPLES
from resources_db.search.wanted import Wanted


@dataclass(frozen=True)
class Asker:
    """What the rules look at."""

    query: ResourceQuery
    wanted: Wanted
    community: bool

    @classmethod
    def of(cls, query: ResourceQuery, wanted: Wanted) -> "Asker":
        """Return what is known of who asks."""
        return cls(query, wanted, is_community(query.place, query.region_code))

    def holds(self, condition: dict[str, Any]) -> bool:
        """Say whether every part of a condition holds; KeyError for a part that does not exist."""
        return all(_PARTS[name](self, value) for name, value in condition.items())

    @property
    def nation(self) -> str | None:
        """The nation that the person said, or that of their community."""
        if "inuit" in self.wanted.audiences:
            return "inuit"
        return nation_of(self.query.place, self.query.region_code)


_PARTS: dict[str, Callable[[Asker, Any], bool]] = {
    "audiences": lambda asker, wanted: bool(asker.wanted.audiences & set(wanted)),
    "no_audiences": lambda asker, wanted: not asker.wanted.audiences & set(wanted),
    "no_gender": lambda asker, wanted: asker.query.gender != wanted,
    "minor": lambda asker, wanted: asker.wanted.minor == wanted,
    "needs": lambda asker, wanted: bool(set(asker.wanted.needs) & set(wanted)),
    "community": lambda asker, wanted: asker.community == wanted,
}


def broken_rules(asker: Asker) -> list[str]:
    """Return the rules none of whose conditions holds: the records that they describe are not for this person."""
    rules: dict[str, Any] = clientele()["rules"]
    return [name for name, rule in rules.items() if not any(asker.holds(each) for each in rule["fits_if"])]


def offered_to(columns: Columns, rows: Rows, query: ResourceQuery, wanted: Wanted) -> Mask:
    """Say which rows are offered to the person."""
    asker = Asker.of(query, wanted)
    kept: Mask = np.ones(len(rows), dtype=bool)
    for name in broken_rules(asker):
        kept &= ~columns.facts[f"clientele:{name}"][rows]
    if asker.nation is not None and (wanted.audiences & FIRST_PEOPLES or asker.community):
        others = [mask[rows] for nation, mask in columns.nations.items() if nation != asker.nation]
        kept &= ~np.logical_or.reduce(others) | columns.nations[asker.nation][rows]
    return kept
