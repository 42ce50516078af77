"""Reading a visitor's message before anything else happens to it: language, wishes, risk, the answer to a question.

The risk assessment may fail (a missing model, a bug); it then says so and calls a person, because a missed risk is the
worst failure and a silent one worse still.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import structlog

from understanding.language import read_language
from understanding.risk.answers import read_safety_answer
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
    spoken: str | None = None
    wishes: Wishes = field(default_factory=Wishes)

    @property
    def escalates(self) -> bool:
        """Whether the newest words call for a counsellor at once."""
        return self.risk.turn_level.escalates


@dataclass(frozen=True)
class Before:
    """What the conversation held before its newest message; `evidence` goes with the earlier texts, one each.

    `asked` names the question that the message may answer; only `safety` matters here.
    """

    language: str
    level: str
    types: Sequence[str]
    evidence: Sequence[float] = ()
    asked: str | None = None


def read(texts: Sequence[str], before: Before) -> Reading:
    """Read the newest of `texts`, oldest first."""
    language, spoken = _language(texts[-1], before.language)
    return Reading(
        language=language,
        spoken=spoken,
        risk=_risk(texts, before),
        wishes=read_wishes(texts[-1]),
    )


def _language(text: str, previous: str) -> tuple[str, str | None]:
    """Return the language to answer in, and the one that was written when it is neither French nor English."""
    reading = read_language(text, previous=previous)
    wanted = reading.requested or reading.code
    if wanted in ("fr", "en"):
        return wanted, None
    return previous, reading.code if reading.is_other else None


def _risk(texts: Sequence[str], before: Before) -> ConversationAssessment:
    try:
        return assess_conversation(
            shared_detector(),
            texts,
            before=Level(before.level),
            types=before.types,
            evidence=before.evidence,
            answer=read_safety_answer(texts[-1]) if before.asked == "safety" else None,
        )
    except Exception as error:  # noqa: BLE001 - whatever broke, a person must look
        log.error("risk_assessment_failed", error=type(error).__name__)
        alone = Assessment(level=Level.HIGH, types=(), score=1.0, probabilities={}, reasons=(UNAVAILABLE,))
        return ConversationAssessment(
            message=alone,
            turn_level=Level.HIGH,
            level=Level.HIGH,
            types=tuple(before.types),
            score=1.0,
            reasons=(UNAVAILABLE,),
        )
