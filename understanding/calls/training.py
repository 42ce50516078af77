"""Training of the reader of what messages call for, and what it is worth on messages that it did not see."""

from collections.abc import Sequence

from understanding.calls.corpus import CALLS, Example
from understanding.calls.reading import fingerprint
from understanding.classes import Classes, Worth, learn
from understanding.encoder.three import encode
from understanding.networks import Shape

SHAPE = Shape(networks=8, hidden=64, epochs=40, alpha=3.0, batch=200, rate=0.001, seed=20261130)


def train(examples: Sequence[Example]) -> tuple[Classes, list[Worth]]:
    """Fit the networks on all messages; return the reader, and what each call is worth by cross-validation."""
    texts, true = [example.text for example in examples], [example.calls for example in examples]
    also = [example.also for example in examples]
    return learn(texts, true, CALLS, SHAPE, encode=encode, fingerprint=fingerprint(examples), also=also)
