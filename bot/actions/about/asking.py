"""Whether a message asks about an organisation: one that it names, one that it names in vain, or those shown last."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.actions.about.names import Found, names_of
from bot.actions.about.questions import Question, question_about_shown, question_of_named, unknown_organisation
from bot.actions.database import sessions
from resources_db.catalogue import Catalogue, read_catalogue

log = structlog.get_logger()
SHOWN_AT_MOST = 3
NAMED_AT_MOST = 2
EMERGENCY = "police-911"


@dataclass(frozen=True)
class Asked:
    """What is asked, of which organisations; `names` are those said by the message, `unknown` one that is nobody's."""

    question: Question
    slugs: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unknown: bool = False


def asked_in(text: str, *, shown: Sequence[str], listed: Sequence[str], region_code: str | None) -> Asked | None:
    """Return what the message asks about an organisation; `shown` are those shown so far, `listed` those shown last."""
    try:
        with sessions()() as session:
            catalogue = read_catalogue(session)
    except SQLAlchemyError as error:
        log.error("about_unavailable", reason=type(error).__name__)
        return None
    named = names_of(catalogue).find(text)
    if named:
        return _of_named(text, named, catalogue, shown, region_code)
    if unknown_organisation(text) is not None:
        return Asked(Question(()), unknown=True)
    question = question_about_shown(text) if shown else None
    return Asked(question, _meant(question, listed or shown[-SHOWN_AT_MOST:])) if question else None


def _of_named(text: str, named: Sequence[Found], catalogue: Catalogue, shown: Sequence[str], region_code: str | None
              ) -> Asked | None:  # fmt: skip
    question = question_of_named(text, named)
    chosen = [_choose(found.slugs, catalogue, shown, region_code) for found in named]
    slugs = tuple(dict.fromkeys(slug for slug in chosen if slug is not None))
    if question is None or None in chosen or len(slugs) > NAMED_AT_MOST:
        return None
    return Asked(question, slugs, tuple(found.name for found in named))


def _choose(slugs: Sequence[str], catalogue: Catalogue, shown: Sequence[str], region_code: str | None) -> str | None:
    """Return the one meant among those that share the name: the only one, the one shown last, the one of the place."""
    if len(slugs) == 1:
        return slugs[0]
    seen = [slug for slug in reversed(shown) if slug in slugs]
    if seen:
        return seen[0]
    records = [catalogue.records[slug] for slug in slugs]
    here = [record.slug for record in records if region_code is not None and region_code in record.coverage]
    own = [record.slug for record in records if region_code is not None and record.coverage == (region_code,)]
    return next((one[0] for one in (own, here) if len(one) == 1), None)


def _meant(question: Question, listed: Sequence[str]) -> tuple[str, ...]:
    """Return the organisations asked about: the one counted out, else those shown last but the emergency line."""
    kept = [slug for slug in listed if slug != EMERGENCY] or list(listed)
    if question.ordinal is not None and -1 <= question.ordinal < len(kept):
        return (kept[question.ordinal],)
    return tuple(kept[:SHOWN_AT_MOST])


def kept_of(message: dict[str, Any], slots: dict[str, Any]) -> set[str]:
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
        region_code=place.get("region_code"),
    )
    if asked is None:
        return set()
    kept = {"need", "services"} if slots.get("need") else set()
    kept |= {"place", "place_unknown"} if slots.get("place") else set()
    if (message.get("person") or {}).get("age") is None:
        kept |= {"age", "gender", "audiences", "for_whom", "own_words", "address"}
    return kept
