"""The sentences that teach the acts: one JSON object a line, `{text, language, acts}`."""

from dataclasses import dataclass
from pathlib import Path

from understanding.acts.names import ACTS
from understanding.hands import read_hands

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Example:
    """A message, who wrote it (`hand`, the file's name) and all that it does."""

    text: str
    acts: frozenset[str]
    hand: str


def read_examples(folder: Path = FOLDER) -> list[Example]:
    """Return the examples of a folder, each text once; raise ValueError for an unknown act or an empty text."""
    return read_hands(
        folder,
        labels=lambda said: said["acts"],
        known=ACTS,
        example=lambda said, hand: Example(said["text"], frozenset(said["acts"]), hand),
    )
