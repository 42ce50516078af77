"""Risk of a conversation: it accumulates, and a later denial does not undo it.

A gradual disclosure holds no alarming message; read together, its last messages do. So besides each message alone
the detector reads the visitor's last messages as one text. The level never falls by itself: only a person who has
dealt with it (the api passes what came after) or an erasure lowers it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from understanding.risk.detector import Assessment, RiskDetector
from understanding.risk.taxonomy import Level, highest

WINDOW = 4
"""Visitor messages read together."""
_MAX_WINDOW_CHARACTERS = 1200


@dataclass(frozen=True)
class ConversationAssessment:
    """The newest message alone; `turn_level`, what it says together with the last ones; `level`, of the whole."""

    message: Assessment
    turn_level: Level
    level: Level
    types: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]


def assess_conversation(
    detector: RiskDetector, texts: Sequence[str], *, before: Level = Level.NONE, types: Sequence[str] = ()
) -> ConversationAssessment:
    """Assess the newest of `texts` (oldest first, at least one) in the light of the others.

    `before` and `types` are what the conversation held already; the result is never below `before`.
    """
    message = detector.assess(texts[-1])
    together = _together(detector, texts, message)
    turn_level = highest((message.level, together.level))
    level = highest((before, turn_level))
    gravest = max((message, together), key=lambda a: (a.level.rank, a.score))
    return ConversationAssessment(
        message=message,
        turn_level=turn_level,
        level=level,
        types=tuple(dict.fromkeys((*gravest.types, *types))) if level is not Level.NONE else (),
        score=max(message.score, together.score),
        reasons=gravest.reasons if gravest is message else tuple(f"together:{r}" for r in gravest.reasons),
    )


def _together(detector: RiskDetector, texts: Sequence[str], message: Assessment) -> Assessment:
    window = list(texts[-WINDOW:])
    if len(window) < 2:
        return message
    return detector.assess("\n".join(window)[-_MAX_WINDOW_CHARACTERS:])
