"""Whether a message asks about an organisation: one that it names, one that it names in vain, or those shown last."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.actions.about.reader import Asked, Reader
from bot.actions.about.spoken import named_last
from bot.actions.database import sessions
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.memory import said_last
from resources_db.catalogue import read_catalogue

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
    try:
        with sessions()() as session:
            catalogue = read_catalogue(session)
    except SQLAlchemyError as error:
        log.error("about_unavailable", reason=type(error).__name__)
        return None
    spoken = named_last(said, catalogue, shown, listed, place or {})
    return Reader(text, catalogue, [*shown, *spoken], spoken or listed, place, before).read()


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
