"""Which acts a text does."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import yaml

from understanding.acts.corpus import Example
from understanding.acts.model import shared
from understanding.encoder import both
from understanding.encoder.both import encode
from understanding.normaliser import fold, normalise

ASKING = Path(__file__).parent / "asking.yml"
REFUSALS = frozenset({"no_shelter", "no_police", "no_dpj", "no_human", "no_lines", "by_choice"})
GUARDED = REFUSALS | {"complains", "no_voice", "harmed_me", "company", "deaf", "comes_back", "shame", "no_danger"}
"""Acts that are believed only where the words of the text may be them (`asking.yml`)."""
LONGEST = 600
"""Characters that are read: an act is said in few words."""


@lru_cache(maxsize=1024)  # one turn asks many times of the same few messages
def acts_in(text: str) -> frozenset[str]:
    """Return the names of the acts that one part of a message, or a short message, does."""
    found = shared().read(encode(text[:LONGEST]))
    return found - _not_meant(text) if found & GUARDED else found


def _not_meant(text: str) -> frozenset[str]:
    """Return the acts that the words of `text` cannot be, however near its meaning seems."""
    words = re.sub(r"[^a-z0-9]+", " ", fold(normalise(text)))
    said = {name for name, pattern in _patterns().items() if pattern.search(words)}
    asks = ("wants" in said and "negates" not in said) or ("whether" in said and "refuses" not in said)
    excluded = {
        "by_choice": "of_a_person" in said or "of_choice" not in said,
        "no_police": "fears" in said,
        "no_dpj": "fears" in said,
        "no_human": "told_nobody" in said or ("refuses" not in said and bool({"unable", "asks_for_somebody"} & said)),
        "no_voice": "of_voice" not in said,
        "deaf": "of_deaf" not in said,
        "comes_back": "of_return" not in said,
        "shame": "of_shame" not in said,
        "no_danger": "whether" in said,
        "complains": bool({"thanks", "reports"} & said),
        "company": bool({"whether", "together"} & said),
        "harmed_me": "harms_another" in said and "harms_me" not in said,
    }
    return frozenset(act for act, is_out in excluded.items() if is_out) | (REFUSALS if asks else frozenset())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    data: dict[str, str] = yaml.safe_load(ASKING.read_text("utf-8"))
    return {name: re.compile(rf"\b(?:{phrases})\b") for name, phrases in data.items()}


def fingerprint(examples: Sequence[Example]) -> str:
    """Return a hash of what the reader is trained on: sentences, labels and encoder."""
    return both.fingerprint(f"{example.text}\0{sorted(example.acts)}" for example in examples)
