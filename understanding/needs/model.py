"""The trained need classifier: one multinomial head over dense sentence features and hashed n-grams, NumPy only."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.risk.features import BUCKETS, Sparse

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class NeedModel:
    """`dense` (classes, d), `hashed` (classes, BUCKETS), `bias` (classes,)."""

    names: tuple[str, ...]
    dense: Vector
    hashed: Vector
    bias: Vector

    def rank(self, dense: Vector, sparse: Sparse) -> list[tuple[str, float]]:
        """Return every class with its probability, the likeliest first."""
        indices, weights = sparse
        logits = self.dense @ dense + self.hashed[:, indices] @ weights + self.bias
        odds = np.exp(logits - logits.max())
        probabilities = odds / odds.sum()
        order = np.argsort(-probabilities)
        return [(self.names[i], float(probabilities[i])) for i in order]

    def save(self, path: Path) -> None:
        """Write the model; hashed weights are stored in half precision."""
        np.savez_compressed(
            path,
            names=np.array(self.names),
            dense=self.dense.astype(np.float32),
            hashed=self.hashed.astype(np.float16),
            bias=self.bias.astype(np.float32),
        )

    @classmethod
    def load(cls, path: Path) -> "NeedModel":
        """Read a model written by `save`; raise ValueError if it was made for another size of features."""
        with np.load(path) as data:
            model = cls(
                names=tuple(str(name) for name in data["names"]),
                dense=data["dense"],
                hashed=data["hashed"].astype(np.float32),
                bias=data["bias"],
            )
        if model.hashed.shape != (len(model.names), BUCKETS):
            raise ValueError(f"{path.name} was made for another size of features: train again")
        return model
