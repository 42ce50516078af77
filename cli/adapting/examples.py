"""Examples for the adapted encoder: what is asked of each sentence, and the hurried hands that write it otherwise."""

import random
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from understanding.normaliser import normalise
from understanding.risk.corpus import UNSAID, Record
from understanding.risk.taxonomy import SPEAKERS, Level, RiskType

LEVELS = (Level.CONCERN, Level.HIGH, Level.IMMINENT)
TYPES = sorted(RiskType)
SPEAKER_NAMES = sorted(SPEAKERS)
LEFT_OUT = -100
"""The number of a need that was not said: `cross_entropy` passes over it."""


@dataclass(frozen=True)
class Outputs:
    """The names of the outputs, in order: levels (that level or more), types, speakers, needs."""

    needs: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """All names, each with its question."""
        return [
            *(f"level:{level}" for level in LEVELS),
            *(f"type:{kind}" for kind in TYPES),
            *(f"speaker:{name}" for name in SPEAKER_NAMES),
            *(f"need:{need}" for need in self.needs),
        ]

    @property
    def bounds(self) -> tuple[int, int, int]:
        """Where types, speakers and needs begin."""
        types = len(LEVELS)
        speakers = types + len(TYPES)
        return types, speakers, speakers + len(SPEAKER_NAMES)


@dataclass(frozen=True)
class Targets:
    """What is true of n records: `levels` (n, 3) and `types` (n, 12) of 0 and 1, `risky` (n,), ids of the rest."""

    levels: np.ndarray
    types: np.ndarray
    risky: np.ndarray
    speakers: np.ndarray
    needs: np.ndarray


def targets(records: Sequence[Record], outputs: Outputs) -> Targets:
    """Return the targets of `records`."""
    levels = np.array([[r.risk.rank >= level.rank for level in LEVELS] for r in records], np.float32)
    return Targets(
        levels=levels,
        types=np.array([[r.risk_type == kind for kind in TYPES] for r in records], np.float32),
        risky=levels[:, 0],
        speakers=np.array([SPEAKER_NAMES.index(r.speaker) for r in records]),
        needs=np.array([LEFT_OUT if r.need == UNSAID else outputs.needs.index(r.need) for r in records]),
    )


def spellings(text: str) -> tuple[str, str, str]:
    """Return how a sentence is shown in training: as the encoder will get it, hurriedly typed, and not normalised."""
    plain = normalise(text)
    return plain, _hurried(plain), text.lower()


def _hurried(text: str) -> str:
    """Take accents off and mistype one long word in seven; the same text always gives the same result."""
    chance = random.Random(zlib.crc32(text.encode()))  # noqa: S311 - not a secret
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(_mistyped(word, chance) if len(word) > 3 else word for word in bare.split(" "))


def _mistyped(word: str, chance: random.Random) -> str:
    if chance.random() >= 0.15:
        return word
    at, kind = chance.randrange(1, len(word) - 1), chance.random()
    if kind < 0.4:
        return word[:at] + word[at + 1 :]
    if kind < 0.6:
        return word[:at] + word[at] + word[at:]
    if kind < 0.8:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word.replace("'", "")
