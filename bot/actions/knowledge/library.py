"""The facts of this process, loaded once. Without them the bot still refers to organisations."""

from functools import cache
from pathlib import Path

import structlog

from bot.actions.knowledge.index import Index
from bot.actions.knowledge.records import FactsFileError, read_facts
from bot.actions.knowledge.searched import (
    Searched,
    default_folder,
    read_phrasings,
    read_unanswered,
    vectors_file,
    vectors_of,
)

log = structlog.get_logger()


@cache
def library() -> Index | None:
    """Return the index of the facts, or None (logged) when their file cannot be used."""
    try:
        facts = read_facts()
    except FactsFileError as error:
        log.error("knowledge_unavailable", reason=str(error))
        return None
    searched = Searched.of(facts, read_phrasings(), read_unanswered())
    return Index(facts, searched, vectors_of(searched, default_folder()))


def warm() -> None:
    """Load the facts and the encoder, which the first message would otherwise wait for."""
    found = library()
    if found is not None:
        found.rank("bonjour")


def facts_are_read(folder: Path) -> bool:
    """Whether the vectors of the present facts are kept in `folder`; raise FactsFileError for a file in error."""
    return vectors_file(_searched(), folder).exists()


def read_and_keep(folder: Path) -> None:
    """Compute the vectors of the facts and keep them in `folder`, so that no process has to wait for them."""
    vectors_of(_searched(), folder)


def _searched() -> Searched:
    return Searched.of(read_facts(), read_phrasings(), read_unanswered())
