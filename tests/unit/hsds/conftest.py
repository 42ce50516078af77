"""The HSDS endpoints on a small app of their own, over the shipped directory, and the published schemas."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api import errors
from api.dependencies import get_directory_session
from api.hsds.endpoints import router
from cli.directory import import_shipped
from resources_db.database import make_engine, make_session_factory

ROOT = Path(__file__).parents[3]
SCHEMAS = ROOT / os.environ.get("REPERE_HSDS_SCHEMAS", "../shared/hsds/schema")
Errors = Callable[[str, Any], list[str]]
Get = Callable[..., dict[str, Any]]


def make_app(engine: Engine) -> FastAPI:
    """Return an app with the HSDS endpoints alone."""
    app = FastAPI(title="HSDS", version="1")
    errors.install(app)
    app.include_router(router)
    sessions = make_session_factory(engine)

    def session() -> Iterator[Session]:
        with sessions() as opened:
            yield opened

    app.dependency_overrides[get_directory_session] = session
    return app


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """A database with the shipped directory, free to alter for one module."""
    url = f"sqlite:///{tmp_path_factory.mktemp('hsds') / 'directory.db'}"
    import_shipped(url)
    made = make_engine(url)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def client(engine: Engine) -> Iterator[TestClient]:
    """A client of the endpoints."""
    with TestClient(make_app(engine)) as opened:
        yield opened


def make_get(client: TestClient) -> Get:
    """Return a reader of paths that answer 200."""

    def _get(path: str, **params: Any) -> dict[str, Any]:
        response = client.get(f"/hsds{path}", params=params)
        assert response.status_code == 200, response.text
        body: dict[str, Any] = response.json()
        return body

    return _get


@pytest.fixture(scope="module")
def get(client: TestClient) -> Get:
    """Read a path that answers 200."""
    return make_get(client)


@pytest.fixture(scope="session")
def schema_errors() -> Errors:
    """Say where an object departs from the published schema of that name, formats included."""
    if not (SCHEMAS / "service.json").is_file():
        pytest.skip(f"the HSDS 3.1 schemas are not in {SCHEMAS} (set REPERE_HSDS_SCHEMAS)")
    files = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    draft = "https://json-schema.org/draft/2020-12/schema"
    resources = [(name, Resource.from_contents({"$schema": draft} | content)) for name, content in files.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    kept: dict[str, Draft202012Validator] = {}

    def _errors(name: str, item: Any) -> list[str]:
        if name not in kept:
            checker = Draft202012Validator.FORMAT_CHECKER
            kept[name] = Draft202012Validator({"$ref": f"{name}.json"}, registry=registry, format_checker=checker)
        return [f"{error.json_path}: {error.message}" for error in kept[name].iter_errors(item)]

    return _errors
