"""Which acts a text does."""

import hashlib
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import yaml

from understanding.acts.corpus import Example
from understanding.acts.model import Vector, shared
from understanding.encoder import adapted, universal
from understanding.normaliser import fold, normalise

ASKING = Path(__file__).parent / "asking.yml"
REFUSALS = frozenset({"no_shelter", "no_police", "no_dpj", "no_human", "no_lines", "by_choice"})
LONGEST = 600
"""Characters that are read: an act is said in few words."""


@lru_cache(maxsize=1024)  # one turn asks many times of the same few messages
def acts_in(text: str) -> frozenset[str]:
    """Return the names of the acts that one part of a message, or a short message, does."""
    found = shared().read(vector(text[:LONGEST]))
    return found - REFUSALS if found & REFUSALS and _only_asks(text) else found


def _only_asks(text: str) -> bool:
    words = re.sub(r"[^a-z0-9]+", " ", fold(normalise(text)))
    wants, negates = _patterns()
    return bool(wants.search(words)) and not negates.search(words)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data: dict[str, str] = yaml.safe_load(ASKING.read_text("utf-8"))
    wants, negates = (re.compile(rf"\b{data[name]}\b") for name in ("wants", "negates"))
    return wants, negates


def vector(text: str) -> Vector:
    """Return the sentence vector that is read: the general encoder's, then the adapted one's, each of unit length."""
    found: Vector = np.concatenate([universal.encode(normalise(text)), adapted.shared().sentence(text)])
    return found


def fingerprint(examples: Sequence[Example]) -> str:
    """Return a hash of what the reader is trained on: sentences, labels and encoder."""
    digest = hashlib.sha256((adapted.MODEL / adapted.LAYERS).read_bytes())
    for example in examples:
        digest.update(f"{example.text}\0{sorted(example.acts)}\n".encode())
    return digest.hexdigest()[:16]
