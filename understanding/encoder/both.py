"""The general encoder's vector of a text and the adapted one's, side by side."""

import numpy as np
from numpy.typing import NDArray

from understanding.encoder import adapted, universal
from understanding.normaliser import normalise

DIMENSIONS = universal.DIMENSIONS + adapted.DIMENSIONS


def encode(text: str) -> NDArray[np.float32]:
    """Return the vectors of `text`, shape (DIMENSIONS,): two parts of unit length, the general one first."""
    vectors: NDArray[np.float32] = np.concatenate([universal.encode(normalise(text)), adapted.sentence(text)])
    vectors.setflags(write=False)
    return vectors
