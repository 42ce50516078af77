"""Training of the reader (scikit-learn is not needed to serve): an act is believed only where it is mostly right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import StratifiedKFold
from sklearn.neural_network import MLPClassifier

from understanding.acts.corpus import Example
from understanding.acts.model import Acts, Vector
from understanding.acts.names import ACTS
from understanding.acts.reading import fingerprint
from understanding.encoder.both import encode

SEED = 20261128
NETWORKS, HIDDEN, EPOCHS, FOLDS = 3, 256, 25, 4
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
    return _acts(_Fitted.on(vectors, done), sure, fingerprint(examples)), worth


@dataclass(frozen=True)
class _Fitted:
    """Networks on standardised vectors."""

    networks: list[Any]
    mean: Vector
    spread: Vector

    @classmethod
    def on(cls, vectors: Vector, done: NDArray[np.int_]) -> "_Fitted":
        mean, spread = vectors.mean(axis=0), vectors.std(axis=0)
        networks = [
            MLPClassifier(
                (HIDDEN,), alpha=1.0, max_iter=EPOCHS, n_iter_no_change=EPOCHS, batch_size=64, random_state=SEED + each
            ).fit((vectors - mean) / spread, done)
            for each in range(NETWORKS)
        ]
        return cls(networks, mean, spread)

    def scores(self, vectors: Vector) -> Vector:
        standard = (vectors - self.mean) / self.spread
        found: Vector = np.mean([network.predict_proba(standard) for network in self.networks], axis=0)
        return found


def _unseen(vectors: Vector, done: NDArray[np.int_]) -> Vector:
    """Return the scores of each sentence by networks that did not see it, shape (n, acts)."""
    scores = np.zeros(done.shape, np.float32)
    for seen, left_out in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(vectors, done.argmax(axis=1)):
        scores[left_out] = _Fitted.on(vectors[seen], done[seen]).scores(vectors[left_out])
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


def _acts(fitted: _Fitted, sure: Vector, fingerprint: str) -> Acts:
    """Return the networks as they read vectors that are not standardised."""
    weights = [network.coefs_ for network in fitted.networks]
    biases = [network.intercepts_ for network in fitted.networks]
    inner = np.array([first / fitted.spread[:, None] for first, _ in weights], np.float32)
    shift = np.array([(fitted.mean / fitted.spread) @ first for first, _ in weights], np.float32)
    return Acts(
        names=ACTS,
        inner=inner,
        inner_bias=np.array([first for first, _ in biases], np.float32) - shift,
        outer=np.array([second for _, second in weights], np.float32),
        outer_bias=np.array([second for _, second in biases], np.float32),
        sure=sure,
        fingerprint=fingerprint,
    )
