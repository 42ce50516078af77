"""Who writes a conversation, from the first messages that tell: people say who they are as they begin.

Later messages tell less: a mother's "je dors plus" sounds written by who lives it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import prod

from understanding.calls import calls_for
from understanding.speaker.reading import speakers_in

READ = 2
"""Messages of an opening; with three or four more writers are mistaken (docs/speaker.md)."""
TELLS = 0.6
"""Probability of `other` under which a message tells something of its writer."""
OPENS, FEW, GREETS = ("greeting", "service"), 3, 0.5
"""What a message that only opens calls for, its words, and the probability of it from which it does."""
NEVER_NONE = 0.001
"""Added to each chance, so that one reading alone rules nobody out."""
FLOORS = {"victim": 0.9, "buyer": 0.9, "relative": 0.6, "witness": 0.6, "professional": 0.6}
"""Chance among the writers from which one is believed: nobody is taken for a buyer lightly, and somebody who only
hesitates sounds like who lives it."""


@dataclass(frozen=True, slots=True)
class Opening:
    """`speaker` is who surely writes, or None; `chances` of each writer sum to 1."""

    speaker: str | None
    chances: Mapping[str, float]


def opening(written: Sequence[str]) -> Opening | None:
    """Return who writes these messages, the oldest first; None while none of them tells anything."""
    telling = tuple(islice(filter(_tells, written), READ))
    return _heard(telling) if telling else None


def _tells(text: str) -> bool:
    """Whether a message tells something of its writer: a greeting or a question of this chat does not, whoever opened
    with it.
    """
    if not text.strip() or (len(text.split()) <= FEW and sum(calls_for(text)[name] for name in OPENS) >= GREETS):
        return False
    return speakers_in(text)["other"] < TELLS


@lru_cache(maxsize=256)
def _heard(telling: tuple[str, ...]) -> Opening:
    """Return who writes: the two messages read as one, and each by itself, must agree (their geometric mean)."""
    together = _chances(" ".join(telling))
    alone = [_chances(text) for text in telling]
    agreed = {
        writer: together[writer] ** 0.5 * prod(each[writer] for each in alone) ** (0.5 / len(alone))
        for writer in FLOORS
    }
    whole = sum(agreed.values())
    chances = {writer: share / whole for writer, share in agreed.items()}
    best = max(chances, key=lambda writer: chances[writer])
    return Opening(best if chances[best] >= FLOORS[best] else None, chances)


def _chances(text: str) -> dict[str, float]:
    """Return how likely each writer is, were it one of them: none is ever out of the question."""
    said = speakers_in(text)
    whole = sum(said[writer] for writer in FLOORS)
    return {writer: said[writer] / whole + NEVER_NONE for writer in FLOORS}
