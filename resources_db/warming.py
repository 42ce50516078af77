"""Reads the catalogue when a process starts, so that its first visitor does not wait for it."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from resources_db.catalogue import read_catalogue
from resources_db.keeping import frequent_turns

PATIENCE = 1.0
"""Seconds that a start waits: some hundred records are read by then; sixty thousand take fifteen, and go on behind."""
_log = logging.getLogger(__name__)


class Warming:
    """A reading of the catalogue on a thread of its own. A question asked meanwhile waits for this same reading."""

    def __init__(self, sessions: sessionmaker[Session], *, then: Callable[[Session], Any] | None = None) -> None:
        """`then` is read after the catalogue, and nobody waits for it."""
        self._sessions = sessions
        self._then = then
        self._over = Event()
        self._over.set()

    def start(self, patience: float = PATIENCE) -> None:
        """Begin; return when all is read, or after `patience` seconds. Raises nothing: readers will try again."""
        self._over.clear()
        Thread(target=self._read, name="catalogue", daemon=True).start()
        self._over.wait(patience)

    @property
    def is_over(self) -> bool:
        """Say whether the catalogue is not being read (any more); a reading that failed is over too."""
        return self._over.is_set()

    def _read(self) -> None:
        try:
            with self._sessions() as session, frequent_turns():
                read_catalogue(session)
                self._over.set()
                if self._then is not None:
                    self._then(session)
        except SQLAlchemyError as error:
            _log.error("the directory could not be read at start: %s", type(error).__name__)
        finally:
            self._over.set()
