"""Alembic's entry point; the directory keeps its own version table beside the api's."""

from alembic import context
from sqlalchemy.engine import Connection

from resources_db.database import make_engine
from resources_db.models import Base

VERSION_TABLE = "alembic_version_directory"


def _ours(_object: object, name: str | None, type_: str, _reflected: bool, _compare_to: object) -> bool:
    return type_ != "table" or name in Base.metadata.tables


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        version_table=VERSION_TABLE,
        include_object=_ours,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()


engine = make_engine(context.config.get_main_option("sqlalchemy.url") or "")
with engine.connect() as open_connection:
    _run(open_connection)
engine.dispose()
