"""Whether a message asks about an organisation: one that it names, one that it names in vain, or those shown last."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.actions.about.classified import acts, asked_of_them, said_to_us
from bot.actions.about.names import Found, names_of
from bot.actions.about.reader import Asked, Reader
from bot.actions.about.spoken import named_last
from bot.actions.database import sessions
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import said_last
from resources_db.catalogue import Catalogue, read_catalogue

log = structlog.get_logger()


def asked_in(
    text: str,
    *,
    shown: Sequence[str],
    listed: Sequence[str],
    place: dict[str, Any] | None = None,
    before: str = "",
    said: str = "",
) -> Asked | None:
    """Return what the message asks about an organisation; `shown` are those shown so far, `listed` those shown last.

    `before` is the message before it: "their number" may be that of who it names. `said` is what the bot wrote since,
    where it showed none: "they" are those that it names.
    """
    catalogue = _catalogue()
    if catalogue is None:
        return None
    spoken = named_last(said, catalogue, shown, listed, place or {})
    return Reader(text, catalogue, [*shown, *spoken], spoken or listed, place, before).read()


def named_in(text: str, *, shown: Sequence[str]) -> tuple[str, ...]:
    """Return the organisations whose acts a text asks about by their names, those that share one left out."""
    catalogue = _catalogue()
    if catalogue is None:
        return ()
    found = _found(text, catalogue, shown)
    return tuple(each.slugs[0] for each in found if len(each.slugs) == 1) if acts(text, found) else ()


def names_one(text: str, *, shown: Sequence[str]) -> bool:
    """Whether a text asks what an organisation that it names does, and not what this service does."""
    catalogue = None if said_to_us(text) else _catalogue()
    return catalogue is not None and acts(text, _found(text, catalogue, shown))


def _found(text: str, catalogue: Catalogue, shown: Sequence[str]) -> list[Found]:
    records = [catalogue.records[slug] for slug in shown if slug in catalogue.records]
    return names_of(catalogue).find(text, shown=records)


def is_of_them(text: str, *, shown: Sequence[str], listed: Sequence[str]) -> bool:
    """Whether a text asks what an organisation does, not this service: one that it names, or "they" after a list."""
    return (bool(listed) and asked_of_them(text)) or names_one(text, shown=shown)


def _catalogue() -> Catalogue | None:
    try:
        with sessions()() as session:
            return read_catalogue(session)
    except SQLAlchemyError as error:
        log.error("about_unavailable", reason=type(error).__name__)
        return None


def kept_of(message: dict[str, Any], slots: dict[str, Any], events: Sequence[Mapping[str, Any]] = ()) -> set[str]:
    """Return the slots that the message may not change: one who asks about a place says nothing of themselves.

    The need and the place of the conversation stay, so that "another one" and "closer" go on from them. An age that is
    told is kept; in danger everything is read.
    """
    if (message.get("risk") or {}).get("alarm"):
        return set()
    place = slots.get("place") or (message.get("place") or {}).get("place") or {}
    asked = asked_in(
        message.get("text") or "",
        shown=slots.get("shown") or (),
        listed=slots.get("listed") or (),
        place=place,
        said=said_last(events),
    )
    if asked is None:
        return set()
    kept = {"need", "services"} if slots.get("need") and asks_for(asked.rest) is not Asks.SERVICE else set()
    kept |= {"place", "place_unknown"} if slots.get("place") else set()
    if (message.get("person") or {}).get("age") is None:
        kept |= {"age", "gender", "audiences", "for_whom", "own_words", "address"}
    return kept
