"""Training of the reader of who speaks, and what it is worth on sentences that it did not see."""

from collections.abc import Sequence

import numpy as np

from understanding.classes import LONGEST, Classes, Worth, learn, worth
from understanding.encoder.both import encode
from understanding.networks import Shape
from understanding.risk.taxonomy import SPEAKERS
from understanding.speaker.corpus import Example
from understanding.speaker.reading import fingerprint

SHAPE = Shape(networks=3, hidden=256, epochs=14, alpha=1.0, batch=256, rate=0.002, seed=20261129)
FOLDS = 4


def train(examples: Sequence[Example]) -> tuple[Classes, list[Worth]]:
    """Fit the networks on all examples; return the reader, and what each speaker is worth by cross-validation."""
    vectors = np.array([encode(example.text[:LONGEST]) for example in examples], np.float32)
    true = [example.speaker for example in examples]
    numbers = np.array([SPEAKERS.index(speaker) for speaker in true])
    reader, left_out = learn(vectors, numbers, SPEAKERS, SHAPE, folds=FOLDS, fingerprint=fingerprint(examples))
    return reader, worth(left_out, true, SPEAKERS)
