"""The trained heads of the risk detector: linear, read from one .npz file, NumPy only."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.risk.features import BUCKETS, Sparse

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Heads:
    """`n` independent logistic heads: `dense` (n, 512), `hashed` (n, BUCKETS), `bias` (n,), named in `names`."""

    names: tuple[str, ...]
    dense: Vector
    hashed: Vector
    bias: Vector
    thresholds: dict[str, float]
    fingerprint: str

    def probabilities(self, dense: Vector, sparse: Sparse) -> dict[str, float]:
        """Return each head's probability for one message."""
        indices, weights = sparse
        logits = self.dense @ dense + self.hashed[:, indices] @ weights + self.bias
        values = 1.0 / (1.0 + np.exp(-logits))
        return dict(zip(self.names, values.tolist(), strict=True))

    def save(self, path: Path) -> None:
        """Write the heads; hashed weights are stored in half precision."""
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            path,
            names=np.array(self.names),
            dense=self.dense.astype(np.float32),
            hashed=self.hashed.astype(np.float16),
            bias=self.bias.astype(np.float32),
            threshold_names=np.array(list(self.thresholds)),
            threshold_values=np.array(list(self.thresholds.values())),
            fingerprint=np.array(self.fingerprint),
        )

    @classmethod
    def load(cls, path: Path) -> "Heads":
        """Read heads written by `save`; raise FileNotFoundError if there are none, ValueError if they do not fit."""
        with np.load(path) as data:
            heads = cls(
                names=tuple(str(name) for name in data["names"]),
                dense=data["dense"],
                hashed=data["hashed"].astype(np.float32),
                bias=data["bias"],
                thresholds=dict(zip(map(str, data["threshold_names"]), data["threshold_values"].tolist(), strict=True)),
                fingerprint=str(data["fingerprint"]),
            )
        if heads.hashed.shape != (len(heads.names), BUCKETS):
            raise ValueError(f"{path.name} was made for another size of features: train again")
        return heads
