"""The reader of topics: small networks over sentence vectors, and how sure they are."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from understanding.networks import Networks, Vector

FILE = Path(__file__).parent / "model" / "topics.npz"


@dataclass(frozen=True)
class Topics:
    """The networks' outputs are divided by `heat` and made probabilities (softmax), then averaged.

    `heat` is where the probability of what is asked is highest on sentences that were left out (temperature scaling,
    Guo et al., 2017); docs/topics.md says how often the sure ones are right. `fingerprint` names
    what the reader was trained on.
    """

    names: tuple[str, ...]
    networks: Networks
    heat: float
    fingerprint: str = ""

    def probabilities(self, vectors: Vector) -> Vector:
        """Return the probability of each topic, shape (m, topics), for sentence vectors (m, d)."""
        return softened(self.networks.outputs(vectors), self.heat)

    def save(self, path: Path = FILE) -> None:
        """Write the model."""
        np.savez_compressed(
            path,
            names=np.array(self.names),
            heat=np.array(self.heat),
            fingerprint=np.array(self.fingerprint),
            **self.networks.arrays(),  # type: ignore[arg-type]
        )

    @classmethod
    def load(cls, path: Path = FILE) -> "Topics":
        """Read a model written by `save`; raise FileNotFoundError if it was never trained."""
        with np.load(path) as data:
            return cls(tuple(map(str, data["names"])), Networks.of(data), float(data["heat"]), str(data["fingerprint"]))


def softened(outputs: Vector, heat: float) -> Vector:
    """Return the mean over networks of the softmax of outputs (m, k, n) divided by `heat`, shape (m, n)."""
    cooled = outputs / heat
    odds = np.exp(cooled - cooled.max(axis=-1, keepdims=True))
    found: Vector = (odds / odds.sum(axis=-1, keepdims=True)).mean(axis=1)
    return found


@cache
def shared() -> Topics:
    """The process's reader, loaded once."""
    return Topics.load()
