"""What an import did, or would do."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """A record left out, the field at fault and why; `id` is the record's, or where it stands in the file."""

    id: str
    field: str
    reason: str


@dataclass(frozen=True)
class FieldChange:
    """A field, before and after."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Kept:
    """A field that the file says otherwise and that was left as it is, with the reason."""

    id: str
    field: str
    stored: Any
    offered: Any
    reason: str


@dataclass
class ImportReport:
    """Counts of records; `missing` are in the database and not in the file, and were left as they are."""

    read: int = 0
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    differences: dict[str, list[FieldChange]] = field(default_factory=dict)
    format: str = "repere"
    dry_run: bool = False
    change_set: str | None = None
    seconds: float = 0.0

    @property
    def changes(self) -> int:
        """Number of records written, or that would be."""
        return len(self.added) + len(self.updated)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return asdict(self) | {"changes": self.changes}
