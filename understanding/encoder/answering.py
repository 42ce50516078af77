"""The answering encoder: the same lower layers, with upper ones trained for which reply or fact a text calls for.

`understanding/replies/model`, written by `repere adapt --replies`, brings its layers and outputs.
"""

from functools import cache, lru_cache
from pathlib import Path

from understanding.encoder.adapted import Adapted, Vector

MODEL = Path(__file__).resolve().parents[1] / "replies" / "model"


@cache
def shared() -> Adapted:
    """The process's answering encoder, loaded once; raise FileNotFoundError if it was never trained."""
    return Adapted.load(MODEL)


@lru_cache(maxsize=2048)
def sentence(text: str) -> Vector:
    """Return the sentence vector of one text, shape (384,); kept: replies, facts, calls and this chat's own all ask."""
    vector = shared().sentence(text)
    vector.setflags(write=False)
    return vector
