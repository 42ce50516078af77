"""The sentences that teach the topics: one JSON object a line, `{text, language, topic, also?}`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    found: dict[str, Example] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for example in _read(path):
            found.setdefault(" ".join(example.text.lower().split()), example)
    return list(found.values())


def _read(path: Path) -> Iterator[Example]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        said = json.loads(line)
        also = frozenset(said.get("also", ()))
        unknown = {said["topic"], *also} - set(TOPICS)
        if unknown or not said["text"].strip():
            raise ValueError(f"{path.name}, line {number}: {', '.join(sorted(unknown)) or 'no text'}")
        yield Example(said["text"], said["topic"], also, path.stem)
