"""The general encoder's vector of a text and the adapted one's, side by side."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from understanding.encoder import adapted, universal
from understanding.normaliser import normalise

DIMENSIONS = universal.DIMENSIONS + adapted.DIMENSIONS


@lru_cache(maxsize=256)  # a turn reads the same few texts for topics, replies, acts and facts
def encode(text: str) -> NDArray[np.float32]:
    """Return the vectors of `text`, shape (DIMENSIONS,): two parts of unit length, the general one first."""
    vectors: NDArray[np.float32] = np.concatenate([universal.encode(normalise(text)), adapted.sentence(text)])
    vectors.setflags(write=False)
    return vectors


def fingerprint(lines: Iterable[str]) -> str:
    """Return a hash of what a reader over these vectors is trained on: the encoder, and a line for each sentence."""
    digest = hashlib.sha256((adapted.MODEL / adapted.LAYERS).read_bytes())
    for line in lines:
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()[:16]
