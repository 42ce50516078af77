"""The facts of this process: the shipped file under what editors corrected. Without them the bot still refers."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.actions.database import sessions
from bot.actions.knowledge.index import Index
from bot.actions.knowledge.searched import (
    Searched,
    default_folder,
    read_phrasings,
    read_unanswered,
    revised,
    vectors_file,
    vectors_of,
)
from bot.actions.knowledge.words import Vector
from resources_db.knowledge import repository
from resources_db.knowledge.current import Standing, standings
from resources_db.knowledge.records import Fact, FactsFileError, read_facts
from understanding.acts import acts_in

log = structlog.get_logger()
NEVER_READ = "never read"


class Shelf:
    """The index in force. It is made again, beside the turns that read it, only when an editor changed a fact."""

    def __init__(self, folder: Path) -> None:
        """Read the file and its vectors, kept in `folder`; raise FactsFileError."""
        self._shipped = read_facts()
        searched = _searched(self._shipped)
        vectors = vectors_of(searched, folder)
        self._known: dict[str, Vector] = dict(zip(searched.texts, vectors, strict=True))
        self._revision: str | None = NEVER_READ
        self._reachable = True
        self.index = Index(self._shipped, searched, vectors)

    def refresh(self) -> None:
        """Take up what editors changed since the last time; a database that does not answer changes nothing."""
        try:
            found = self._read()
        except SQLAlchemyError as error:
            if self._reachable:
                log.error("knowledge_corrections_unavailable", reason=type(error).__name__)
            self._reachable = False
            return
        self._reachable = True
        if found is not None:
            revision, facts = found
            self._put(facts)
            self._revision = revision

    def _read(self) -> tuple[str | None, tuple[Standing, ...]] | None:
        """Return the revision and the facts in force; None when it is the revision that was read."""
        with sessions()() as session:
            revision = repository.revision(session)  # before the rows: a change between the two is seen next time
            if revision == self._revision:
                return None
            return revision, standings(self._shipped, repository.newest(session))

    def _put(self, facts: Sequence[Standing]) -> None:
        """Swap the index for one of these facts, if they say anything new."""
        _warn("knowledge_correction_unusable", [standing.fact.id for standing in facts if standing.unusable])
        _warn("knowledge_correction_on_older_text", [standing.fact.id for standing in facts if standing.on_older_text])
        said = tuple(standing.fact for standing in facts)
        if said == self.index.facts:
            return
        searched = _searched(said)
        vectors = revised(searched, self._known)
        self._known |= zip(searched.texts, vectors, strict=True)
        self.index = Index(said, searched, vectors)
        log.info("knowledge_corrected", records=[standing.fact.id for standing in facts if standing.corrected])


def library() -> Index | None:
    """Return the index of the facts in force, or None (logged) when their file cannot be used."""
    shelf = _shelf()
    return shelf.index if shelf else None


def refresh() -> None:
    """Look whether an editor changed a fact since the last time."""
    shelf = _shelf()
    if shelf:
        shelf.refresh()


def warm() -> None:
    """Load the facts and the encoder, which the first message would otherwise wait for."""
    found = library()
    if found is not None:
        found.rank("bonjour")
    acts_in("bonjour")


@cache
def _shelf() -> Shelf | None:
    try:
        shelf = Shelf(default_folder())
    except FactsFileError as error:
        log.error("knowledge_unavailable", reason=str(error))
        return None
    shelf.refresh()
    return shelf


def shipped_index() -> Index:
    """Return the index of the file alone, whatever editors corrected; raise FactsFileError."""
    return Shelf(default_folder()).index


def facts_are_read(folder: Path) -> bool:
    """Whether the vectors of the file's facts are kept in `folder`; raise FactsFileError for a file in error."""
    return vectors_file(_searched(read_facts()), folder).exists()


def read_and_keep(folder: Path) -> None:
    """Compute the vectors of the file's facts and keep them in `folder`, so that no process has to wait for them."""
    vectors_of(_searched(read_facts()), folder)


def _searched(facts: Sequence[Fact]) -> Searched:
    return Searched.of(facts, read_phrasings(), read_unanswered())


def _warn(event: str, records: list[str]) -> None:
    if records:
        log.warning(event, records=records)
