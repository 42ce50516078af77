"""One of several: small networks over sentence vectors, and an honest probability for each class."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from understanding.networks import Networks, Shape, Vector, fit

LONGEST = 800
"""Characters that are read of a text."""

FOLDS = 4
"""Parts of the sentences, each read by networks trained on the others."""

CONTEXT = 200
"""Characters of what was written before that a short text is read with."""


@dataclass(frozen=True)
class Classes:
    """The networks' outputs are divided by `heat` and made probabilities (softmax), then averaged.

    `heat` is where the probability of the true class is highest on sentences that were left out (temperature scaling,
    Guo et al., 2017). `fingerprint` names what the networks were trained on.
    """

    names: tuple[str, ...]
    networks: Networks
    heat: float
    fingerprint: str = ""

    def probabilities(self, vectors: Vector) -> Vector:
        """Return the probability of each class, shape (m, classes), for sentence vectors (m, d)."""
        return softened(self.networks.outputs(vectors), self.heat)

    def read(self, vector: Vector) -> dict[str, float]:
        """Return the probability of each class for a text of that vector (d,); they sum to 1."""
        return dict(zip(self.names, map(float, self.probabilities(vector[None, :])[0]), strict=True))

    def save(self, path: Path) -> None:
        """Write the model."""
        np.savez_compressed(
            path,
            names=np.array(self.names),
            heat=np.array(self.heat),
            fingerprint=np.array(self.fingerprint),
            **self.networks.arrays(),  # type: ignore[arg-type]
        )

    @classmethod
    def load(cls, path: Path) -> "Classes":
        """Read a model written by `save`; raise FileNotFoundError if it was never trained."""
        with np.load(path) as data:
            return cls(tuple(map(str, data["names"])), Networks.of(data), float(data["heat"]), str(data["fingerprint"]))


def softened(outputs: Vector, heat: float) -> Vector:
    """Return the mean over networks of the softmax of outputs (m, k, n) divided by `heat`, shape (m, n)."""
    cooled = outputs / heat
    odds = np.exp(cooled - cooled.max(axis=-1, keepdims=True))
    found: Vector = (odds / odds.sum(axis=-1, keepdims=True)).mean(axis=1)
    return found


def in_context(
    read: Callable[[str], Mapping[str, float]], text: str, before: str, *, short: int, sure: float
) -> Mapping[str, float]:
    """Return what `read` gives for a text; an unsure one of `short` words or less leans on what was `before`."""
    alone = read(text)
    if not before or len(text.split()) > short or max(alone.values()) >= sure:
        return alone
    together = read(f"{before[-CONTEXT:]} {text}")
    return {name: (alone[name] + together[name]) / 2 for name in alone}


def learn(
    texts: Sequence[str],
    true: Sequence[str],
    names: Sequence[str],
    shape: Shape,
    *,
    encode: Callable[[str], Vector],
    fingerprint: str,
    also: Sequence[frozenset[str]] = (),
) -> tuple[Classes, list["Worth"]]:
    """Fit networks on the vectors that `encode` gives of texts whose classes are `true`, of `names`.

    Return the reader, and what each class is worth on texts that its networks had not seen; `also` as for `worth`.
    """
    vectors = np.array([encode(text[:LONGEST]) for text in texts], np.float32)
    numbers = np.array([names.index(name) for name in true])
    outputs = _left_out(vectors, numbers, len(names), shape)
    heat = _heat(outputs, numbers)
    reader = Classes(tuple(names), fit(vectors, numbers, shape), heat, fingerprint)
    return reader, worth(softened(outputs, heat), true, names, also)


def _left_out(vectors: Vector, true: NDArray[np.int_], classes: int, shape: Shape) -> Vector:
    """Return the outputs (m, k, classes) of networks that had not seen each sentence."""
    from sklearn.model_selection import StratifiedKFold  # scikit-learn is not needed to serve

    outputs = np.zeros((len(vectors), shape.networks, classes), np.float32)
    for seen, left_out in StratifiedKFold(FOLDS, shuffle=True, random_state=shape.seed).split(vectors, true):
        outputs[left_out] = fit(vectors[seen], true[seen], shape).outputs(vectors[left_out])
    return outputs


def _heat(outputs: Vector, true: NDArray[np.int_]) -> float:
    """Return the heat at which the probabilities of the true classes are highest."""
    from scipy.optimize import minimize_scalar

    def surprise(heat: float) -> float:
        right = softened(outputs, heat)[np.arange(len(true)), true]
        return float(-np.log(right + 1e-9).mean())

    return float(minimize_scalar(surprise, bounds=(0.3, 5.0), method="bounded").x)


@dataclass(frozen=True)
class Worth:
    """On sentences not seen: how many are of the class, how many of those were found, how many found were right."""

    name: str
    sentences: int
    precision: float
    recall: float


def worth(
    probabilities: Vector, true: Sequence[str], names: Sequence[str], also: Sequence[frozenset[str]] = ()
) -> list[Worth]:
    """Return what each class is worth; `also` holds, for each sentence, what else may be said of it."""
    found = [names[at] for at in probabilities.argmax(axis=1)]
    allowed = [{each, *more} for each, more in zip(true, also or [frozenset()] * len(true), strict=True)]
    told = []
    for name in names:
        of_it = [at for at, each in enumerate(true) if each == name]
        believed = [at for at, each in enumerate(found) if each == name]
        precision = sum(name in allowed[at] for at in believed) / max(len(believed), 1)
        recall = sum(found[at] == name for at in of_it) / max(len(of_it), 1)
        told.append(Worth(name, len(of_it), precision, recall))
    return told
