"""The real directory on a real database: SQLite always, PostgreSQL when a server answers."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.importing import DEFAULT_FILE, import_file

SERVER = "postgresql://postgres@127.0.0.1:5432"


def postgres_database() -> Iterator[str]:
    """Give the address of a new PostgreSQL database, dropped at the end."""
    try:
        server = psycopg.connect(f"{SERVER}/postgres", autocommit=True, connect_timeout=2)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL server on 127.0.0.1:5432: {type(error).__name__}")
    name = f"repere_directory_{uuid4().hex[:12]}"
    server.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"{SERVER.replace('postgresql:', 'postgresql+psycopg:')}/{name}"
    finally:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of each sort."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('directory') / 'directory.db'}"
    else:
        yield from postgres_database()


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated database holding the shipped directory."""
    upgrade(database_url)
    engine = make_engine(database_url)
    with make_session_factory(engine).begin() as session:
        import_file(session)
    yield engine
    engine.dispose()


@pytest.fixture
def sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions on the loaded directory."""
    return make_session_factory(engine)


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """A session whose changes are undone."""
    with sessions() as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def items() -> list[dict[str, Any]]:
    """The shipped file's records, free to alter."""
    loaded: list[dict[str, Any]] = json.loads(DEFAULT_FILE.read_text(encoding="utf-8"))
    return loaded
