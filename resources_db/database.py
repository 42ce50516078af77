"""The directory's engine, sessions and migrations."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

CACHE_KIB = 64_000
"""Of SQLite's pages, a connection: an import of sixty thousand records otherwise reads its indexes again and again."""


def make_engine(url: str) -> Engine:
    """Return an engine for `url` (SQLite: WAL, 5 s of patience before a lock, foreign keys on)."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    make_parent(url)
    engine = create_engine(url, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        for pragma in (
            "busy_timeout=5000",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"cache_size=-{CACHE_KIB}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def make_session_factory(engine: Engine) -> sessionmaker[Session]:
    """Return the factory of sessions; objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def upgrade(url: str) -> None:
    """Bring the directory's tables to the newest migration; creates the database file if it is SQLite."""
    migrate(url, Path(__file__).parent / "migrations")


def migrate(url: str, migrations: Path) -> None:
    """Bring the tables of a folder of migrations to the newest; creates the database file if it is SQLite."""
    from alembic import command  # servers never migrate: half a second of their start
    from alembic.config import Config

    make_parent(url)
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")


def make_parent(url: str) -> None:
    """Make the folder of an SQLite database's file."""
    if url.startswith("sqlite:///") and ":memory:" not in url:
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
