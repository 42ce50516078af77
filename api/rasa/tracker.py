"""Erasing what Rasa remembers of a conversation: its HTTP API has no call for that, its tracker store is a table."""

from collections.abc import Collection

import structlog
from sqlalchemy import Engine, bindparam, create_engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

log = structlog.get_logger()


class Trackers:
    """Rasa's tracker store, as far as the api may touch it: whose events are there, and deleting them."""

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url, pool_pre_ping=True)

    def erase(self, conversation_ids: Collection[str]) -> None:
        """Delete the events of these conversations; a failure is logged, and `purge` finds what was left."""
        statement = text("DELETE FROM events WHERE sender_id IN :ids").bindparams(bindparam("ids", expanding=True))
        try:
            if self._created():
                with self._engine.begin() as connection:
                    connection.execute(statement, {"ids": list(conversation_ids)})
        except SQLAlchemyError as error:
            log.error("tracker_not_erased", error=type(error).__name__)

    def senders(self) -> set[str]:
        """Return the conversations that Rasa remembers."""
        if not self._created():
            return set()
        with self._engine.connect() as connection:
            return set(connection.execute(text("SELECT DISTINCT sender_id FROM events")).scalars())

    def _created(self) -> bool:
        return inspect(self._engine).has_table("events")
