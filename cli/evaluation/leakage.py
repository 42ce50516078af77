"""Evaluation sentences that resemble a training sentence: figures on them would flatter."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from understanding.normaliser import fold

SIZE = 4
LIMIT = 0.6
COMMON_WORDS = 3
"""Up to that many words, everybody writes the same ("oui", "au revoir", the name of a town): no sign of a copy."""
_ROWS_AT_ONCE = 256


@dataclass(frozen=True)
class Likeness:
    """An evaluation sentence (`id`) and the training sentence (`where`) it resembles most, from 0 to 1."""

    id: str
    where: str
    jaccard: float
    common: bool


def read_texts(path: Path) -> list[tuple[str, str]]:
    """Return (id, text) of a labelled file; of a conversation, each turn. Raise ValueError naming a bad line."""
    return [pair for number, line in _lines(path) for pair in _texts(path, number, line)]


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    lines = enumerate(path.read_text("utf-8").splitlines(), start=1)
    return ((number, line) for number, line in lines if line.strip())


def _texts(path: Path, number: int, line: str) -> list[tuple[str, str]]:
    try:
        record = json.loads(line)
        name = str(record.get("id", number))
        if "turns" in record:
            return [(f"{name}, turn {n}", str(text)) for n, text in enumerate(record["turns"], start=1)]
        return [(name, str(record["text"]))]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name}, line {number}: {error!r}") from error


def likenesses(
    evaluated: Sequence[tuple[str, str]], trained: Sequence[tuple[str, str]], limit: float = LIMIT
) -> list[Likeness]:
    """Return each evaluation (id, text) that resembles a training (where, text): Jaccard index over `limit`.

    The index is of character 4-grams. Texts are folded (case, accents, apostrophes and spaces do not count); one
    shorter than four characters is its own gram. 10,000 × 800 sentences take seconds: a product of sparse matrices.
    """
    vocabulary: dict[str, int] = {}
    known = _matrix([text for _, text in trained], vocabulary)
    asked = _matrix([text for _, text in evaluated], vocabulary)
    known.resize(known.shape[0], len(vocabulary))
    sizes, transposed = np.diff(known.indptr), known.T.tocsc()
    found = []
    for start in range(0, len(evaluated), _ROWS_AT_ONCE):
        part = asked[start : start + _ROWS_AT_ONCE]
        shared = (part @ transposed).tocoo()
        union = np.diff(part.indptr)[shared.row] + sizes[shared.col] - shared.data
        over = np.flatnonzero(shared.data / union > limit)
        found += _best(evaluated, trained, start + shared.row[over], shared.col[over], (shared.data / union)[over])
    return found


def _best(
    evaluated: Sequence[tuple[str, str]],
    trained: Sequence[tuple[str, str]],
    rows: Iterable[int],
    columns: Iterable[int],
    values: Iterable[float],
) -> list[Likeness]:
    best: dict[int, tuple[float, int]] = {}
    for row, column, value in zip(rows, columns, values, strict=True):
        best[row] = max(best.get(row, (0.0, 0)), (float(value), column))
    return [
        Likeness(evaluated[row][0], trained[column][0], round(value, 3), _is_common(evaluated[row][1]))
        for row, (value, column) in sorted(best.items())
    ]


def _is_common(text: str) -> bool:
    return len(fold(text).split()) <= COMMON_WORDS


def _matrix(texts: Sequence[str], vocabulary: dict[str, int]) -> sparse.csr_matrix:
    """Return which 4-grams each text holds, shape (texts, grams); new grams are added to `vocabulary`."""
    rows = [[vocabulary.setdefault(gram, len(vocabulary)) for gram in _grams(text)] for text in texts]
    indices = np.array([index for row in rows for index in row], dtype=np.int32)
    pointers = np.cumsum([0, *map(len, rows)])
    ones = np.ones(len(indices), dtype=np.int32)
    return sparse.csr_matrix((ones, indices, pointers), shape=(len(texts), max(1, len(vocabulary))))


def _grams(text: str) -> set[str]:
    folded = fold(text)
    return {folded[i : i + SIZE] for i in range(max(1, len(folded) - SIZE + 1))}
