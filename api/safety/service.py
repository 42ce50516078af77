"""The emergency numbers, kept in memory so that they are given even when nothing else works."""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from resources_db.safety_lines import general_lines, safety_lines

log = structlog.get_logger()
Resource = dict[str, Any]


class SafetyLines:
    """Safety lines from the directory, with a copy of the general ones made at start."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions
        self._kept: dict[str, list[Resource]] = {}

    def warm(self) -> None:
        """Keep a copy of the lines that suit everybody; raises nothing, readiness tells if the directory is empty.

        Only these lines are read: a start does not wait for the whole directory.
        """
        try:
            with self._sessions() as session:
                lines = general_lines(session)
        except SQLAlchemyError as error:
            log.error("safety_lines_unavailable", error=type(error).__name__)
            return
        for language in ("fr", "en"):
            self._kept[language] = [line.to_dict(language) for line in lines]

    def find(
        self,
        *,
        level: str,
        types: Sequence[str],
        language: str,
        age: int | None = None,
        region_code: str | None = None,
    ) -> list[Resource]:
        """Return at most four lines for the danger and the person, or the kept copy if the directory fails."""
        try:
            with self._sessions() as session:
                lines = safety_lines(session, level=level, types=types, age=age, region_code=region_code, audiences=())
                found = [line.to_dict(language) for line in lines]
        except SQLAlchemyError as error:
            log.error("safety_lines_unavailable", error=type(error).__name__)
            return self.kept(language)
        if not self.kept(language):  # the directory was empty at start
            self._kept[language] = found
        return found

    def kept(self, language: str = "fr") -> list[Resource]:
        """Return the copy made at start."""
        return self._kept.get(language, [])
