"""HSDS 3.x: a data package (folder or zip of CSV files with datapackage.json), or the compiled JSON."""

import json
import zlib
from collections import Counter, defaultdict
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


def read_compiled(items: list[Any], content: Any = None) -> Reading:
    """Return the services of the compiled form: services with their organisation, or the reverse, or at their place.

    `content` is the whole file: an export of ours says beside the services what their organisations are, whole, and
    the English words.
    """
    reading = Reading("hsds")
    services: list[Any] = []
    for item in items:
        if isinstance(item, dict) and isinstance(item.get("services"), list):
            owner = {key: value for key, value in item.items() if key != "services"}
            services += [s | {"organization": owner} if isinstance(s, dict) else s for s in item["services"]]
        elif isinstance(item, dict) and isinstance(item.get("service"), dict):
            link = {key: value for key, value in item.items() if key != "service"}
            services.append({"service_at_locations": [link]} | item["service"])
        else:
            services.append(item)
    _read(_with_wholes(services, content) if isinstance(content, dict) else services, reading)
    return reading


def _with_wholes(services: list[Any], content: Object) -> list[Any]:
    """Put in each service its organisation and its translations, where the file holds them apart."""
    owners = {item["id"]: item for item in _objects(content, "organizations") if isinstance(item.get("id"), str)}
    words = _grouped(_objects(content, "translations"), "link_id")
    found = []
    for service in services:
        if isinstance(service, dict):
            said = service.get("organization")
            key = service.get("organization_id") or (said.get("id") if isinstance(said, dict) else None)
            whole = owners.get(key, said) if isinstance(key, str) else said
            if isinstance(whole, dict) and "translations" not in whole:
                whole = whole | {"translations": words.get(key, [])}
            service = service | {"organization": whole, "translations": words.get(service.get("id"), [])}
        found.append(service)
    return found


def _objects(content: Object, name: str) -> list[Object]:
    held = content.get(name)
    return [item for item in held if isinstance(item, dict)] if isinstance(held, list) else []


def french_only(language: object, path: Path) -> None:
    """Raise DirectoryFileError when a file says that its words are not French: they would replace the French."""
    if isinstance(language, str) and not language.lower().startswith("fr"):
        raise DirectoryFileError(f"{path} : ses textes sont en « {language} »; exportez-le en français")


def _read(services: list[Any], reading: Reading) -> None:
    reading.read += len(services)
    owners = Counter(_owner_key(service) for service in services if isinstance(service, dict))
    unknown = 0
    for at, service in enumerate(services, 1):
        if not isinstance(service, dict):
            reading.refused.append(Refusal(f"service {at}", "service", "un objet est attendu"))
            continue
        ref = f"service {service.get('id') or at}"
        unknown += read_service(service, reading, ref, alone=owners[_owner_key(service)] == 1)
    if unknown:
        reading.warnings.append(f"mots d'autres taxonomies que les nôtres, laissés de côté : {unknown}")


def _owner_key(service: Object) -> str:
    owner = service.get("organization")
    return str((owner.get("id") if isinstance(owner, dict) else None) or service.get("organization_id"))


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
    except (OSError, BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as error:
        raise DirectoryFileError(f"{path} : archive illisible, incomplète ou abîmée") from error


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
            if found is not None and len(found.splitlines()) > 1:
                reading.warnings.append(f"table non lue, laissée de côté : {name}")
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
    """Put the rows inside those they belong to, as data/import_hsds.yml says."""
    how = read_data("import_hsds.yml")
    by_id = {name: {row["id"]: row for row in rows if row.get("id")} for name, rows in tables.items()}
    for link in how["ones"]:
        known = by_id.get(link["of"], {})
        for row in tables.get(link["table"], []):
            row[link["name"]] = known.get(row.get(link["key"]))
    for link in how["many"]:
        for row in tables.get(link["table"], []):
            _put(by_id.get(link["of"], {}), row.get(link["key"]), link["name"], row)
    for table, name in how["linked"].items():
        for row in tables.get(table, []):
            _put(by_id.get(row.get("link_entity") or "service", {}), row.get("link_id"), name, row)
    return tables["service"]


def _put(owners: dict[str, Object], key: Any, name: str, row: Object) -> None:
    if key in owners:
        owners[key].setdefault(name, []).append(row)


def _grouped(rows: list[Object], key: str) -> dict[Any, list[Object]]:
    found: dict[Any, list[Object]] = defaultdict(list)
    for row in rows:
        found[row.get(key)].append(row)
    return found
