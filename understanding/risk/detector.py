"""Risk of one message: the adapted encoder first, near-certain rules beside it; the gravest word wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from understanding.encoder import adapted
from understanding.risk import rules
from understanding.risk.model import LEVELS, Calibration
from understanding.risk.taxonomy import Level, RiskType, highest

_TYPE_THRESHOLD = 0.3
_SURE = 0.99


@dataclass(frozen=True)
class Assessment:
    """The risk read in a text.

    `score` is the calibrated probability that a counsellor must be called (level `high` or more), 0 to 1;
    `probabilities` holds P(level or more) for the three levels above `none`; `reasons` says in short English keys why
    (`model:high`, `rule:overdose_now`), never the visitor's words.
    """

    level: Level
    types: tuple[str, ...]
    score: float
    probabilities: dict[str, float]
    reasons: tuple[str, ...]


class RiskDetector:
    """Assesses messages; holds no state between them and may be shared by threads."""

    def __init__(self, outputs: Sequence[str], calibration: Calibration) -> None:
        self._calibration = calibration
        self._levels = [outputs.index(f"level:{level}") for level in LEVELS]
        self._types = [(str(kind), outputs.index(f"type:{kind}")) for kind in RiskType]
        self._rules = rules.load()

    @classmethod
    def load(cls) -> "RiskDetector":
        """Return a detector with what is shipped; raise FileNotFoundError when it was never trained."""
        return cls(adapted.shared().names, Calibration.load())

    def assess(self, text: str) -> Assessment:
        """Return the assessment of one message taken alone."""
        return self.judge(text, adapted.read_message(text))

    def judge(self, text: str, logits: NDArray[np.float32]) -> Assessment:
        """Return what the encoder's outputs for `text`, shape (outputs,), and the rules amount to."""
        probabilities = self._calibration.probabilities(logits[self._levels]).tolist()
        by_model = self._calibration.level(probabilities)
        found = dict(zip(LEVELS, probabilities, strict=True))
        matches = rules.match(self._rules, text)
        by_rule = highest(match.level for match in matches)
        level = highest((by_model, by_rule))
        reasons = [f"model:{by_model}"] if by_model is not Level.NONE else []
        by_type = {kind: float(1 / (1 + np.exp(-logits[column]))) for kind, column in self._types}
        return Assessment(
            level=level,
            types=_types(level, by_type, [match.type for match in matches]),
            score=max(found[Level.HIGH], found[Level.IMMINENT], _SURE if by_rule.escalates else 0.0),
            probabilities={str(key): value for key, value in found.items()},
            reasons=tuple(reasons + [f"rule:{match.id}" for match in matches]),
        )


def _types(level: Level, found: dict[str, float], by_rule: list[RiskType]) -> tuple[str, ...]:
    """Return the likely types, the likeliest first; at least one when there is a risk, none otherwise."""
    if level is Level.NONE:
        return ()
    ranked = sorted(found, key=lambda kind: found[kind], reverse=True)
    by_model = [kind for kind in ranked if found[kind] >= _TYPE_THRESHOLD] or ranked[:1]
    return tuple(dict.fromkeys([*map(str, by_rule), *by_model[:3]]))


@cache
def shared_detector() -> RiskDetector:
    """The process's detector, loaded once."""
    return RiskDetector.load()
