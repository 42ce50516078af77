"""The sentences that teach the replies: one JSON object a line, `{text, language, reply}`, `none` for no reply."""

from dataclasses import dataclass
from pathlib import Path

from understanding.hands import read_hands

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Example:
    """A message, the reply that fits it, and who wrote it (`hand`, the file's name)."""

    text: str
    reply: str
    hand: str


def read_examples(folder: Path = FOLDER) -> list[Example]:
    """Return the examples of a folder, each text once; raise ValueError for an empty text."""
    return read_hands(
        folder,
        labels=lambda _: (),  # any name: a test holds them to the replies that are written
        known=(),
        example=lambda said, hand: Example(said["text"], said["reply"], hand),
    )
