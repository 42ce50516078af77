"""The reader: small networks over sentence vectors, and the probability from which each act is believed."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from understanding.networks import Networks, Vector

FILE = Path(__file__).parent / "model" / "acts.npz"


@dataclass(frozen=True)
class Acts:
    """Networks with a logistic output an act; their probabilities are averaged.

    `sure` (acts,): an act whose value is above 1 is never believed, for its sentences could not be told from others
    well enough. `fingerprint` names what they were trained on.
    """

    names: tuple[str, ...]
    networks: Networks
    sure: Vector
    fingerprint: str = ""

    def probabilities(self, vectors: Vector) -> Vector:
        """Return the probability of each act, shape (m, acts), for sentence vectors (m, d)."""
        found: Vector = (1.0 / (1.0 + np.exp(-self.networks.outputs(vectors)))).mean(axis=1)
        return found

    def read(self, vector: Vector) -> frozenset[str]:
        """Return the acts that a text does, given its sentence vector (d,)."""
        believed = self.probabilities(vector[None, :])[0] >= self.sure
        return frozenset(name for name, found in zip(self.names, believed, strict=True) if found)

    def save(self, path: Path = FILE) -> None:
        """Write the model."""
        np.savez_compressed(
            path,
            names=np.array(self.names),
            sure=self.sure,
            fingerprint=np.array(self.fingerprint),
            **self.networks.arrays(),  # type: ignore[arg-type]
        )

    @classmethod
    def load(cls, path: Path = FILE) -> "Acts":
        """Read a model written by `save`; raise FileNotFoundError if it was never trained."""
        with np.load(path) as data:
            names, sure = tuple(map(str, data["names"])), data["sure"].astype(np.float32)
            return cls(names, Networks.of(data), sure, str(data["fingerprint"]))


@cache
def shared() -> Acts:
    """The process's reader, loaded once."""
    return Acts.load()
