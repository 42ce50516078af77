"""What an import did."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Refusal:
    """A record left out, the field at fault and why."""

    id: str
    field: str
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
    seconds: float = 0.0

    @property
    def changes(self) -> int:
        """Number of records written."""
        return len(self.added) + len(self.updated)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return asdict(self) | {"changes": self.changes}
