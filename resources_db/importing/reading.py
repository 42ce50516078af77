"""What a reader of files hands to the import."""

from dataclasses import dataclass, field

from resources_db.importing.fields import Flat, flatten_said
from resources_db.importing.records import Record
from resources_db.importing.report import Refusal


class DirectoryFileError(ValueError):
    """The file itself cannot be read as a list of records."""


@dataclass(frozen=True)
class Offer:
    """What a file says of one record: only the fields it speaks of. `ref` is the record's id or its place in the file.

    Without a slug, `key` and the name find the record; `key` is stable for the file's source.
    """

    ref: str
    said: Flat = field(default_factory=dict)
    slug: str | None = None
    key: str | None = None
    record: Record | None = None
    """The record itself, where the file gave a whole one; `said` is then left empty."""
    defaults: Flat = field(default_factory=dict)
    """For a new record only."""

    @property
    def flat(self) -> Flat:
        """The fields that the file speaks of; those of a whole record are made at each call, and take no room."""
        return self.said if self.record is None else flatten_said(self.record)


@dataclass
class Reading:
    """A file, read. `whole`: it is the directory itself, so that it may lower, empty and remove facts."""

    format: str
    whole: bool = False
    complete: bool = True
    """False for what one organisation sends: records absent from it mean nothing."""
    read: int = 0
    offers: list[Offer] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    """Ids that the file names, refused ones included."""
