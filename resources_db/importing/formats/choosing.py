"""Which reader reads a file."""

import json
from pathlib import Path
from typing import Any

from resources_db.importing.formats import hsds, sheet
from resources_db.importing.formats.hsds import french_only
from resources_db.importing.formats.own import read_records
from resources_db.importing.formats.tables import has_merged_cells, read_csv, read_xlsx
from resources_db.importing.formats.text import decode_text
from resources_db.importing.formats.values import words
from resources_db.importing.reading import DirectoryFileError, Reading

FORMATS = ("auto", "repere", "ensemble", "hsds", "sheet")
WORKBOOKS = (".xlsx", ".xlsm")
MAX_BYTES = 500_000_000


def read_file(path: Path, format_: str = "auto") -> Reading:
    """Return what the file says; raise DirectoryFileError when it cannot be read as records."""
    if path.is_dir() or path.suffix.lower() == ".zip":
        _expect(format_, "hsds", path)
        return hsds.read_package(path)
    data = _bytes(path)
    if path.suffix.lower() in WORKBOOKS:
        _expect(format_, "sheet", path)
        return _table(data, path, "sheet")
    if path.suffix.lower() == ".json" or data.lstrip()[:1] in (b"[", b"{"):
        return _json(data, path, format_)
    if format_ in ("repere", "hsds"):
        raise DirectoryFileError(f"{path} : ce n'est pas du JSON")
    return _table(data, path, "sheet" if format_ == "auto" else format_)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DirectoryFileError(f"{path} : fichier trop gros")
        return path.read_bytes()
    except OSError as error:
        raise DirectoryFileError(f"{path} : {error.strerror}") from error


def _expect(format_: str, needed: str, path: Path) -> None:
    if format_ not in ("auto", needed):
        raise DirectoryFileError(f"{path} : ce fichier se lit avec --format {needed}, pas {format_}")


def _table(data: bytes, path: Path, format_: str) -> Reading:
    reading = Reading(format_, complete=format_ == "ensemble")
    if path.suffix.lower() in WORKBOOKS:
        table = read_xlsx(data, path.name)
        if has_merged_cells(data):
            reading.warnings.append("cellules fusionnées : seule la première compte, les autres sont lues comme vides")
    else:
        table = read_csv(decode_text(data, path.name, reading.warnings), path.name)
    sheet.read_table(table, reading, path.name)
    return reading


def _json(data: bytes, path: Path, format_: str) -> Reading:
    warnings: list[str] = []
    try:
        content = json.loads(decode_text(data, path.name, warnings))
    except json.JSONDecodeError as error:
        raise DirectoryFileError(f"{path} : JSON abîmé (ligne {error.lineno}, colonne {error.colno})") from error
    except RecursionError as error:
        raise DirectoryFileError(f"{path} : JSON abîmé (trop de niveaux)") from error
    if isinstance(content, dict):
        french_only(content.get("language"), path)
    items = _list_in(content)
    if items is None:
        raise DirectoryFileError(f"{path} : une liste de fiches est attendue")
    chosen = _guess(items) if format_ == "auto" else format_
    if chosen == "repere":
        reading = read_records(items)
    elif chosen == "hsds":
        reading = hsds.read_compiled(items, content)
    else:
        reading = Reading(chosen, complete=chosen == "ensemble")
        sheet.read_objects(items, reading)
    reading.warnings[:0] = warnings
    return reading


def _list_in(content: Any) -> list[Any] | None:
    if isinstance(content, list):
        return content
    if isinstance(content, dict) and "id" in content:  # one object alone, whatever lists it holds
        return [content]
    if isinstance(content, dict):
        return next((content[key] for key in words()["lists"] if isinstance(content.get(key), list)), None)
    return None


def _guess(items: list[Any]) -> str:
    keys = {key for item in items[:50] if isinstance(item, dict) for key in item}
    if {"name_fr", "clientele"} & keys:
        return "repere"
    return "hsds" if {"organization", "organization_id", "service_at_locations", "service_areas"} & keys else "ensemble"
