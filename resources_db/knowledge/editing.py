"""What editors do to a fact: say that it is still right, correct it, take it back. Nothing is ever erased."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from pydantic import ValidationError
from sqlalchemy.orm import Session

from resources_db.knowledge import repository
from resources_db.knowledge.current import EDITABLE, Record, Standing, as_record, read_standings
from resources_db.knowledge.records import Fact
from resources_db.models import FactVersion

LONGEST = {"question_fr": 200, "question_en": 200, "fact_fr": 800, "fact_en": 800, "note": 800, "why": 500,
           "title": 200, "url": 500}  # fmt: skip
"""Characters that a field may hold: a fact must be read at a glance."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in a field (`sources.0.url` for a part of it): a code, said in the page's language."""

    field: str
    code: str


class UnknownFactError(LookupError):
    """No shipped fact, or no version of it, has that name."""


class StaleFactError(ValueError):
    """Somebody else changed the fact since it was read."""


class FactsNotReadyError(RuntimeError):
    """The facts' table was never made in this database: `repere migrate` does it."""


class InvalidFactError(ValueError):
    """The fact would not be valid; `faults` say which field and why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.code}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True)
class Act:
    """One act of the history, with the fields that it changed: (name, before, after)."""

    version: FactVersion
    changes: tuple[tuple[str, Any, Any], ...]


def read_standing(session: Session, fact_id: str) -> Standing:
    """Return the fact in force; raise UnknownFactError, FactsFileError."""
    found = next((standing for standing in read_standings(session) if standing.fact.id == fact_id), None)
    if found is None:
        raise UnknownFactError(fact_id)
    return found


def read_history(session: Session, fact_id: str) -> list[Act]:
    """Return what was done to a fact, newest first."""
    acts, before = [], None
    for version in repository.versions(session, fact_id):
        after = version.record or version.base
        known = before or version.base
        changes = [(name, known.get(name), after.get(name)) for name in EDITABLE]
        acts.append(Act(version, tuple(change for change in changes if change[1] != change[2])))
        before = after
    return acts[::-1]


def correct(
    session: Session, fact_id: str, fields: Record, *, by: str, mark: str, why: str | None = None,
    today: date | None = None,
) -> FactVersion | None:  # fmt: skip
    """Put these EDITABLE fields in force; None when they already are.

    Raises UnknownFactError, StaleFactError, InvalidFactError, FactsNotReadyError.
    """
    standing = _lock(session, fact_id, mark)
    said = {name: fields[name] for name in EDITABLE if name in fields}
    fact = _checked(standing, said, why, today or datetime.now(UTC).date())
    return _write(session, standing, fact, kind="correction", by=by, why=why)


def confirm(
    session: Session, fact_id: str, *, kept: Collection[int], by: str, mark: str, why: str | None = None,
    today: date | None = None,
) -> FactVersion | None:  # fmt: skip
    """Say that the fact was read again today and is right; `kept` are the places of the sources that still say it.

    Raises what `correct` does.
    """
    standing = _lock(session, fact_id, mark)
    on = today or datetime.now(UTC).date()
    sources = [source.model_dump() for at, source in enumerate(standing.fact.sources) if at in kept]
    said = {"as_of": f"{on:%Y-%m}", "as_of_estimated": False, "sources": sources}
    return _write(session, standing, _checked(standing, said, why, on), kind="confirmation", by=by, why=why)


def take_back(
    session: Session, fact_id: str, *, to: int, by: str, mark: str, why: str | None = None
) -> FactVersion | None:  # fmt: skip
    """Put an earlier version in force again, 0 for the shipped file's record; None when it already is.

    Raises what `correct` does; UnknownFactError also for a version that is not.
    """
    standing = _lock(session, fact_id, mark)
    if why is not None and len(why) > LONGEST["why"]:
        raise InvalidFactError([Fault("why", "too_long")])
    if to == 0:
        if standing.fact == standing.shipped and not standing.unusable:
            return None
        return _add(session, standing, None, kind="return", by=by, why=why, returned_to=0)
    earlier = next((v for v in repository.versions(session, fact_id) if v.version == to), None)
    if earlier is None:
        raise UnknownFactError(f"{fact_id}, version {to}")
    if to == standing.version:
        return None
    base = earlier.base
    return _add(session, standing, earlier.record, kind="return", by=by, why=why, returned_to=to, base=base)


def _lock(session: Session, fact_id: str, mark: str) -> Standing:
    """Return the fact in force once no other writer is at work."""
    if not repository.lock(session):
        raise FactsNotReadyError("the table fact_version was never made: run repere migrate")
    standing = read_standing(session, fact_id)
    if standing.mark != mark:
        raise StaleFactError(fact_id)
    return standing


def _checked(standing: Standing, said: Record, why: str | None, today: date) -> Fact:
    faults = [Fault(name, "too_long") for name, text in (*said.items(), ("why", why))
              if isinstance(text, str) and len(text) > LONGEST.get(name, 20)]  # fmt: skip
    for at, source in enumerate(said.get("sources", ())):
        faults += [Fault(f"sources.{at}.{name}", "too_long") for name, text in source.items()
                   if text is not None and len(text) > LONGEST[name]]  # fmt: skip
    try:
        fact = Fact.model_validate(as_record(standing.fact) | said)
    except ValidationError as error:
        found = {Fault(".".join(map(str, e["loc"])), _code(e["loc"], e["type"])): None for e in error.errors()}
        raise InvalidFactError([*found, *faults]) from error
    if fact.as_of > (f"{today:%Y-%m}" if "-" in fact.as_of else f"{today:%Y}"):
        faults.append(Fault("as_of", "future"))
    if standing.fact.confidence == "low" != fact.confidence and not any(source.url for source in fact.sources):
        faults.append(Fault("confidence", "needs_url"))
    if faults:
        raise InvalidFactError(faults)
    return fact


def _code(place: tuple[int | str, ...], kind: str) -> str:
    """Return what to say of one of the model's refusals."""
    if place[-1] == "url":
        return "url"
    if place[0] == "sources":
        return "no_source" if len(place) == 1 else "blank"
    if place[0] == "as_of":
        return "date"
    return "choice" if kind == "literal_error" else "blank"


def _write(
    session: Session, standing: Standing, fact: Fact, *, kind: str, by: str, why: str | None
) -> FactVersion | None:  # fmt: skip
    """Keep the fact as a new version, unless it says nothing new of the present text of the file."""
    if fact == standing.fact and not standing.on_older_text:
        return None
    return _add(session, standing, as_record(fact), kind=kind, by=by, why=why)


def _add(
    session: Session, standing: Standing, record: Record | None, *, kind: str, by: str, why: str | None,
    returned_to: int | None = None, base: Record | None = None,
) -> FactVersion:  # fmt: skip
    version = FactVersion(
        id=str(uuid4()), fact_id=standing.fact.id, version=standing.version + 1, kind=kind, record=record,
        base=base or as_record(standing.shipped), returned_to=returned_to, why=why, by=by[:60], at=datetime.now(UTC),
    )  # fmt: skip
    repository.add(session, version)
    return version
