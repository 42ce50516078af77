"""HSDS 3.x: a data package (folder or zip of CSV files with datapackage.json), or the compiled JSON."""

import json
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

from resources_db.geography import fold
from resources_db.importing.formats.hsds_service import read_service
from resources_db.importing.formats.tables import read_csv
from resources_db.importing.formats.text import decode_text
from resources_db.importing.reading import DirectoryFileError, Reading
from resources_db.importing.report import Refusal
from resources_db.vocabulary import read_data

Object = dict[str, Any]
Tables = dict[str, list[Object]]
DESCRIPTOR = "datapackage.json"
MAX_BYTES = 500_000_000


def read_package(path: Path) -> Reading:
    """Return the services of a package; raise DirectoryFileError when it is not one."""
    reading = Reading("hsds")
    files = _folder(path) if path.is_dir() else _zip(path)
    tables = _tables(files, path, reading)
    if not tables.get("service") or not tables.get("organization"):
        raise DirectoryFileError(f"{path} : le paquet n'a ni table service ni table organization")
    _read(_compiled(tables), reading)
    return reading


def read_compiled(items: list[Any]) -> Reading:
    """Return the services of the compiled form: services with their organisation, or the reverse."""
    reading = Reading("hsds")
    services: list[Any] = []
    for item in items:
        if isinstance(item, dict) and isinstance(item.get("services"), list):
            owner = {key: value for key, value in item.items() if key != "services"}
            services += [{"organization": owner} | s if isinstance(s, dict) else s for s in item["services"]]
        else:
            services.append(item)
    _read(services, reading)
    return reading


def french_only(language: object, path: Path) -> None:
    """Raise DirectoryFileError when a file says that its words are not French: they would replace the French."""
    if isinstance(language, str) and not language.lower().startswith("fr"):
        raise DirectoryFileError(f"{path} : ses textes sont en « {language} »; exportez-le en français")


def _read(services: list[Any], reading: Reading) -> None:
    reading.read += len(services)
    owners: dict[str, int] = defaultdict(int)
    for service in services:
        if isinstance(service, dict):
            owners[str((service.get("organization") or {}).get("id") or service.get("organization_id"))] += 1
    for at, service in enumerate(services, 1):
        if not isinstance(service, dict):
            reading.refused.append(Refusal(f"service {at}", "service", "un objet est attendu"))
            continue
        owner = str((service.get("organization") or {}).get("id") or service.get("organization_id"))
        read_service(service, reading, f"service {service.get('id') or at}", alone=owners[owner] == 1)


def _folder(path: Path) -> dict[str, bytes]:
    try:
        return {
            file.relative_to(path).as_posix(): file.read_bytes()
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in (".csv", ".json") and not file.is_symlink()
        }
    except OSError as error:
        raise DirectoryFileError(f"{path} : {error.strerror}") from error


def _zip(path: Path) -> dict[str, bytes]:
    try:
        with ZipFile(path) as package:
            entries = [e for e in package.infolist() if e.filename.lower().endswith((".csv", ".json"))]
            if sum(entry.file_size for entry in entries) > MAX_BYTES:
                raise DirectoryFileError(f"{path} : paquet trop gros")
            return {entry.filename: package.read(entry) for entry in entries}
    except (OSError, BadZipFile, RuntimeError, NotImplementedError) as error:
        raise DirectoryFileError(f"{path} : archive illisible ({error})") from error


def _tables(files: dict[str, bytes], path: Path, reading: Reading) -> Tables:
    where = next((name for name in files if PurePosixPath(name).name == DESCRIPTOR), None)
    if where is None:
        raise DirectoryFileError(f"{path} : {DESCRIPTOR} est absent")
    try:
        descriptor = json.loads(files[where])
        described = descriptor["resources"]
        resources = [(str(resource["name"]), str(resource.get("path") or "")) for resource in described]
    except (ValueError, KeyError, TypeError) as error:
        raise DirectoryFileError(f"{path} : {DESCRIPTOR} est abîmé") from error
    french_only(descriptor.get("language"), path)
    known = {alias: table for table, names in read_data("import_hsds.yml")["tables"].items() for alias in names}
    tables: Tables = {}
    for name, file in resources:
        found = files.get((PurePosixPath(where).parent / file).as_posix())
        if fold(name).replace(" ", "_") not in known or not file.endswith(".csv"):
            continue
        if found is None:
            reading.warnings.append(f"{file} : annoncé par {DESCRIPTOR}, absent du paquet")
            continue
        tables[known[fold(name).replace(" ", "_")]] = _rows(found, file, reading)
    return tables


def _rows(data: bytes, name: str, reading: Reading) -> list[Object]:
    if not data.strip():
        return []
    table = read_csv(decode_text(data, name, reading.warnings), name)
    reading.refused += [Refusal(f"{name}, {refusal.id}", refusal.field, refusal.reason) for refusal in table.refused]
    return [
        {title: cell for title, cell in zip(table.header, cells, strict=True) if cell != ""}
        for _number, cells in table.rows
    ]


def _compiled(tables: Tables) -> list[Object]:
    """Put the rows inside those they belong to."""
    by_id = {
        name: {row.get("id"): row for row in tables.get(name, [])}
        for name in ("organization", "location", "taxonomy_term")
    }
    addresses = _grouped(tables.get("address", []), "location_id")
    for location_id, location in by_id["location"].items():
        location["addresses"] = addresses.get(location_id, [])
    for row in tables.get("service_at_location", []):
        row["location"] = by_id["location"].get(row.get("location_id"))
    for row in tables.get("attribute", []):
        row["taxonomy_term"] = by_id["taxonomy_term"].get(row.get("taxonomy_term_id"))
    parts = read_data("import_hsds.yml")["parts"]
    grouped = {name: _grouped(tables.get(name, []), part["key"]) for name, part in parts.items()}
    phones_of = _grouped([p for p in tables.get("phone", []) if not p.get("service_id")], "organization_id")
    found = []
    for service in tables["service"]:
        whole = service | {part["name"]: grouped[name].get(service.get("id"), []) for name, part in parts.items()}
        owner = by_id["organization"].get(service.get("organization_id"))
        whole["organization"] = owner
        whole["phones"] = whole["phones"] or phones_of.get(service.get("organization_id"), [])
        found.append(whole)
    return found


def _grouped(rows: list[Object], key: str) -> dict[Any, list[Object]]:
    found: dict[Any, list[Object]] = defaultdict(list)
    for row in rows:
        found[row.get(key)].append(row)
    return found
