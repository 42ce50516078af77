"""The sentences that teach who speaks: those that teach the risk, each of which says who wrote it, and openings.

An opening is the first one or two messages of a conversation: one JSON object a line, `{lang, speaker, messages}`.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from understanding.risk.corpus import Record
from understanding.risk.taxonomy import SPEAKERS

FOLDER = Path(__file__).parent / "data"
OFTEN = 4
"""Times that an opening is read for each other sentence: they are few, and what the reader is for (docs/speaker.md)."""
LITTLE = 5
"""Words of a message that says nothing of its writer by itself ("Laval", "oui merci")."""


@dataclass(frozen=True, slots=True)
class Example:
    """What somebody wrote, and who."""

    text: str
    speaker: str


def read_examples(records: Sequence[Record], folder: Path = FOLDER) -> list[Example]:
    """Return the sentences of the risk, then the openings; raise ValueError for an unknown speaker or an empty text."""
    openings = [each for path in sorted(folder.glob("*.jsonl")) for each in _read_file(path)]
    return [*(Example(record.text, record.speaker) for record in records), *openings * OFTEN]


def _read_file(path: Path) -> Iterator[Example]:
    """Give each opening as it stands once its last message came, and that message by itself if it may tell."""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        said = json.loads(line)
        messages: list[str] = said["messages"]
        if said["speaker"] not in SPEAKERS or not all(text.strip() for text in messages):
            raise ValueError(f"{path.name}, line {number}: unknown speaker or empty text")
        yield Example(" ".join(messages), said["speaker"])
        if len(messages) > 1 and len(messages[-1].split()) > LITTLE:
            yield Example(messages[-1], said["speaker"])
