"""What each named place is to the visitor: where help is needed, where they come from, where they are not."""

from enum import Enum

from understanding.places.cues import clause_start, says, says_before, skip_back, words
from understanding.places.mentions import Mention
from understanding.places.tokens import Token

ASIDE, PASSING = 0.0, -3.0
"""Under these many points a place is only named beside, or only gone through (`score`)."""


class Role(Enum):
    """The part a place plays."""

    WANTED = "wanted"
    ORIGIN = "origin"
    NEGATED = "negated"


def _is_negated(tokens: list[Token], first: int) -> bool:
    """Return whether "pas à", "not in", "no longer in" come just before the name."""
    start = clause_start(tokens, first)
    position, skipped = first, 0
    fillers = words().sets["negation_fillers"]
    while position > start and tokens[position - 1].form in fillers and skipped < 4:
        position, skipped = position - 1, skipped + 1
    return says("negations", tokens, position, start)


def role_of(mention: Mention, tokens: list[Token]) -> Role:
    """Return the part the place plays, from the words before it."""
    first = mention.first
    if _is_negated(tokens, first):
        return Role.NEGATED
    if says_before("origin", tokens, first, 1):
        return Role.ORIGIN
    return Role.WANTED


def _corrected(tokens: list[Token], previous: Mention, mention: Mention) -> bool:
    """Return whether words such as "oups non" or "I mean" stand between two names."""
    between = range(previous.last + 2, mention.first + 1)
    return any(says("correction", tokens, end, previous.last + 1) for end in between)


def score(mention: Mention, tokens: list[Token], previous: Mention | None) -> float:
    """Return how much the words around a wanted place say that help is needed there."""
    first = mention.first
    points = 0.0
    needed = says_before("needed", tokens, first, 1)
    if needed:
        points += 3
    if says_before("here", tokens, first, 1):
        points += 2
    if says_before("now", tokens, first, 2):
        points += 2
    if not points and says_before("passing", tokens, first, 1):
        points -= 5
    if not needed and says_before("others", tokens, first, 1):
        points -= 2.5
    if says_before("lesser", tokens, first, 1):
        points -= 1.5
    if previous is not None and _corrected(tokens, previous, mention):
        points += 5
    if skip_back(tokens, first) >= 0 and mention.cue == 0:
        points -= 0.5
    return points - 0.75 * mention.fuzzy
