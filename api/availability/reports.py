"""A shelter says how many places are free. Nothing here commits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy.orm import Session

from api.availability import repository
from api.availability.credentials import find_service
from api.database import now
from api.errors import InvalidError
from resources_db.availability import limits_of, rules
from resources_db.models import CountChange, ReportingCredential, ServiceCapacity, ShelterReporting

How = Literal["form", "key", "reminder"]


@dataclass(frozen=True)
class Said:
    """One unit of a report. A field absent from `kept` replaces what was there, None included."""

    unit: str
    available: int
    maximum: int | None = None
    note: str | None = None
    kept: frozenset[str] = frozenset()


def report_with(session: Session, credential: ReportingCredential, said: Sequence[Said]) -> None:
    """Store a report made through a key or a personal link; raise InvalidError, storing nothing, if it is wrong."""
    credential.used_at = now()
    how: How = "key" if credential.kind == "key" else "form"
    report(session, service_id=credential.service_id, said=said, how=how, who=credential.id)


def report(session: Session, *, service_id: str, said: Sequence[Said], how: How, who: str) -> None:
    """Store the counts, what they replace, and who said so; raise InvalidError, storing nothing, if one is wrong."""
    service = find_service(session, service_id)
    shelter = repository.shelter(session, service.service_id, lock=True) or repository.enable(session, service_id)
    before = {one.unit: repository.capacity(session, service.service_id, one.unit) for one in said}
    counts = {one.unit: _completed(one, before[one.unit]) for one in said}
    for unit, count in counts.items():
        _check(unit, count)
    moment = now()
    for unit, count in counts.items():
        repository.add(session, _change(shelter, unit, before[unit], count, how=how, who=who, at=moment))
        repository.save_capacity(session, service, unit, before[unit], updated=moment, **count)
        repository.close_reminders(session, service.service_id, unit, now=moment, outcome="superseded")
    repository.touch(session, moment)


def default_unit(session: Session, service_id: str) -> str:
    """Return the shelter's only unit, or the usual one when it has none or several."""
    units: list[str] = rules()["units"]
    used = [unit for unit in units if repository.capacity(session, service_id, unit) is not None]
    return used[0] if len(used) == 1 else units[0]


def _completed(said: Said, before: ServiceCapacity | None) -> dict[str, Any]:
    maximum = before.maximum if before is not None and "maximum" in said.kept else said.maximum
    note = before.description if before is not None and "note" in said.kept else said.note
    return {"available": said.available, "maximum": maximum, "note": " ".join((note or "").split()) or None}


def _check(unit: str, count: Mapping[str, Any]) -> None:
    largest, available, maximum = rules()["largest_count"], count["available"], count["maximum"]
    if unit not in rules()["units"]:
        raise InvalidError(f"unit: one of {', '.join(rules()['units'])}.")
    if not 0 <= available <= largest or not 0 <= (maximum or 0) <= largest:
        raise InvalidError(f"A count is between 0 and {largest}.")
    if maximum is not None and available > maximum:
        raise InvalidError(f"available ({available}) is more than maximum ({maximum}).")
    if len(count["note"] or "") > rules()["note_length"]:
        raise InvalidError(f"A note has at most {rules()['note_length']} characters.")


def _change(
    shelter: ShelterReporting, unit: str, before: ServiceCapacity | None, count: Mapping[str, Any], **source: Any
) -> CountChange:
    return CountChange(
        id=repository.new_id(),
        service_id=shelter.id,
        unit=unit,
        available_before=before.available if before else None,
        maximum_before=before.maximum if before else None,
        note_before=before.description if before else None,
        hide_after=limits_of(shelter.confirm_after, shelter.hide_after).hide_after,
        **source,
        **count,
    )
