"""What the mobile form sends, as text: read without losing what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from api.availability.reports import Said
from resources_db.availability import Count, rules


class FieldError(Exception):
    """A field that is not a number; `problem` is the key of the sentence to show."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Fields:
    """One unit of the form, as typed; `seen` is the time of the count that the page showed."""

    unit: str
    available: str = ""
    maximum: str = ""
    note: str = ""
    known: bool = False
    seen: str = ""

    @property
    def is_used(self) -> bool:
        """Whether the unit is shown open: it was reported before, or something is typed in it."""
        return self.known or bool(self.available or self.maximum or self.note)


def fields_of(counts: Mapping[str, Count]) -> list[Fields]:
    """Return the form filled with the present counts; a shelter that never reported starts with the usual unit."""
    units: list[str] = rules()["units"]
    found = []
    for unit in units:
        count = counts.get(unit)
        if count is None:
            found.append(Fields(unit, known=not counts and unit == units[0]))
        else:
            maximum = "" if count.maximum is None else str(count.maximum)
            found.append(
                Fields(unit, str(count.available), maximum, count.note or "", True, count.updated_at.isoformat())
            )
    return found


def fields_sent(sent: Mapping[str, str]) -> list[Fields]:
    """Return the form as it was sent."""
    found = []
    for unit in rules()["units"]:
        available, maximum, note = (sent.get(f"{name}-{unit}", "").strip() for name in ("available", "maximum", "note"))
        known, seen = f"known-{unit}" in sent, sent.get(f"seen-{unit}", "")
        found.append(Fields(unit, available, maximum, note.replace("\x00", ""), known, seen))
    return found


def stepped(fields: list[Fields], step: str) -> list[Fields]:
    """Return the form after a press on + or − (`bed:+1`); never under zero nor over the largest count."""
    unit, _, by = step.partition(":")
    change = {"+1": 1, "-1": -1}.get(by, 0)
    return [_moved(one, change) if one.unit == unit else one for one in fields]


def said_by(fields: list[Fields], *, quick: str | None, counts: Mapping[str, Count]) -> list[Said]:
    """Return the report that the form makes; raise FieldError.

    `quick`: `same` repeats the present counts, provided that they are those the page showed; `full` says none is free.
    """
    if quick == "same" and any(counts[f.unit].updated_at.isoformat() != f.seen for f in fields if f.unit in counts):
        raise FieldError("changed")
    if quick in ("same", "full") and counts:
        kept = frozenset({"maximum", "note"})
        return [Said(c.unit, c.available if quick == "same" else 0, kept=kept) for c in counts.values()]
    said = [_said(one) for one in fields if one.is_used]
    if not said:
        raise FieldError("empty")
    return said


def _said(fields: Fields) -> Said:
    if not fields.available:
        raise FieldError("empty")
    maximum = _number(fields.maximum) if fields.maximum else None
    return Said(fields.unit, _number(fields.available), maximum, fields.note or None)


def _moved(fields: Fields, change: int) -> Fields:
    try:
        number = _number(fields.available or "0")
        top = _number(fields.maximum) if fields.maximum else rules()["largest_count"]
    except FieldError:
        return fields
    return replace(fields, available=str(min(max(0, number + change), top)), known=True)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise FieldError("not_a_number")
    return int(text)
