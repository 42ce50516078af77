"""What HSDS says of a service beyond the directory's own file: all of it may be absent.

Lists are kept in one order, that of their content, so that a file that gives them in another order changes nothing.
"""

import json
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    TypeAdapter,
    ValidationError,
    model_validator,
)

_HTTP_URL = TypeAdapter(HttpUrl)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_BYDAY = r"^-?[1-5]?(MO|TU|WE|TH|FR|SA|SU)(,-?[1-5]?(MO|TU|WE|TH|FR|SA|SU))*$"
_CLOCK = r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"


def _check_url(value: str) -> str:
    try:
        _HTTP_URL.validate_python(value)
    except ValidationError as error:
        raise ValueError(f"adresse web impossible : {value[:80]}") from error
    return value


def _check_email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise ValueError(f"adresse de courriel impossible : {value[:80]}")
    return value


def _check_date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"date illisible : {value} (AAAA-MM-JJ)") from error
    return value


Text = Annotated[str, Field(min_length=1, max_length=20_000)]
WebUrl = Annotated[str, AfterValidator(_check_url)]
Email = Annotated[str, AfterValidator(_check_email)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_check_date)]


class Strict(BaseModel):
    """A part of a record: nothing more than what is described, and nothing that changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Part(Strict):
    @model_validator(mode="after")
    def _says_something(self) -> "_Part":
        if all(value is None for value in self.model_dump().values()):
            raise ValueError("rien n'est dit")
        return self


class ProgramRecord(Strict):
    """The set of services to which this one belongs."""

    name: Text
    alternate_name: Text | None
    description: Text


class ContactRecord(_Part):
    """A person to contact, by name or by role."""

    name: Text | None
    title: Text | None
    department: Text | None
    email: Email | None


class CostRecord(_Part):
    """What the service costs, in one case."""

    valid_from: Day | None
    valid_to: Day | None
    option: Text | None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None
    amount: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None
    amount_description: Text | None


class DocumentRecord(_Part):
    """A document to bring."""

    document: Text | None
    uri: WebUrl | None


class AccessRecord(_Part):
    """How a person with a disability gets in and around."""

    description: Text | None
    details: Text | None
    url: WebUrl | None


class SlotRecord(_Part):
    """When the service is open, in Quebec's local time; words alone where the slot is not known."""

    freq: Literal["WEEKLY", "MONTHLY"] | None
    byday: Annotated[str, Field(pattern=_BYDAY)] | None
    opens_at: Annotated[str, Field(pattern=_CLOCK)] | None
    closes_at: Annotated[str, Field(pattern=_CLOCK)] | None
    description: Text | None


def in_order(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the parts in the order of their content, each once."""
    written = {json.dumps(item, sort_keys=True): item for item in items}
    return [written[text] for text in sorted(written)]


def _put_in_order(items: list[Any]) -> list[Any]:
    found = {json.dumps(item.model_dump(), sort_keys=True): item for item in items}
    return [found[text] for text in sorted(found)]


_Order = AfterValidator(_put_in_order)


class Details(Strict):
    """The details of a record, each with nothing for its default."""

    alternate_name: Text | None = None
    interpretation_services: Text | None = None
    application_process: Text | None = None
    fees_description: Text | None = None
    eligibility_description: Text | None = None
    alert: Text | None = None
    program: ProgramRecord | None = None
    contacts: Annotated[list[ContactRecord], _Order] = Field(default_factory=list)
    costs: Annotated[list[CostRecord], _Order] = Field(default_factory=list)
    documents: Annotated[list[DocumentRecord], _Order] = Field(default_factory=list)
    accessibility: Annotated[list[AccessRecord], _Order] = Field(default_factory=list)
    schedules: Annotated[list[SlotRecord], _Order] = Field(default_factory=list)


TEXTS = tuple(name for name, field in Details.model_fields.items() if field.annotation == Text | None)
LISTS = {
    "contacts": ("contact", tuple(ContactRecord.model_fields)),
    "costs": ("cost_option", tuple(CostRecord.model_fields)),
    "documents": ("required_document", tuple(DocumentRecord.model_fields)),
    "accessibility": ("accessibility", tuple(AccessRecord.model_fields)),
    "schedules": ("schedule", tuple(SlotRecord.model_fields)),
}
"""Table and columns of each list."""
NO_DETAILS: dict[str, Any] = {name: [] if name in LISTS else None for name in Details.model_fields}
