"""What the shelters' calls take."""

from typing import Annotated

from fastapi import Path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from api.availability.reports import Said
from resources_db.availability import rules

UNITS: list[str] = rules()["units"]


def _known_unit(value: str) -> str:
    if value not in UNITS:
        raise ValueError("unknown unit")
    return value


ServiceId = Annotated[str, Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Unit = Annotated[str, AfterValidator(_known_unit), Field(json_schema_extra={"enum": UNITS})]
Number = Annotated[int, Field(strict=True, ge=0, le=rules()["largest_count"])]
Note = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=rules()["note_length"], pattern=r"^[^\x00]*$")
]


class CountIn(BaseModel):
    """Places free now. A `maximum` or a `note` left out stays as it was; null takes it away."""

    model_config = ConfigDict(extra="forbid")

    available: Number
    maximum: Number | None = None
    note: Note | None = None
    unit: Unit | None = None

    def said(self, default_unit: str) -> Said:
        """Return the report."""
        kept = frozenset({"maximum", "note"} - self.model_fields_set)
        return Said(self.unit or default_unit, self.available, self.maximum, self.note, kept)
