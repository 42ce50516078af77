"""The reader: small networks over sentence vectors, averaged, and the probability from which each act is believed."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
FILE = Path(__file__).parent / "model" / "acts.npz"


@dataclass(frozen=True)
class Acts:
    """Networks of one hidden layer (rectified), each with a logistic output an act; their probabilities are averaged.

    For k networks, h hidden units and vectors of d dimensions: `inner` (k, d, h), `inner_bias` (k, h), `outer`
    (k, h, acts), `outer_bias` (k, acts), `sure` (acts,). An act whose `sure` is above 1 is never believed: its
    sentences could not be told from others well enough. `fingerprint` names what they were trained on.
    """

    names: tuple[str, ...]
    inner: Vector
    inner_bias: Vector
    outer: Vector
    outer_bias: Vector
    sure: Vector
    fingerprint: str = ""

    def probabilities(self, vector: Vector) -> Vector:
        """Return the probability of each act for a sentence vector (d,), shape (acts,)."""
        hidden = np.maximum(np.einsum("d,kdh->kh", vector, self.inner) + self.inner_bias, 0)
        logits = np.einsum("kh,kha->ka", hidden, self.outer) + self.outer_bias
        found: Vector = (1.0 / (1.0 + np.exp(-logits))).mean(axis=0)
        return found

    def read(self, vector: Vector) -> frozenset[str]:
        """Return the acts that a text does, given its sentence vector (d,)."""
        believed = self.probabilities(vector) >= self.sure
        return frozenset(name for name, found in zip(self.names, believed, strict=True) if found)

    def save(self, path: Path = FILE) -> None:
        """Write the model, its weights in half precision."""
        np.savez_compressed(
            path,
            names=np.array(self.names),
            inner=self.inner.astype(np.float16),
            inner_bias=self.inner_bias,
            outer=self.outer.astype(np.float16),
            outer_bias=self.outer_bias,
            sure=self.sure,
            fingerprint=np.array(self.fingerprint),
        )

    @classmethod
    def load(cls, path: Path = FILE) -> "Acts":
        """Read a model written by `save`; raise FileNotFoundError if it was never trained."""
        with np.load(path) as data:
            parts = {
                name: data[name].astype(np.float32) for name in ("inner", "inner_bias", "outer", "outer_bias", "sure")
            }
            return cls(names=tuple(map(str, data["names"])), fingerprint=str(data["fingerprint"]), **parts)


@cache
def shared() -> Acts:
    """The process's reader, loaded once."""
    return Acts.load()
