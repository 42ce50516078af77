"""The OpenAPI description of the HSDS endpoints alone, as a validator that knows HSDS wants it."""

from typing import Any

Described = dict[str, Any]


def describe(whole: Described, *, prefix: str, root: str) -> Described:
    """Return the part of a description that lies under `prefix`, its paths written from `root`."""
    paths = {path: item for path, item in whole["paths"].items() if path == prefix or path.startswith(f"{prefix}/")}
    return whole | {
        "info": whole["info"] | {"title": "HSDS", "description": "Human Services Data Specification 3.1"},
        "servers": [{"url": root}],
        "paths": {path.removeprefix(prefix) or "/": item for path, item in paths.items()},
        "components": {"schemas": _used(whole.get("components", {}).get("schemas", {}), paths)},
    }


def _used(schemas: Described, start: Any) -> Described:
    """Return the schemas that `start` names, and those that these name."""
    found: Described = {}
    waiting = [start]
    while waiting:
        for name in _names(waiting.pop()):
            if name not in found:
                found[name] = schemas[name]
                waiting.append(schemas[name])
    return dict(sorted(found.items()))


def _names(item: Any) -> set[str]:
    if isinstance(item, list):
        return {name for part in item for name in _names(part)}
    if not isinstance(item, dict):
        return set()
    here = {item["$ref"].rpartition("/")[2]} if isinstance(item.get("$ref"), str) else set()
    return here.union(*(_names(part) for part in item.values()))
