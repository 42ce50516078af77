"""What a text asks, and how surely."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from understanding.classes import LONGEST, in_context
from understanding.encoder import both
from understanding.networks import Vector
from understanding.topics.corpus import Example
from understanding.topics.model import shared

SHORT = 9
"""Words of a text that is read with what was written before it."""
SURE = 0.6
"""Probability from which a short text is read for itself."""


@lru_cache(maxsize=1024)  # one turn asks many times of the same few texts
def topics_in(text: str) -> dict[str, float]:
    """Return the probability of each topic for a message or a part of one; they sum to 1."""
    return shared().read(both.encode(text[:LONGEST]))


def topic_of(text: str) -> tuple[str, float]:
    """Return the most probable topic of a text, and its probability."""
    found = topics_in(text)
    best = max(found, key=lambda name: found[name])
    return best, found[best]


def topics_in_context(text: str, before: str) -> Mapping[str, float]:
    """Return the topics of a text; a short unsure one leans on what was written `before` it ("and at night?")."""
    return in_context(topics_in, text, before, short=SHORT, sure=SURE)


def topic_in_context(text: str, before: str) -> tuple[str, float]:
    """Return the most probable topic of a text read with what was written before it, and its probability."""
    found = topics_in_context(text, before)
    best = max(found, key=lambda name: found[name])
    return best, found[best]


def of_vectors(vectors: Vector) -> Vector:
    """Return the probabilities of the topics, shape (m, topics), of vectors made by `encoder.both` (m, d)."""
    return shared().probabilities(np.asarray(vectors, np.float32))


def fingerprint(examples: Sequence[Example]) -> str:
    """Return a hash of what the reader is trained on: sentences, labels and encoder."""
    return both.fingerprint(f"{example.text}\0{example.topic}" for example in examples)
