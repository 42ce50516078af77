"""Training of the reader of what is asked of this chat, and what it is worth on sentences that it did not see."""

from collections.abc import Sequence

import numpy as np

from understanding.classes import LONGEST, Classes, Worth, learn, worth
from understanding.encoder.both import encode
from understanding.networks import Shape
from understanding.ours.corpus import QUESTIONS, Example
from understanding.ours.reading import fingerprint

SHAPE = Shape(networks=4, hidden=64, epochs=40, alpha=3.0, batch=200, rate=0.001, seed=20261130)
FOLDS = 4


def train(examples: Sequence[Example]) -> tuple[Classes, list[Worth]]:
    """Fit the networks on all sentences; return the reader, and what each question is worth by cross-validation."""
    vectors = np.array([encode(example.text[:LONGEST]) for example in examples], np.float32)
    asked = np.array([QUESTIONS.index(example.asks) for example in examples])
    reader, left_out = learn(vectors, asked, QUESTIONS, SHAPE, folds=FOLDS, fingerprint=fingerprint(examples))
    return reader, worth(left_out, [example.asks for example in examples], QUESTIONS)
