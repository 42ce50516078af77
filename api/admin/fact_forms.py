"""What an editor's form says of a fact."""

from typing import Any

from starlette.datastructures import FormData

from api.admin.forms import text_of

TEXTS = ("question_fr", "question_en", "fact_fr", "fact_en", "as_of", "confidence", "note")
SPARE_SOURCES = 2
MOST_SOURCES = 20


def read_fact(form: FormData) -> dict[str, Any]:
    """Return the fields as they were typed, None where blank; sources without a word are left out."""
    fields: dict[str, Any] = {name: text_of(form, name) for name in TEXTS}
    fields["as_of_estimated"] = text_of(form, "as_of_estimated") == "on"
    rows = [{name: text_of(form, f"sources.{at}.{name}") for name in ("title", "url")} for at in range(MOST_SOURCES)]
    fields["sources"] = [row for row in rows if any(row.values())]
    return fields


def read_kept(form: FormData) -> set[int]:
    """Return the places of the sources that are ticked."""
    return {at for at in range(MOST_SOURCES) if text_of(form, f"kept.{at}") == "on"}


def label_of(field: str, said: dict[str, Any]) -> str:
    """Return what the page calls a field: `sources.0.url` is the address of the first source."""
    name, *rest = field.split(".")
    if not rest:
        return str(said["fields"][name])
    source = said["source_number"].format(number=int(rest[0]) + 1)
    return f"{source}, {said[f'source_{rest[1]}'].lower()}" if len(rest) > 1 else source
