"""Which acts a text does."""

import hashlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from understanding.acts.corpus import Example
from understanding.acts.model import Vector, shared
from understanding.encoder import adapted, universal
from understanding.normaliser import normalise

LONGEST = 600
"""Characters that are read: an act is said in few words."""


@lru_cache(maxsize=1024)  # one turn asks many times of the same few messages
def acts_in(text: str) -> frozenset[str]:
    """Return the names of the acts that one part of a message, or a short message, does."""
    return shared().read(vector(text[:LONGEST]))


def vector(text: str) -> Vector:
    """Return the sentence vector that is read: the general encoder's, then the adapted one's, each of unit length."""
    found: Vector = np.concatenate([universal.encode(normalise(text)), adapted.shared().sentence(text)])
    return found


def fingerprint(examples: Sequence[Example]) -> str:
    """Return a hash of what the reader is trained on: sentences, labels and encoder."""
    digest = hashlib.sha256((adapted.MODEL / adapted.LAYERS).read_bytes())
    for example in examples:
        digest.update(f"{example.text}\0{sorted(example.acts)}\n".encode())
    return digest.hexdigest()[:16]
