"""The vectors of the general, the risk and the answering encoder, side by side.

What tells a danger is not what tells one question from the next: readers of what is asked gain from all three
(docs/calls.md).
"""

import hashlib
from collections.abc import Iterable

import numpy as np

from understanding.encoder import adapted, answering, both
from understanding.encoder.adapted import Vector


def encode(text: str) -> Vector:
    """Return the vectors of `text`, shape (1280,): three parts of unit length."""
    vectors: Vector = np.concatenate([both.encode(text), answering.sentence(text)])
    return vectors


def fingerprint(lines: Iterable[str]) -> str:
    """Return a hash of what a reader over these vectors is trained on: the encoders, and a line for each sentence."""
    digest = hashlib.sha256(both.fingerprint(lines).encode())
    digest.update((answering.MODEL / adapted.LAYERS).read_bytes())
    return digest.hexdigest()[:16]
