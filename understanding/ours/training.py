"""Training of the reader of what is asked of this chat, and what it is worth on sentences that it did not see."""

from collections.abc import Sequence

from understanding.classes import Classes, Worth, learn
from understanding.encoder.three import encode
from understanding.networks import Shape
from understanding.ours.corpus import QUESTIONS, Example
from understanding.ours.reading import fingerprint

SHAPE = Shape(networks=4, hidden=64, epochs=40, alpha=3.0, batch=200, rate=0.001, seed=20261130)


def train(examples: Sequence[Example]) -> tuple[Classes, list[Worth]]:
    """Fit the networks on all sentences; return the reader, and what each question is worth by cross-validation."""
    texts, true = [example.text for example in examples], [example.asks for example in examples]
    return learn(texts, true, QUESTIONS, SHAPE, encode=encode, fingerprint=fingerprint(examples))
