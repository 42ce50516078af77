"""The sourced facts: read from `facts.json`, checked, never altered."""

import json
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

FILE = Path(__file__).parent / "facts.json"

Words = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Language = Literal["fr", "en"]
Audience = Literal["victim", "relative", "witness", "professional", "newcomer", "minor", "indigenous", "buyer"]


class FactsFileError(Exception):
    """The file cannot be used; the message names the record and the field."""


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(_Strict):
    """Where a fact was read; `url` is null for a printed document."""

    title: Words
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None


class Fact(_Strict):
    """One record of the file. `as_of` is a year or a year and a month; estimated when the page bore no date."""

    id: Slug
    topic: Words
    needs: Annotated[list[Words], Field(min_length=1)]
    audiences: Annotated[list[Audience], Field(min_length=1)]
    question_fr: Words
    question_en: Words
    fact_fr: Words
    fact_en: Words
    as_of: Annotated[str, StringConstraints(pattern=r"^20\d\d(-(0[1-9]|1[0-2]))?$")]
    sources: Annotated[list[Source], Field(min_length=1)]
    confidence: Literal["high", "medium", "low"]
    note: Words | None = None
    as_of_estimated: bool = False

    def text(self, language: str) -> str:
        """Return the fact as the file has it."""
        return self.fact_en if language == "en" else self.fact_fr

    @property
    def may_be_shown(self) -> bool:
        """Whether a visitor may ever see it."""
        return self.confidence != "low"


@cache
def shipped_facts() -> tuple[Fact, ...]:
    """Return the facts of the shipped file, read once; raise FactsFileError."""
    return read_facts()


def read_facts(path: Path = FILE) -> tuple[Fact, ...]:
    """Return the facts of `path`, in its order; raise FactsFileError if one is not as it should be."""
    try:
        records = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FactsFileError(f"{path.name} cannot be read: {error}") from error
    if not isinstance(records, list) or not records:
        raise FactsFileError(f"{path.name} must be a list of records")
    facts = tuple(_fact(record, number, path.name) for number, record in enumerate(records, start=1))
    seen: set[str] = set()
    for fact in facts:
        if fact.id in seen:
            raise FactsFileError(f"{path.name}, record '{fact.id}', field 'id': used twice")
        seen.add(fact.id)
    return facts


def _fact(record: Any, number: int, file: str) -> Fact:
    name = record.get("id") if isinstance(record, dict) else None
    try:
        return Fact.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "(all)"
        raise FactsFileError(f"{file}, record '{name or number}', field '{field}': {first['msg']}") from error
