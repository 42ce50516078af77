"""Training of the reader of who speaks, and what it is worth on sentences that it did not see."""

from collections.abc import Sequence

from understanding.classes import Classes, Worth, learn
from understanding.encoder.both import encode
from understanding.networks import Shape
from understanding.risk.taxonomy import SPEAKERS
from understanding.speaker.corpus import Example
from understanding.speaker.reading import fingerprint

SHAPE = Shape(networks=3, hidden=256, epochs=14, alpha=1.0, batch=256, rate=0.002, seed=20261129)


def train(examples: Sequence[Example]) -> tuple[Classes, list[Worth]]:
    """Fit the networks on all examples; return the reader, and what each speaker is worth by cross-validation."""
    texts, true = [example.text for example in examples], [example.speaker for example in examples]
    return learn(texts, true, SPEAKERS, SHAPE, encode=encode, fingerprint=fingerprint(examples))
