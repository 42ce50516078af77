"""What the risk heads look at: the sentence vector and hashed character and word n-grams of the normalised text."""

import re
import zlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from understanding.encoder import encode, encode_all
from understanding.normaliser import fold, normalise

BITS = 16
BUCKETS = 1 << BITS
_WORD = re.compile(r"\S+")

Sparse = tuple[NDArray[np.int32], NDArray[np.float32]]
"""Indices below BUCKETS and their weights; the weights have unit length."""


def _ngrams(text: str) -> Counter[int]:
    words = _WORD.findall(text)
    counts: Counter[int] = Counter()
    for word in words:
        padded = f" {word} "
        for size in (3, 4, 5):
            for start in range(max(1, len(padded) - size + 1)):
                counts[_bucket("c" + padded[start : start + size])] += 1
    for size in (1, 2, 3):
        for start in range(len(words) - size + 1):
            counts[_bucket("w" + " ".join(words[start : start + size]))] += 1
    return counts


def _bucket(gram: str) -> int:
    return zlib.crc32(gram.encode()) & (BUCKETS - 1)


def hashed(text: str) -> Sparse:
    """Return the hashed n-grams of `text`: sublinear counts, unit length."""
    counts = _ngrams(fold(normalise(text)))
    indices = np.fromiter(counts.keys(), np.int32, len(counts))
    weights = 1.0 + np.log(np.fromiter(counts.values(), np.float32, len(counts)))
    norm = float(np.linalg.norm(weights)) or 1.0
    return indices, (weights / norm).astype(np.float32)


def dense(text: str) -> NDArray[np.float32]:
    """Return the sentence vector of the normalised text, shape (512,)."""
    return encode(normalise(text))


def dense_all(texts: Sequence[str]) -> NDArray[np.float32]:
    """Return `dense` of many texts, shape (n, 512)."""
    return encode_all([normalise(text) for text in texts])
