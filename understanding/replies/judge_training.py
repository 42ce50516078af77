"""Training of the judge: on messages of whole conversations, whose fitting replies readers named."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from understanding.classes import LONGEST
from understanding.encoder import universal
from understanding.encoder.both import encode
from understanding.normaliser import normalise
from understanding.replies.corpus import Example, Seen
from understanding.replies.judging import FEATURES, Judge, Known, Vector, likeliest, read

MIDDLES = 4
"""Middles kept of a reply's sentences."""
HALF = 0.4
"""What a reply that meets a part of the message counts for, beside one that answers it."""
STRENGTH = 0.3
"""Inverse of the L2 penalty's strength."""
SEED = 20261129


def learn_judge(
    seen: Sequence[Seen],
    examples: Sequence[Example],
    about: Mapping[str, str],
    known: Callable[[Seen], Mapping[str, Known]],
    *,
    fingerprint: str,
) -> Judge:
    """Return the judge fitted on `seen`, messages that the reader of replies was not trained on."""
    from sklearn.linear_model import LogisticRegression  # scikit-learn is not needed to serve

    names = tuple(sorted(about))
    blank = np.ones(len(FEATURES), np.float32)
    purposes = np.array([encode(about[name][:LONGEST]) for name in names], np.float32)
    judge = Judge(names, purposes, _middles(names, examples), blank, blank, blank, 0.0, fingerprint)
    features, worth = _told(judge, seen, known)
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    scaled = (features - mean) / spread
    model = LogisticRegression(C=STRENGTH, max_iter=2000)
    model.fit(
        np.concatenate([scaled, scaled]),
        np.concatenate([np.ones(len(scaled)), np.zeros(len(scaled))]),
        sample_weight=np.concatenate([worth, 1 - worth]),
    )
    return replace(
        judge, weights=model.coef_[0].astype(np.float32), mean=mean, spread=spread, bias=float(model.intercept_[0])
    )


def _told(
    judge: Judge,
    seen: Sequence[Seen],
    known: Callable[[Seen], Mapping[str, Known]],
) -> tuple[Vector, Vector]:
    """Return the features of the replies that a reader was shown, and what each was worth, 0 to 1."""
    features, worth = [], []
    for each in seen:
        reading = read(each.text, each.before)
        replies = known(each)
        found = likeliest(reading, replies)
        rows = judge.features(reading, found, replies)
        for name, row in zip(found, rows, strict=True):
            if name in each.fits or name in each.half or name in each.shown:
                features.append(row)
                worth.append(1.0 if name in each.fits else HALF if name in each.half else 0.0)
    return np.array(features, np.float32), np.array(worth, np.float32)


def _middles(names: Sequence[str], examples: Sequence[Example]) -> Vector:
    """Return the middles of each reply's sentences, of unit length, shape (names, MIDDLES, general)."""
    from sklearn.cluster import KMeans

    vectors: dict[str, list[Vector]] = {}
    for example in examples:
        vectors.setdefault(example.reply, []).append(universal.encode(normalise(example.text)))
    found = np.zeros((len(names), MIDDLES, universal.DIMENSIONS), np.float32)
    for at, name in enumerate(names):
        own = np.array(vectors[name])
        count = min(MIDDLES, len(own))
        means = KMeans(count, n_init=1, random_state=SEED).fit(own).cluster_centers_
        found[at] = means[np.arange(MIDDLES) % count]
    lengths: Vector = found / np.linalg.norm(found, axis=2, keepdims=True)
    return lengths
