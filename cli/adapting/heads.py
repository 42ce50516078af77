"""`repere adapt --heads`: the outputs that read the level, moved for sentences that came after the whole training.

The encoder's layers stay as they are, so this takes minutes and no PyTorch. Each level's output gets a small change,
fitted on the new batches and on a sample of the others, so that what was known is kept. Its cost is `KEPT`,
chosen on the new batches in five parts, each read by outputs that had not seen it, among values that lose no recall.
It goes on from what is shipped: start from the whole training's outputs when it is run again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from understanding.encoder import adapted
from understanding.encoder.held_out import text_key
from understanding.risk.corpus import Record
from understanding.risk.model import LEVELS, Calibration

KEPT = 0.8
SAMPLE = 4500
"""Sentences of the earlier batches that are read again."""
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Move:
    """What is added to the weights (3, 384) and biases (3,) of the levels."""

    weights: Numbers
    bias: Numbers


def refit(records: Sequence[Record], batches: Sequence[str], *, folder: Path = adapted.MODEL) -> None:
    """Move the levels' outputs for `batches` and write them; raise ValueError when a batch has no sentence."""
    chosen = sample(records, batches)
    model = adapted.Adapted.load(folder)
    vectors = np.array([model.sentence(record.text) for record in chosen], np.float64)
    rows = [model.names.index(f"level:{level}") for level in LEVELS]
    ranks = np.array([record.risk.rank for record in chosen])
    move = fit(vectors, ranks, model.weights[rows].astype(np.float64), model.bias[rows].astype(np.float64))
    weights, bias = model.weights.copy(), model.bias.copy()
    weights[rows] += move.weights.astype(np.float32)
    bias[rows] += move.bias.astype(np.float32)
    np.savez(folder / adapted.OUTPUTS, names=np.array(model.names), weights=weights, bias=bias)


def sample(records: Sequence[Record], batches: Sequence[str]) -> list[Record]:
    """Return the sentences of `batches`, then the same sample of the others each time."""
    new = [record for record in records if record.batch in batches]
    if missing := set(batches) - {record.batch for record in new}:
        raise ValueError(f"no sentence in {', '.join(sorted(missing))}")
    others = sorted((record for record in records if record.batch not in batches), key=lambda r: int(text_key(r.text)))
    return [*new, *others[:SAMPLE]]


def fit(vectors: Numbers, ranks: NDArray[np.int_], weights: Numbers, bias: Numbers) -> Move:
    """Return the change that makes the calibrated probabilities of the levels fit `ranks` (n,)."""
    calibration = Calibration.load()
    moved = []
    for row, level in enumerate(LEVELS):
        slope, offset = calibration.slope[level], calibration.offset[level]
        base = slope * (vectors @ weights[row] + bias[row]) + offset
        moved.append(_move(vectors, (ranks >= level.rank).astype(float), base, slope))
    whole = np.array(moved)
    return Move(whole[:, :-1], whole[:, -1])


def _move(vectors: Numbers, true: Numbers, base: Numbers, slope: float) -> Numbers:
    """Minimise the cross-entropy of what is read, and the length of the change."""

    def cost(change: Numbers) -> tuple[float, Numbers]:
        logits = base + slope * (vectors @ change[:-1] + change[-1])
        wrong = slope * (1.0 / (1.0 + np.exp(-logits)) - true)
        loss = float((np.logaddexp(0.0, logits) - true * logits).sum() + KEPT * (change @ change))
        return loss, np.append(vectors.T @ wrong, wrong.sum()) + 2.0 * KEPT * change

    start = np.zeros(vectors.shape[1] + 1)
    found: Numbers = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return found
