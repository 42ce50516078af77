"""Training of the reader of replies, and what it is worth on sentences that it did not see."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from understanding.classes import Classes, Worth, learn, worth
from understanding.encoder.both import encode
from understanding.networks import Shape, Vector, fit
from understanding.replies.corpus import Example
from understanding.replies.reading import NONE, fingerprint

SHAPE = Shape(networks=4, hidden=256, epochs=14, alpha=1.0, batch=256, rate=0.002, seed=20261129)
FOLDS = 4
ALIKE = 0.5
"""Probability of a reply from which a text written to ask something else is no example of none: it may be both."""


def train(examples: Sequence[Example], others: Sequence[str]) -> tuple[Classes, list[Worth]]:
    """Fit the networks; return the reader, and what each reply is worth by cross-validation.

    `others` are texts that ask something else, by and large: those that look like a reply's are left out.
    """
    names = tuple(sorted({example.reply for example in examples}))
    vectors = _encoded([example.text for example in examples])
    replies = np.array([names.index(example.reply) for example in examples])
    apart = _apart(_encoded(others), vectors, replies, names)
    told = np.concatenate([replies, np.full(len(apart), names.index(NONE))])
    reader, left_out = learn(
        np.concatenate([vectors, apart]), told, names, SHAPE, folds=FOLDS, fingerprint=fingerprint(examples, others)
    )
    return reader, worth(left_out, [names[at] for at in told], names)


def _encoded(texts: Sequence[str]) -> Vector:
    return np.array([encode(text) for text in texts], np.float32)


def _apart(vectors: Vector, known: Vector, replies: NDArray[np.int_], names: Sequence[str]) -> Vector:
    """Return the vectors (m, d) that networks fitted on the examples alone take for no reply."""
    first = Classes(tuple(names), fit(known, replies, SHAPE), heat=1.0)
    found = first.probabilities(vectors)
    found[:, names.index(NONE)] = 0
    kept: Vector = vectors[found.max(axis=1) < ALIKE]
    return kept
