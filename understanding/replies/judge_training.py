"""Training of the judge: on messages of whole conversations, whose fitting answers readers named."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from understanding.replies.corpus import Seen
from understanding.replies.judging import Judge, Known, Vector, features, likeliest, read

HALF = 0.4
"""What an answer that meets a part of the message counts for, beside one that answers it."""
STRENGTH = 0.3
"""Inverse of the L2 penalty's strength."""


def learn_judge(seen: Sequence[Seen], known: Callable[[Seen], Mapping[str, Known]], *, fingerprint: str) -> Judge:
    """Return the judge fitted on messages whose answers were looked for among all, and that the reader never saw."""
    from sklearn.linear_model import LogisticRegression  # scikit-learn is not needed to serve
    from sklearn.preprocessing import StandardScaler

    rows, worth = _told(seen, known)
    scaler = StandardScaler().fit(rows)
    scaled = scaler.transform(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=3000)
    model.fit(
        np.concatenate([scaled, scaled]),
        np.concatenate([np.ones(len(scaled)), np.zeros(len(scaled))]),
        sample_weight=np.concatenate([worth, 1 - worth]),
    )
    weights = model.coef_[0] / scaler.scale_
    return Judge(weights, float(model.intercept_[0] - weights @ scaler.mean_), fingerprint)


def _told(seen: Sequence[Seen], known: Callable[[Seen], Mapping[str, Known]]) -> tuple[Vector, Vector]:
    """Return the features of the likeliest answers of each message, and what each was worth, 0 to 1."""
    told, worth = [], []
    for each in (each for each in seen if each.among_all):
        reading, answers = read(each.text, each.before), known(each)
        found = likeliest(reading, answers)
        if not found:
            continue
        for name, row in zip(found, features(reading, found, answers), strict=True):
            told.append(row)
            worth.append(1.0 if name in each.fits else HALF if name in each.half else 0.0)
    return np.array(told), np.array(worth)
