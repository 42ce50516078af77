"""The facts in force: the shipped file, and over it what editors corrected."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from resources_db.knowledge import repository
from resources_db.knowledge.records import Fact, shipped_facts
from resources_db.models import FactVersion

EDITABLE = ("question_fr", "question_en", "fact_fr", "fact_en", "as_of", "as_of_estimated", "sources", "confidence",
            "note")  # fmt: skip
"""What editors correct; how a fact is filed (topic, needs, audiences) always follows the file."""
Record = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """A fact in force, what it rests on, and how many acts of editors it went through.

    `on_older_text`: the file says something else since the correction. `unusable`: the stored correction no longer
    makes a valid fact, so that the file's stands.
    """

    fact: Fact
    shipped: Fact
    version: int = 0
    on_older_text: bool = False
    unusable: bool = False

    @property
    def corrected(self) -> bool:
        """Whether the fact differs from the file's."""
        return self.fact != self.shipped

    @property
    def mark(self) -> str:
        """What changes when the fact or its shipped record does: an editor's form sends it back."""
        shipped = json.dumps(as_record(self.shipped), sort_keys=True)
        return f"{self.version}-{sha256(shipped.encode()).hexdigest()[:8]}"


def as_record(fact: Fact) -> Record:
    """Return the fact as JSON holds it, every field said."""
    return fact.model_dump(mode="json")


def read_standings(session: Session) -> tuple[Standing, ...]:
    """Return every fact in force, in the file's order; raise FactsFileError."""
    return standings(shipped_facts(), repository.newest(session))


def standings(shipped: Sequence[Fact], newest: Mapping[str, FactVersion]) -> tuple[Standing, ...]:
    """Lay the newest versions over the shipped facts; those of facts that are no longer shipped are left out."""
    return tuple(_standing(fact, newest.get(fact.id)) for fact in shipped)


def _standing(shipped: Fact, version: FactVersion | None) -> Standing:
    if version is None:
        return Standing(shipped, shipped)
    if version.record is None:
        return Standing(shipped, shipped, version.version)
    said = {name: version.record[name] for name in EDITABLE if name in version.record}
    try:
        fact = Fact.model_validate(as_record(shipped) | said)
    except ValidationError:
        return Standing(shipped, shipped, version.version, unusable=True)
    older = fact != shipped and _differs(version.base, as_record(shipped))
    return Standing(fact, shipped, version.version, on_older_text=older)


def _differs(base: Record, shipped: Record) -> bool:
    """Whether the file says something else than when it was corrected; fields it did not have then do not count."""
    return any(name in base and base[name] != shipped[name] for name in EDITABLE)
