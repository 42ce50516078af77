"""The directory's database, as this process reads it."""

import os
from functools import cache

from sqlalchemy.orm import Session, sessionmaker

from resources_db.database import make_engine, make_session_factory

DEFAULT_DATABASE = "sqlite:///var/repere.db"


def sessions() -> sessionmaker[Session]:
    """Return the factory of sessions on REPERE_DATABASE_URL, one for a database."""
    return _sessions_on(os.environ.get("REPERE_DATABASE_URL", DEFAULT_DATABASE))


@cache
def _sessions_on(url: str) -> sessionmaker[Session]:
    return make_session_factory(make_engine(url))
