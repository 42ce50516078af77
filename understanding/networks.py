"""Small networks over sentence vectors, averaged: trained with scikit-learn, served with numpy alone."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
PARTS = ("inner", "inner_bias", "outer", "outer_bias")


@dataclass(frozen=True)
class Networks:
    """k networks of one hidden layer of h rectified units, over vectors of d dimensions, with n outputs each.

    `inner` (k, d, h), `inner_bias` (k, h), `outer` (k, h, n), `outer_bias` (k, n).
    """

    inner: Vector
    inner_bias: Vector
    outer: Vector
    outer_bias: Vector

    def outputs(self, vectors: Vector) -> Vector:
        """Return the outputs of each network, before any squashing, shape (m, k, n) for vectors (m, d)."""
        hidden = np.maximum(np.einsum("md,kdh->mkh", vectors, self.inner, optimize=True) + self.inner_bias, 0)
        found: Vector = np.einsum("mkh,kha->mka", hidden, self.outer, optimize=True) + self.outer_bias
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what is saved: the weights in half precision."""
        saved = {name: getattr(self, name) for name in PARTS}
        return {**saved, "inner": self.inner.astype(np.float16), "outer": self.outer.astype(np.float16)}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]]) -> "Networks":
        """Return the networks of `arrays`."""
        return cls(*(arrays[name].astype(np.float32) for name in PARTS))


@dataclass(frozen=True)
class Shape:
    """How networks are trained: `alpha` weighs the L2 penalty, `hidden` counts units, `rate` is the learning rate."""

    networks: int
    hidden: int
    epochs: int
    alpha: float
    batch: int
    rate: float
    seed: int


def fit(vectors: Vector, targets: NDArray[np.int_], shape: Shape) -> Networks:
    """Fit on standardised vectors (m, d); `targets` are classes (m,), or what each does of n things (m, n).

    The networks returned read vectors that are not standardised.
    """
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0)
    fitted = [_fit((vectors - mean) / spread, targets, shape, shape.seed + each) for each in range(shape.networks)]
    firsts = [network.coefs_[0] for network in fitted]
    shift = np.array([(mean / spread) @ first for first in firsts], np.float32)
    return Networks(
        inner=np.array([first / spread[:, None] for first in firsts], np.float32),
        inner_bias=np.array([network.intercepts_[0] for network in fitted], np.float32) - shift,
        outer=np.array([network.coefs_[1] for network in fitted], np.float32),
        outer_bias=np.array([network.intercepts_[1] for network in fitted], np.float32),
    )


def _fit(vectors: Vector, targets: NDArray[np.int_], shape: Shape, seed: int) -> Any:
    from sklearn.exceptions import ConvergenceWarning  # scikit-learn is not needed to serve
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    network = MLPClassifier(
        (shape.hidden,), alpha=shape.alpha, batch_size=shape.batch, learning_rate_init=shape.rate, random_state=seed,
        max_iter=shape.epochs, n_iter_no_change=shape.epochs,
    )  # fmt: skip
    with threadpool_limits(1), warnings.catch_warnings():  # threads that wait for each other take thirty times longer
        warnings.simplefilter("ignore", ConvergenceWarning)  # stopped early on purpose
        return network.fit(vectors, targets)
