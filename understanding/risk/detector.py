"""Risk of one message: trained heads first, near-certain rules beside them; the gravest word wins."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from understanding.risk import rules
from understanding.risk.features import dense, hashed
from understanding.risk.model import Heads
from understanding.risk.taxonomy import Level, RiskType, highest

MODEL = Path(__file__).parent / "model" / "heads.npz"
LEVELS = (Level.CONCERN, Level.HIGH, Level.IMMINENT)
_TYPE_THRESHOLD = 0.3


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

    def __init__(self, heads: Heads) -> None:
        self._heads = heads
        self._rules = rules.load()

    @classmethod
    def load(cls, path: Path = MODEL) -> "RiskDetector":
        """Return a detector with the trained heads; raise FileNotFoundError when they were never trained."""
        return cls(Heads.load(path))

    def assess(self, text: str) -> Assessment:
        """Return the assessment of one message taken alone."""
        found = self._heads.probabilities(dense(text), hashed(text))
        thresholds = self._heads.thresholds
        by_model = highest(level for level in LEVELS if found[level] >= thresholds[level])
        matches = rules.match(self._rules, text)
        by_rule = highest(match.level for match in matches)
        level = highest((by_model, by_rule))
        reasons = [f"model:{by_model}"] if by_model is not Level.NONE else []
        return Assessment(
            level=level,
            types=_types(level, found, [match.type for match in matches]),
            score=max(found[Level.HIGH], found[Level.IMMINENT], 0.99 if by_rule.escalates else 0.0),
            probabilities={str(key): found[key] for key in LEVELS},
            reasons=tuple(reasons + [f"rule:{match.id}" for match in matches]),
        )


def _types(level: Level, found: dict[str, float], by_rule: list[str]) -> tuple[str, ...]:
    """Return the likely types, the likeliest first; at least one when there is a risk, none otherwise."""
    if level is Level.NONE:
        return ()
    ranked = sorted(((found[f"type:{kind}"], str(kind)) for kind in RiskType), reverse=True)
    by_model = [kind for probability, kind in ranked if probability >= _TYPE_THRESHOLD] or [ranked[0][1]]
    return tuple(dict.fromkeys(by_rule + by_model[:3]))


@cache
def shared_detector() -> RiskDetector:
    """The process's detector, loaded once."""
    return RiskDetector.load()
