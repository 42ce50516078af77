"""Reads the catalogue when a process starts, so that its first visitor does not wait for it."""

import logging
from threading import Thread

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from resources_db.catalogue import read_catalogue
from resources_db.keeping import frequent_turns

PATIENCE = 1.0
"""Seconds that a start waits: some hundred records are read by then; sixty thousand take fifteen, and go on behind."""
_log = logging.getLogger(__name__)


class Warming:
    """A reading of the catalogue on a thread of its own. A question asked meanwhile waits for this same reading."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._thread: Thread | None = None

    def start(self, patience: float = PATIENCE) -> None:
        """Begin; return when all is read, or after `patience` seconds. Raises nothing: readers will try again."""
        self._thread = Thread(target=self._read, name="catalogue", daemon=True)
        self._thread.start()
        self._thread.join(patience)

    @property
    def is_over(self) -> bool:
        """Say whether nothing is being read (any more); a reading that failed is over too."""
        return self._thread is None or not self._thread.is_alive()

    def _read(self) -> None:
        try:
            with self._sessions() as session, frequent_turns():
                read_catalogue(session)
        except SQLAlchemyError as error:
            _log.error("the directory could not be read at start: %s", type(error).__name__)
