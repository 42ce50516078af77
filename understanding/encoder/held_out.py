"""What encoders that never saw a sentence's batch read in it: the honest input of thresholds and figures.

The shipped encoder has seen every training sentence, so it cannot be judged on them. `repere adapt` therefore also
trains without each fold of batches and keeps, for each sentence, the outputs of the encoder that did not see its hand.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "model" / "held_out.npz"
FOLDS = ("b31 b34 b37 b03", "b32 b35 b38 m01", "b33 b36 b20 b0x")
"""Batches (hands) left out together; a new batch joins the fold that its name's hash gives."""


def folds(batches: Sequence[str]) -> NDArray[np.int_]:
    """Return the fold of each batch name."""
    known = {batch: number for number, group in enumerate(FOLDS) for batch in group.split()}
    return np.array([known.get(batch, int(text_key(batch)) % len(FOLDS)) for batch in batches])


def text_key(text: str) -> np.uint64:
    """Return the key of a sentence: the first eight bytes of its SHA-256."""
    key: np.uint64 = np.frombuffer(hashlib.sha256(text.encode()).digest()[:8], np.uint64)[0]
    return key


@dataclass(frozen=True)
class HeldOut:
    """`logits` (n, outputs), as `Adapted.names`, of the sentences whose `text_key` is in `keys` (n,)."""

    names: tuple[str, ...]
    keys: NDArray[np.uint64]
    logits: NDArray[np.float32]

    def of(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return the logits of `texts`, shape (n, outputs), and which of them are known (the rest are zeros)."""
        row = {int(key): number for number, key in enumerate(self.keys)}
        found = [row.get(int(text_key(text)), -1) for text in texts]
        known = np.array([number >= 0 for number in found])
        logits = np.where(known[:, None], self.logits[found], 0.0).astype(np.float32)
        return logits, known

    def save(self, path: Path = FILE) -> None:
        """Write to `path`, in half precision."""
        np.savez_compressed(path, names=np.array(self.names), keys=self.keys, logits=self.logits.astype(np.float16))

    @classmethod
    def load(cls, path: Path = FILE) -> "HeldOut":
        """Read what `save` wrote; raise FileNotFoundError if the encoder was never adapted."""
        with np.load(path) as data:
            return cls(tuple(map(str, data["names"])), data["keys"], data["logits"].astype(np.float32))
