"""Training of the reader of replies, and what it is worth on sentences that it did not see."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from understanding.classes import Classes, Worth, learn, worth
from understanding.encoder.both import encode
from understanding.networks import Shape, Vector, fit
from understanding.replies.corpus import Example, Seen, answered
from understanding.replies.reading import NONE, fingerprint

SHAPE = Shape(networks=4, hidden=256, epochs=14, alpha=1.0, batch=256, rate=0.002, seed=20261129)
FOLDS = 2
ALIKE = 0.3
"""Probability of a reply from which a text written to ask something else is no example of none: it may be both."""


@dataclass(frozen=True)
class Learned:
    """The reader, what each reply is worth by cross-validation, and for each hand a reader that did not learn it."""

    reader: Classes
    worth: list[Worth]
    without: dict[str, Classes]


def train(examples: Sequence[Example], others: Sequence[str], seen: Sequence[Seen] = ()) -> Learned:
    """Fit the networks on sentences, and on the messages of conversations that a reply answers.

    `others` are texts that ask something else, by and large: those that look like a reply's are left out.
    """
    names = tuple(sorted({example.reply for example in examples}))
    vectors = _encoded([example.text for example in examples])
    replies = np.array([names.index(example.reply) for example in examples])
    apart = _apart(_encoded(others), vectors, replies, names)
    of_none = np.full(len(apart), names.index(NONE))
    live = [example for example in map(answered, seen) if example is not None]
    told, tells = (
        _encoded([example.text for example in live]),
        np.array([names.index(each.reply) for each in live], int),
    )
    print_of = fingerprint(examples, others, seen)
    reader, left_out = learn(
        np.concatenate([vectors, apart, told]) if live else np.concatenate([vectors, apart]),
        np.concatenate([replies, of_none, tells]), names, SHAPE, folds=FOLDS, fingerprint=print_of,
    )  # fmt: skip
    without: dict[str, Classes] = {}
    for half in _halves({each.hand for each in seen}):
        kept = np.array([example.hand not in half for example in live], bool)
        networks = fit(
            np.concatenate([vectors, apart, told[kept]]), np.concatenate([replies, of_none, tells[kept]]), SHAPE
        )
        without |= {hand: Classes(names, networks, reader.heat) for hand in half}
    every = [names[at] for at in np.concatenate([replies, of_none, tells])]
    return Learned(reader, worth(left_out, every, names), without)


def _halves(hands: set[str]) -> list[set[str]]:
    """Return two halves of the hands: a message is judged by networks that did not learn its conversation."""
    ordered = sorted(hands)
    return [half for half in (set(ordered[::2]), set(ordered[1::2])) if half]


def _encoded(texts: Sequence[str]) -> Vector:
    return np.array([encode(text) for text in texts], np.float32)


def _apart(vectors: Vector, known: Vector, replies: NDArray[np.int_], names: Sequence[str]) -> Vector:
    """Return the vectors (m, d) that networks fitted on the examples alone take for no reply."""
    first = Classes(tuple(names), fit(known, replies, SHAPE), heat=1.0)
    found = first.probabilities(vectors)
    found[:, names.index(NONE)] = 0
    kept: Vector = vectors[found.max(axis=1) < ALIKE]
    return kept
