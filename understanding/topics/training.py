"""Training of the reader of topics, and what it is worth on sentences that it did not see."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold

from understanding.encoder.both import encode
from understanding.networks import Shape, Vector, fit
from understanding.topics.corpus import Example
from understanding.topics.model import Topics, softened
from understanding.topics.names import TOPICS
from understanding.topics.reading import fingerprint

SHAPE = Shape(networks=4, hidden=256, epochs=14, alpha=1.0, batch=256, rate=0.002, seed=20261129)
FOLDS = 4


@dataclass(frozen=True)
class Worth:
    """On sentences not seen: how many ask the topic, how many of those were found, how many found were right."""

    topic: str
    sentences: int
    precision: float
    recall: float


def train(examples: Sequence[Example]) -> tuple[Topics, list[Worth]]:
    """Fit the networks on all sentences; return the reader, and what each topic is worth by cross-validation."""
    vectors = np.array([encode(example.text) for example in examples], np.float32)
    asked = np.array([TOPICS.index(example.topic) for example in examples])
    outputs = np.zeros((len(examples), SHAPE.networks, len(TOPICS)), np.float32)
    for seen, left_out in StratifiedKFold(FOLDS, shuffle=True, random_state=SHAPE.seed).split(vectors, asked):
        outputs[left_out] = fit(vectors[seen], asked[seen], SHAPE).outputs(vectors[left_out])
    heat = _heat(outputs, asked)
    reader = Topics(TOPICS, fit(vectors, asked, SHAPE), heat, fingerprint(examples))
    return reader, _worth(softened(outputs, heat), examples)


def _heat(outputs: Vector, asked: Vector) -> float:
    """Return the heat at which the probabilities of what is asked are highest."""

    def surprise(heat: float) -> float:
        right = softened(outputs, heat)[np.arange(len(asked)), asked.astype(int)]
        return float(-np.log(right + 1e-9).mean())

    return float(minimize_scalar(surprise, bounds=(0.3, 5.0), method="bounded").x)


def _worth(probabilities: Vector, examples: Sequence[Example]) -> list[Worth]:
    found = probabilities.argmax(axis=1)
    worth = []
    for at, topic in enumerate(TOPICS):
        of_it = np.array([example.topic == topic for example in examples])
        right = np.array([topic == example.topic or topic in example.also for example in examples])
        believed = found == at
        precision = float(right[believed].mean()) if believed.any() else 0.0
        worth.append(Worth(topic, int(of_it.sum()), precision, float(believed[of_it].mean())))
    return worth
