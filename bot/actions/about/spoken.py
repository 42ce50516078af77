"""Whom the bot spoke of last: the organisations that its last turn named in words, where it showed none."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions.about.choosing import SHOWN_AT_MOST, choose
from bot.actions.about.names import names_of
from bot.actions.refusals import EMERGENCY
from resources_db.catalogue import Catalogue

FIRST = "ici :"
"""Stands before what was said: a name that opens a message is else no name when it is an ordinary word."""


def named_last(
    said: str, catalogue: Catalogue, shown: Sequence[str], listed: Sequence[str], place: Mapping[str, Any]
) -> tuple[str, ...]:
    """Return the organisations that these words name; none where they are too many to be "they"."""
    found = names_of(catalogue).find(f"{FIRST} {said}", typos=False) if said else []
    chosen = [choose(each.slugs, catalogue, shown, place, "") for each in found]
    slugs = tuple(dict.fromkeys(slug for slug in chosen if slug is not None and slug != EMERGENCY))
    of_list = tuple(slug for slug in slugs if slug in listed)
    if len(of_list) > 1:  # what was said of a list leaves "they" to all of it
        return ()
    return of_list or (slugs if len(slugs) <= SHOWN_AT_MOST else ())
