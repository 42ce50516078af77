"""Training of the need classifier (scikit-learn is not needed to serve)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from understanding.needs.model import NeedModel
from understanding.risk.features import BUCKETS, Sparse

SEED = 20261124
DENSE_WEIGHT = 3.0
INVERSE_REGULARISATION = 4.0


def train(dense: NDArray[np.float32], grams: Sequence[Sparse], needs: Sequence[str]) -> NeedModel:
    """Fit the classifier on n messages: `dense` (n, d), their hashed n-grams and their needs."""
    pointers = np.cumsum([0] + [len(indices) for indices, _ in grams])
    hashed = sparse.csr_matrix(
        (np.concatenate([w for _, w in grams]), np.concatenate([i for i, _ in grams]), pointers),
        shape=(len(grams), BUCKETS),
    )
    features = sparse.hstack([sparse.csr_matrix(dense * DENSE_WEIGHT), hashed], format="csr")
    model = LogisticRegression(
        C=INVERSE_REGULARISATION, tol=1e-3, max_iter=200, class_weight="balanced", random_state=SEED
    )
    model.fit(features, np.array(needs))
    width = dense.shape[1]
    return NeedModel(
        names=tuple(map(str, model.classes_)),
        dense=(model.coef_[:, :width] * DENSE_WEIGHT).astype(np.float32),
        hashed=model.coef_[:, width:].astype(np.float32),
        bias=model.intercept_.astype(np.float32),
    )
