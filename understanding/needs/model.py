"""The need classifier: the adapted encoder's opinion, tempered by a linear one over general sentence vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
PREFIX = "need:"


@dataclass(frozen=True)
class NeedModel:
    """The linear opinion: `weights` (classes, d) and `bias` (classes,) over sentence vectors of d dimensions."""

    names: tuple[str, ...]
    weights: Vector
    bias: Vector

    def rank(
        self, vector: Vector, *, adapted: Vector, outputs: Sequence[str], general_weight: float
    ) -> list[tuple[str, float]]:
        """Return every class with its probability, the likeliest first.

        `vector` (d,) is the general sentence vector, `adapted` the adapted encoder's logits, named in `outputs`. The
        two opinions are multiplied as experts (Hinton, 2002): log p = log p_adapted + general_weight × log p_linear,
        normalised. A class that the encoder does not know keeps its linear opinion alone.
        """
        mixed = general_weight * _log_softmax(self.weights @ vector + self.bias)
        column = {name: number for number, name in enumerate(outputs)}
        known = [column.get(PREFIX + name) for name in self.names]
        own = _log_softmax(np.array([-np.inf if at is None else adapted[at] for at in known], np.float32))
        mixed = mixed + np.where(np.isfinite(own), own, mixed)
        probabilities = np.exp(_log_softmax(mixed))
        order = np.argsort(-probabilities, kind="stable")
        return [(self.names[i], float(probabilities[i])) for i in order]

    def save(self, path: Path) -> None:
        """Write the model."""
        np.savez_compressed(path, names=np.array(self.names), weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> "NeedModel":
        """Read a model written by `save`."""
        with np.load(path) as data:
            return cls(tuple(map(str, data["names"])), data["weights"], data["bias"])


def _log_softmax(logits: Vector) -> Vector:
    shifted = logits - logits.max()
    found: Vector = shifted - np.log(np.exp(shifted).sum())
    return found
