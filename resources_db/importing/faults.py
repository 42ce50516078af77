"""What the validation of a record refuses, told in plain French."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from resources_db.importing.report import Refusal
from resources_db.vocabulary import read_data

SHOWN = 60


def faults(ref: str, error: ValidationError) -> list[Refusal]:
    """Return one refusal per field at fault."""
    return [
        Refusal(ref, ".".join(str(part) for part in fault["loc"]) or "record", _reason(fault))
        for fault in error.errors(include_url=False)
    ]


def _reason(fault: ErrorDetails) -> str:
    known: dict[str, str] = read_data("import_faults.yml")
    context: dict[str, Any] = fault.get("ctx", {})
    if fault["type"] == "value_error":
        return str(context["error"])
    if fault["type"] not in known:
        return fault["msg"]
    return known[fault["type"]].format(**context) + _shown(fault["input"])


def _shown(value: Any) -> str:
    """Return the beginning of a value that fits in a line, to find it again in the file."""
    if not isinstance(value, str | int | float) or value == "":
        return ""
    text = str(value)
    return f" : {text[:SHOWN]}…" if len(text) > SHOWN else f" : {text}"
