"""Training of the reader of topics, and what it is worth on sentences that it did not see."""

from collections.abc import Sequence

from understanding.classes import Classes, Worth, learn
from understanding.encoder.both import encode
from understanding.networks import Shape
from understanding.topics.corpus import Example
from understanding.topics.names import TOPICS
from understanding.topics.reading import fingerprint

SHAPE = Shape(networks=4, hidden=256, epochs=14, alpha=1.0, batch=256, rate=0.002, seed=20261129)


def train(examples: Sequence[Example]) -> tuple[Classes, list[Worth]]:
    """Fit the networks on all sentences; return the reader, and what each topic is worth by cross-validation."""
    texts, true = [example.text for example in examples], [example.topic for example in examples]
    also = [example.also for example in examples]
    return learn(texts, true, TOPICS, SHAPE, encode=encode, fingerprint=fingerprint(examples), also=also)
