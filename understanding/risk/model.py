"""From the adapted encoder's outputs to a level: calibrated probabilities and their thresholds, in one small file."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.risk.taxonomy import Level

FILE = Path(__file__).parent / "model" / "calibration.json"
LEVELS = (Level.CONCERN, Level.HIGH, Level.IMMINENT)


@dataclass(frozen=True)
class Calibration:
    """For each level above `none`: P(level or more) = 1 / (1 + e^-(slope × logit + offset)) (Platt, 1999), and the
    probability from which the level is said. `fingerprint` names the data that they were chosen on.
    """

    slope: dict[str, float]
    offset: dict[str, float]
    thresholds: dict[str, float]
    fingerprint: str

    def probabilities(self, logits: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return P(level or more) from the level logits, both of shape (…, 3).

        The three are read apart, yet none can be less likely than the graver one: the highest counts.
        """
        slope = np.array([self.slope[level] for level in LEVELS])
        offset = np.array([self.offset[level] for level in LEVELS])
        apart = 1.0 / (1.0 + np.exp(-(logits * slope + offset)))
        found: NDArray[np.float64] = np.maximum.accumulate(apart[..., ::-1], axis=-1)[..., ::-1]
        return found

    def level(self, probabilities: Sequence[float]) -> Level:
        """Return the level that the three probabilities say; `imminent` is said only where `high` would be."""
        concern, high, imminent = (
            value >= self.thresholds[level] for value, level in zip(probabilities, LEVELS, strict=True)
        )
        if high:
            return Level.IMMINENT if imminent else Level.HIGH
        return Level.CONCERN if concern else Level.NONE

    def save(self, path: Path = FILE) -> None:
        """Write the calibration."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path = FILE) -> "Calibration":
        """Read what `save` wrote; raise FileNotFoundError without it, ValueError or TypeError if it is not one."""
        return cls(**json.loads(path.read_text("utf-8")))
