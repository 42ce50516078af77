"""What sets records apart: the sentence space, stretched where ways of asking for one record do not differ.

Within-class covariance normalisation (Hatch, Kajarekar and Stolcke, 2006): directions in which the phrasings of one
record vary, such as the register or the language, count less; those that separate records count more.
"""

import numpy as np
from numpy.typing import NDArray

from bot.actions.knowledge.sentences import Vectors

SHRINKAGE = 1.0
"""Share of the mean variance added in every direction: there are fewer phrasings a record than dimensions."""


class Contrast:
    """Ways of asking for `records` records, in the stretched space; texts of later rows belong to no record."""

    def __init__(self, vectors: Vectors, owners: NDArray[np.int64], records: int) -> None:
        """`vectors` (n, d) are those of the ways of asking, `owners` (n,) their rows; each record has one at least."""
        of_records = owners < records
        rows, texts = owners[of_records], vectors[of_records].astype(np.float64)
        centres = np.zeros((records, vectors.shape[1]))
        np.add.at(centres, rows, texts)
        centres /= np.bincount(rows, minlength=records)[:, None]
        self._middle = vectors.mean(axis=0)
        self._stretch = _inverse_root(texts - centres[rows])
        self._texts = self._placed(vectors)
        self._centres = self._placed(centres.astype(np.float32))

    def near(self, vector: Vectors) -> tuple[Vectors, Vectors]:
        """Return the cosines of a question's vector (d,) with the ways of asking (n,) and the records' centres."""
        placed = self._placed(vector)
        return self._texts @ placed, self._centres @ placed

    def _placed(self, vectors: Vectors) -> Vectors:
        moved = (vectors - self._middle) @ self._stretch
        return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9), np.float32)


def _inverse_root(differences: NDArray[np.float64]) -> Vectors:
    """Return the inverse square root of the covariance of `differences` (n, d), shrunk."""
    covariance = differences.T @ differences / len(differences)
    values, axes = np.linalg.eigh(covariance)
    shrunk = np.maximum(values, 0.0) + SHRINKAGE * max(float(values.mean()), 1e-9)
    return np.asarray((axes / np.sqrt(shrunk)) @ axes.T, np.float32)
