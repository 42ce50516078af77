"""The sentences that teach the topics: one JSON object a line, `{text, language, topic, also?}`."""

from dataclasses import dataclass
from pathlib import Path

from understanding.hands import read_hands
from understanding.topics.names import TOPICS

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Example:
    """A message, what it asks, what else it asks, and who wrote it (`hand`, the file's name)."""

    text: str
    topic: str
    also: frozenset[str]
    hand: str


def read_examples(folder: Path = FOLDER) -> list[Example]:
    """Return the examples of a folder, each text once; raise ValueError for an unknown topic or an empty text."""
    return read_hands(
        folder,
        labels=lambda said: [said["topic"], *said.get("also", ())],
        known=TOPICS,
        example=lambda said, hand: Example(said["text"], said["topic"], frozenset(said.get("also", ())), hand),
    )
