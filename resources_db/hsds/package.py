"""HSDS objects as the flat tables of a data package (data/hsds.yml), and its `datapackage.json`."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from resources_db.vocabulary import read_data

Object = dict[str, Any]


@cache
def shape() -> Object:
    """Return the version, tables, nesting and references."""
    return read_data("hsds.yml")


def fields(table: str) -> dict[str, str]:
    """Return a table's columns with their types."""
    return {name: kind or "string" for name, kind in shape()["tables"][table]["fields"].items()}


def rows_of(table: str, item: Object) -> Iterator[tuple[str, Object]]:
    """Yield (table, row) for an object, then for all that it holds."""
    yield table, {name: item[name] for name in fields(table) if name in item}
    for key, inner in shape()["nested"].items():
        held = item.get(key, [])
        for part in held if isinstance(held, list) else [held]:
            yield from rows_of(inner, part)


def description(language: str, modified: str | None) -> Object:
    """Return the content of `datapackage.json`."""
    about: Object = {
        "profile": "tabular-data-package",
        "name": "repere-hsds",
        "title": "Répertoire Repère" if language == "fr" else "Repère directory",
        "hsds_version": shape()["version"],
        "hsds_profile": shape()["profile"],
        "language": language,
        "resources": [_resource(name, table["file"]) for name, table in shape()["tables"].items()],
    }
    return about if modified is None else about | {"modified": modified}


def _resource(name: str, file: str) -> Object:
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(field, kind) for field, kind in fields(name).items()],
            "primaryKey": "id",
            "foreignKeys": [
                {"fields": field, "reference": {"resource": "" if target == name else target, "fields": "id"}}
                for field, target in shape()["references"].items()
                if field in fields(name)
            ],
        },
    }


def _field(name: str, kind: str) -> Object:
    field: Object = {"name": name, "type": kind}
    return field | {"constraints": {"required": True, "unique": True}} if name == "id" else field
