"""Training of the reader of what messages call for, and what it is worth on messages that it did not see."""

from collections.abc import Sequence

import numpy as np

from understanding.calls.corpus import CALLS, Example
from understanding.calls.reading import fingerprint
from understanding.classes import LONGEST, Classes, Worth, learn, worth
from understanding.encoder.both import encode
from understanding.networks import Shape

SHAPE = Shape(networks=8, hidden=64, epochs=40, alpha=3.0, batch=200, rate=0.001, seed=20261130)
FOLDS = 4


def train(examples: Sequence[Example]) -> tuple[Classes, list[Worth]]:
    """Fit the networks on all messages; return the reader, and what each call is worth by cross-validation."""
    vectors = np.array([encode(example.text[:LONGEST]) for example in examples], np.float32)
    called = np.array([CALLS.index(example.calls) for example in examples])
    reader, left_out = learn(vectors, called, CALLS, SHAPE, folds=FOLDS, fingerprint=fingerprint(examples))
    also = [example.also for example in examples]
    return reader, worth(left_out, [example.calls for example in examples], CALLS, also)
