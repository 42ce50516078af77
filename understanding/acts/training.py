"""Training of the reader (scikit-learn is not needed to serve): an act is believed only where it is mostly right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold

from understanding.acts.corpus import Example
from understanding.acts.model import Acts
from understanding.acts.names import ACTS
from understanding.acts.reading import fingerprint
from understanding.encoder.both import encode
from understanding.networks import Shape, Vector, fit

SHAPE = Shape(networks=3, hidden=256, epochs=25, alpha=1.0, batch=64, rate=0.001, seed=20261128)
FOLDS = 4
RIGHT = 0.75
"""Share of believed acts that must be right on sentences that the networks did not see, where one in three is a near
miss: among plain messages more are right (tests/nlu/test_acts.py)."""
LEAST = 0.5
"""No act is believed below this probability, however few of its near misses were thought of."""
LEAST_OF_CONSEQUENCE = 0.7
CONSEQUENCE = ("farewell", "harmed_me", "is_the_person", "is_not_the_person")
"""Acts that end a conversation or say who lives it: they are believed less easily."""
NEVER = 2.0


@dataclass(frozen=True)
class Worth:
    """On sentences not seen: how many do the act, and precision and recall from the level where it is believed."""

    act: str
    sentences: int
    precision: float
    recall: float
    sure: float


def train(examples: Sequence[Example]) -> tuple[Acts, list[Worth]]:
    """Fit the networks on all sentences; return the reader, and what each act is worth by cross-validation."""
    vectors = np.array([encode(example.text) for example in examples], np.float32)
    done = np.array([[act in example.acts for act in ACTS] for example in examples], int)
    scores = _unseen(vectors, done)
    worth = [_worth(act, scores[:, at], done[:, at]) for at, act in enumerate(ACTS)]
    sure = np.array([each.sure for each in worth], np.float32)
    return Acts(ACTS, fit(vectors, done, SHAPE), sure, fingerprint(examples)), worth


def _unseen(vectors: Vector, done: NDArray[np.int_]) -> Vector:
    """Return the scores of each sentence by networks that did not see it, shape (n, acts)."""
    scores = np.zeros(done.shape, np.float32)
    for seen, left_out in StratifiedKFold(FOLDS, shuffle=True, random_state=SHAPE.seed).split(
        vectors, done.argmax(axis=1)
    ):
        reader = Acts(ACTS, fit(vectors[seen], done[seen], SHAPE), np.ones(len(ACTS), np.float32))
        scores[left_out] = reader.probabilities(vectors[left_out])
    return scores


def _worth(act: str, scores: Vector, does: NDArray[np.int_]) -> Worth:
    """Return the worth from the lowest level where enough is right; one more sentence is counted half wrong."""
    order = np.argsort(-scores)
    right = np.cumsum(does[order])
    enough = np.flatnonzero((right + 0.5) / (np.arange(1, len(order) + 1) + 1) >= RIGHT)
    least = LEAST_OF_CONSEQUENCE if act in CONSEQUENCE else LEAST
    sure = max(least, float(scores[order[enough[-1]]])) if len(enough) else NEVER
    believed = scores >= sure
    precision = float(does[believed].mean()) if believed.any() else 0.0
    return Worth(act, int(does.sum()), precision, float(believed[does > 0].mean()), sure)
