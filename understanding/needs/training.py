"""Training of the linear part of the need classifier (scikit-learn is not needed to serve)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from understanding.needs.model import NeedModel

SEED = 20261124
INVERSE_REGULARISATION = 20.0


def train(vectors: NDArray[np.float32], needs: Sequence[str]) -> NeedModel:
    """Fit the classifier on n messages: their sentence vectors (n, d) and their needs."""
    model = LogisticRegression(
        C=INVERSE_REGULARISATION, tol=1e-2, max_iter=60, class_weight="balanced", random_state=SEED
    )
    model.fit(vectors, np.array(needs))
    return NeedModel(
        names=tuple(map(str, model.classes_)),
        weights=model.coef_.astype(np.float32),
        bias=model.intercept_.astype(np.float32),
    )
