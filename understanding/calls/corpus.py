"""The messages of whole conversations that teach what a message calls for: `calls`, and `calls_also` if a second."""

from dataclasses import dataclass
from pathlib import Path

from understanding.hands import read_hands
from understanding.replies.corpus import CONVERSATIONS, LIVE

CALLS = (
    "answer", "closing", "complaint", "fact", "greeting", "list", "listening", "record",
    "safety", "service", "words",
)  # fmt: skip
"""To have an answer to the bot's question taken, to close, …; `words` is advice that no register holds."""

RARE = ("counsellor", "other")
"""What too few messages call for to be learned: a person (`understanding.wishes` reads that), a test, an insult."""


@dataclass(frozen=True)
class Example:
    """A message, what it calls for, what else if anything, and who wrote it (`hand`, the file's name)."""

    text: str
    calls: str
    also: frozenset[str]
    hand: str


def read_examples(*folders: Path) -> list[Example]:
    """Return the examples of `folders` (all conversations, where none is named) that may be learned, each text once.

    Raise ValueError for an unknown call or no text.
    """
    found = [example for folder in folders or (LIVE, CONVERSATIONS) for example in _read(folder)]
    return [example for example in {each.text: each for each in found}.values() if example.calls not in RARE]


def _read(folder: Path) -> list[Example]:
    return read_hands(
        folder,
        labels=lambda said: [said["calls"], *([said["calls_also"]] if "calls_also" in said else [])],
        known=(*CALLS, *RARE),
        example=lambda said, hand: Example(
            said["text"], said["calls"], frozenset([said["calls_also"]] if "calls_also" in said else []), hand
        ),
    )
