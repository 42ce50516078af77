"""Reading a visitor's message before anything else happens to it: language, wishes, risk.

The risk assessment may fail (a missing model, a bug); it then says so and calls a person, because a missed risk is the
worst failure and a silent one worse still.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from understanding.language import read_language
from understanding.risk.conversation import ConversationAssessment, assess_conversation
from understanding.risk.detector import Assessment, shared_detector
from understanding.risk.taxonomy import Level
from understanding.wishes import Wishes, read_wishes

log = structlog.get_logger()

UNAVAILABLE = "assessment_unavailable"


@dataclass(frozen=True)
class Reading:
    """What one message told, in the light of those before it."""

    language: str
    risk: ConversationAssessment
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def escalates(self) -> bool:
        """Whether the newest words call for a counsellor at once."""
        return self.risk.turn_level.escalates


def read(texts: Sequence[str], *, language: str, level: str, types: Sequence[str]) -> Reading:
    """Read the newest of `texts`; `language`, `level` and `types` are what the conversation held before it."""
    return Reading(
        language=_language(texts[-1], language),
        risk=_risk(texts, level, types),
        wishes=read_wishes(texts[-1]),
    )


def _language(text: str, previous: str) -> str:
    reading = read_language(text, previous=previous)
    wanted = reading.requested or reading.code
    return wanted if wanted in ("fr", "en") else previous


def _risk(texts: Sequence[str], level: str, types: Sequence[str]) -> ConversationAssessment:
    try:
        return assess_conversation(shared_detector(), texts, before=Level(level), types=types)
    except Exception as error:  # noqa: BLE001 - whatever broke, a person must look
        log.error("risk_assessment_failed", error=type(error).__name__)
        alone = Assessment(level=Level.HIGH, types=(), score=1.0, probabilities={}, reasons=(UNAVAILABLE,))
        return ConversationAssessment(
            message=alone,
            turn_level=Level.HIGH,
            level=Level.HIGH,
            types=tuple(types),
            score=1.0,
            reasons=(UNAVAILABLE,),
        )
