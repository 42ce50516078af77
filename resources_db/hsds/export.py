"""Writes the directory that anyone may see to files: one JSON, or a data package of CSV tables.

A file or folder appears whole or not at all: it is written beside its place, then moved there.
"""

import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Literal, TextIO

from sqlalchemy.orm import Session

from resources_db.hsds.index import Entry
from resources_db.hsds.objects import utc_text
from resources_db.hsds.package import description, fields, rows_of, shape
from resources_db.hsds.reading import Reader
from resources_db.hsds.repository import changed_at

Format = Literal["hsds-json", "hsds-csv"]
Object = dict[str, Any]
Counts = dict[str, int]
CHUNK = 200
PACKAGE = "datapackage.json"
_TABLES = {
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "organizations": "organization",
    "services": "service",
    "translations": "translation",
}


class ExportError(ValueError):
    """The place to write to cannot be used."""


def export(session: Session, *, form: Format, to: Path, language: str = "fr") -> Counts:
    """Write the directory to a JSON file, a folder or a `.zip`; return the counts by table. Raises ExportError."""
    reader = Reader(session, language)
    modified = utc_text(changed_at(session))
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as stack:
            work = Path(mkdtemp(prefix=f".{to.name}.", dir=to.parent))
            stack.callback(shutil.rmtree, work, ignore_errors=True)
            if form == "hsds-json":
                return _export_json(reader, work / "out.json", to, modified)
            return _export_package(reader, work / "out", to, modified)
    except OSError as error:
        raise ExportError(f"{to}: {error.strerror or error}") from error


def _export_json(reader: Reader, draft: Path, to: Path, modified: str | None) -> Counts:
    head = {
        "version": shape()["version"],
        "profile": shape()["profile"],
        "language": reader.language,
        "modified": modified,
    }
    counts: Counts = {}
    with draft.open("w", encoding="utf-8") as file:
        file.write(json.dumps(head, ensure_ascii=False)[:-1])
        for name, items in _lists(reader):
            file.write(f',\n"{name}": [')
            counts[name] = _write_items(file, items)
            file.write("\n]")
        file.write("\n}\n")
    draft.replace(to)
    return counts


def _write_items(file: TextIO, items: Iterable[Object]) -> int:
    count = 0
    for count, item in enumerate(items, start=1):
        file.write(("," if count > 1 else "") + "\n" + json.dumps(item, ensure_ascii=False))
    return count


def _export_package(reader: Reader, draft: Path, to: Path, modified: str | None) -> Counts:
    if to.is_dir() and any(to.iterdir()) and not (to / PACKAGE).is_file():
        raise ExportError(f"{to}: the folder holds something else than an earlier export")
    draft.mkdir()
    (draft / PACKAGE).write_text(
        json.dumps(description(reader.language, modified), ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    counts = _write_tables(reader, draft)
    if to.suffix == ".zip":
        shutil.make_archive(str(draft), "zip", draft)
        draft.with_suffix(".zip").replace(to)
        return counts
    _replace_folder(draft, to)
    return counts


def _replace_folder(draft: Path, to: Path) -> None:
    """Put the new folder in the place of the old one, which comes back if that fails."""
    earlier = draft.with_name("earlier")
    if to.is_dir():
        to.replace(earlier)
    try:
        draft.replace(to)
    except OSError:
        if earlier.is_dir():
            earlier.replace(to)
        raise


def _write_tables(reader: Reader, folder: Path) -> Counts:
    seen: dict[str, set[str]] = defaultdict(set)
    with ExitStack() as stack:
        writers = {}
        for name, table in shape()["tables"].items():
            file = stack.enter_context((folder / table["file"]).open("w", encoding="utf-8", newline=""))
            writers[name] = csv.DictWriter(file, list(fields(name)), restval="", lineterminator="\n")
            writers[name].writeheader()
        for list_name, items in _lists(reader):
            for item in items:
                for table, row in rows_of(_TABLES[list_name], item):
                    if row["id"] not in seen[table]:
                        seen[table].add(row["id"])
                        writers[table].writerow({key: _cell(value) for key, value in row.items()})
    return {name: len(seen[name]) for name in shape()["tables"]}


def _cell(value: Any) -> Any:
    return ("true" if value else "false") if isinstance(value, bool) else value


def _lists(reader: Reader) -> Iterator[tuple[str, Iterable[Object]]]:
    """Yield each list of the export under its name; the long ones are read as they are written."""
    index = reader.index
    yield "taxonomies", reader.taxonomies()
    yield "taxonomy_terms", reader.taxonomy_terms()
    yield "organizations", _by_chunks(index.organizations, lambda part: reader.organizations(part, full=True))
    yield "services", _by_chunks(index.services, lambda part: reader.services(part, full=True))
    yield "translations", chain(reader.word_translations(), _by_chunks(index.organizations, reader.translations))


def _by_chunks(entries: Sequence[Entry], read: Callable[[Sequence[Entry]], list[Object]]) -> Iterator[Object]:
    for start in range(0, len(entries), CHUNK):
        yield from read(entries[start : start + CHUNK])
