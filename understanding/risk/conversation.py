"""Risk of a conversation: it accumulates, and a later denial does not undo it.

Three readings of the newest message, the gravest wins (parameters in conversation.yml):

- alone, without the sentences that cannot tell a danger (`substance`);
- together with the last messages, as one text: a gradual disclosure may only make sense whole;
- accumulated: with p_i the calibrated P(high) of each message alone, A = 1 - prod_i (1 - e_i)^(decay^age_i), where
  e_i = min(p_i, cap) if p_i >= floor * threshold, else 0 (a noisy-or: the probability that at least one of them is what
  it seems). A at the threshold of `high` raises the level to `high`.

The level never falls by itself: only a person who has dealt with it (the api passes what came after) or an erasure
lowers it. When the answer would change that decision, the visitor may be asked whether they are safe (`ask_safety`).
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import yaml

from understanding.normaliser import fold
from understanding.person import read_person
from understanding.risk.answers import SafetyAnswer, is_retraction
from understanding.risk.detector import Assessment
from understanding.risk.model import Calibration
from understanding.risk.past import is_long_past, tells_of_minor
from understanding.risk.substance import substances
from understanding.risk.taxonomy import Level, RiskType, highest

_FILE = Path(__file__).parent / "conversation.yml"
_NOTHING = Assessment(level=Level.NONE, types=(), score=0.0, probabilities={}, reasons=())


@cache
def settings() -> dict[str, Any]:
    """Return conversation.yml."""
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return loaded


MEMORY: int = settings()["memory"]
"""Visitor messages worth passing to `assess_conversation`."""


class Detector(Protocol):
    """What is asked of a detector; its attribute `thresholds` (by level) counts, else those of the shipped one."""

    def assess(self, text: str) -> Assessment:
        """Return the assessment of one text."""


@dataclass(frozen=True)
class ConversationAssessment:
    """The newest message alone; `turn_level`, what it says together with the last ones; `level`, of the whole.

    `types` are those of the whole, the newest first; `turn_types` those that the newest message added to the reading.

    `evidence` is P(high) of the newest message alone, `accumulated` the noisy-or of the last ones; `ask_safety` says
    that knowing whether the visitor is safe would change the decision.
    """

    message: Assessment
    turn_level: Level
    level: Level
    types: tuple[str, ...]
    score: float
    reasons: tuple[str, ...]
    evidence: float = 0.0
    accumulated: float = 0.0
    ask_safety: bool = False
    turn_types: tuple[str, ...] = ()


def assess_conversation(
    detector: Detector,
    texts: Sequence[str],
    *,
    before: Level = Level.NONE,
    types: Sequence[str] = (),
    evidence: Sequence[float] | None = None,
    answer: SafetyAnswer | None = None,
) -> ConversationAssessment:
    """Assess the newest of `texts` (oldest first, at least one) in the light of the others.

    `before` and `types` are what the conversation held already; the result is never below `before`. `evidence` is what
    this function gave for each earlier text (read again when missing); `answer` is what the newest text answers to the
    safety question, if that was asked just before.
    """
    told = substances(texts)
    past = [is_long_past(text) for text in texts]
    safe = answer is SafetyAnswer.SAFE
    message = _alone(detector, told[-1], past=past[-1])
    if safe and message.level.escalates and not detector.assess(texts[-1]).level.escalates:
        message = _alone(detector, texts[-1], past=False)  # "yes I am fine, cold out there": harmless as it is written
    told = ["" if long_ago else substance for substance, long_ago in zip(told, past, strict=True)]
    known = list(evidence) if evidence is not None else [_evidence(detector, text) for text in told[:-1]]
    limits = _thresholds(detector)
    own = message.probabilities.get(Level.HIGH, message.score)
    accumulated = _accumulate(told, [*known, own], limits)
    together = _new(_together(detector, told, message, limits), message, before)
    found = [message, _answered_as(answer)]
    if not safe:  # what was told before is not read as danger against who has just said "safe"
        found += [together, *_accumulated_as(accumulated, limits, message, before)]
    gravest = max(found, key=lambda a: (a.level.rank, a.score))
    turn_level = gravest.level
    level = highest((before, turn_level))
    near = max(own, together.probabilities.get(Level.HIGH, 0.0), accumulated) / limits[Level.HIGH]
    return ConversationAssessment(
        message=message,
        turn_level=turn_level,
        level=level,
        types=tuple(dict.fromkeys((*gravest.types, *types))) or ((RiskType.DISTRESS,) if level.rank else ()),
        score=max(a.score for a in found),
        reasons=gravest.reasons,
        evidence=round(own, 4),
        accumulated=round(accumulated, 4),
        turn_types=gravest.types,
        ask_safety=answer is None and not level.escalates and _worth_asking(texts[-1], turn_level, near, known, limits),
    )


def _thresholds(detector: Detector) -> Mapping[str, float]:
    """Return the detector's own thresholds, or those that the shipped one was calibrated with."""
    own: Mapping[str, float] | None = getattr(detector, "thresholds", None)
    return own if own is not None else _shipped_thresholds()


@cache
def _shipped_thresholds() -> Mapping[str, float]:
    return {str(level): float(value) for level, value in Calibration.load().thresholds.items()}


def _alone(detector: Detector, text: str, *, past: bool) -> Assessment:
    """Return the assessment of one text; what is long past, or a buyer's wish to stop, is a concern at most."""
    found = detector.assess(text) if text else _NOTHING
    by_rule = any(reason.startswith("rule:") for reason in found.reasons)
    if not found.level.escalates or by_rule or not (past or _only_wants_to_stop(text, found)):
        return found
    types = tuple(kind for kind in found.types if kind != RiskType.RECENT_SEXUAL_ASSAULT)
    return replace(found, level=Level.CONCERN, types=types, probabilities={**found.probabilities, Level.HIGH: 0.0})


def _only_wants_to_stop(text: str, found: Assessment) -> bool:
    """Whether somebody who buys only says that they want to stop: nobody is to be called for that."""
    person = read_person(text)
    told = set(found.types) <= {RiskType.COERCION_TRAFFICKING, RiskType.DISTRESS}
    return told and person.role == "buyer" and person.age is None and bool(_stops().search(fold(text)))


@cache
def _stops() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(settings()['wants_to_stop'])})\b")


def _evidence(detector: Detector, told: str) -> float:
    if not told:
        return 0.0
    found = detector.assess(told)
    return found.probabilities.get(Level.HIGH, found.score)


def _accumulate(told: Sequence[str], evidence: Sequence[float], limits: Mapping[str, float]) -> float:
    """Return the noisy-or of the messages' evidence.

    It is 0 when the newest carries none, or when fewer than `least_messages` different ones carry any.
    """
    rule = settings()["accumulation"]
    if not told[-1] or evidence[-1] < rule["floor"] * limits[Level.HIGH]:
        return 0.0
    heard: list[set[str]] = []
    doubt, age, carrying = 1.0, 0, 0
    for text, probability in reversed(list(zip(told, evidence, strict=True))[-MEMORY:]):
        words = set(fold(text).split())
        if not words or any(_overlap(words, other) >= rule["same_words"] for other in heard):
            continue
        heard.append(words)
        if probability >= rule["floor"] * limits[Level.HIGH]:
            doubt *= math.pow(1.0 - min(probability, rule["cap"]), rule["decay"] ** age)
            carrying += 1
        age += 1
    return 1.0 - doubt if carrying >= rule["least_messages"] else 0.0


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other))


def _together(detector: Detector, told: Sequence[str], message: Assessment, limits: Mapping[str, float]) -> Assessment:
    """Return the assessment of the last messages read as one text; it alarms only where the newest says something."""
    window = [text for text in told if text][-settings()["window"] :]
    if len(window) < 2 or not told[-1]:
        return _NOTHING
    read = detector.assess("\n".join(window)[-settings()["max_characters"] :])
    by_rule = any(reason.startswith("rule:") for reason in read.reasons)
    read = replace(read, reasons=tuple(f"together:{reason}" for reason in read.reasons))
    if not read.level.escalates or message.level.escalates or tells_of_minor(told[-1]):
        return read
    sure = by_rule or read.score >= settings()["window_sure"]
    return (
        read
        if sure and _says_something(message, limits, settings()["support"]["rule" if by_rule else "model"])
        else _NOTHING
    )


def _says_something(message: Assessment, limits: Mapping[str, float], least: Mapping[str, float]) -> bool:
    """Whether a message tells anything by itself; one that does not makes no danger of those before it."""
    found = message.probabilities
    return any(found.get(level, 0.0) >= least[level] * limits[level] for level in (Level.CONCERN, Level.HIGH))


def _new(read: Assessment, message: Assessment, before: Level) -> Assessment:
    """Return what the window adds to a conversation that calls for a counsellor already: what alarmed alarms once.

    There only a danger that rises counts, read by a rule or surely, since the window holds the words that alarmed.
    """
    if not before.escalates or not read.level.escalates:
        return read
    by_rule = any("rule:" in reason for reason in read.reasons)
    surely = read.probabilities.get(Level.IMMINENT, 0.0) >= settings()["window_sure"] and message.level.escalates
    return read if read.level.rank > before.rank and (by_rule or surely) else _NOTHING


def _accumulated_as(
    accumulated: float, limits: Mapping[str, float], message: Assessment, before: Level
) -> list[Assessment]:
    """Return the reading of the evidence put together: where nobody was called yet, and the newest words worry."""
    if before.escalates or message.level is not Level.CONCERN or accumulated < limits[Level.HIGH]:
        return []
    return [Assessment(Level.HIGH, (), accumulated, {Level.HIGH: accumulated}, ("accumulated",))]


def _answered_as(answer: SafetyAnswer | None) -> Assessment:
    if answer is None or not answer.alarms:
        return _NOTHING
    return Assessment(Level.HIGH, (), 1.0, {}, (f"answer:{answer}",))


def _worth_asking(
    text: str, turn_level: Level, near: float, known: Sequence[float], limits: Mapping[str, float]
) -> bool:
    """Whether "are you safe?" would change the decision: a concern, nearly `high`, or worrying words taken back."""
    rule = settings()["safety_question"]
    if turn_level is Level.CONCERN or near >= rule["margin"]:
        return True
    worried = max(known, default=0.0) / limits[Level.HIGH]
    return is_retraction(text) and worried >= rule["after_retraction"]
