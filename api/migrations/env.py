"""Alembic environment of the api's tables; the directory's tables have their own chain."""

from alembic import context
from sqlalchemy import create_engine

import api.auth.models
import api.conversations.models  # noqa: F401 - registers the tables
from api.database import Base

VERSION_TABLE = "alembic_version_api"
config = context.config
url = config.get_main_option("sqlalchemy.url") or ""


def _ours(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    return kind != "table" or name in Base.metadata.tables


def run() -> None:
    """Apply the migrations."""
    engine = create_engine(url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            version_table=VERSION_TABLE,
            include_object=_ours,
            render_as_batch=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
