"""The sentences that teach the replies: one JSON object a line, `{text, language, reply}`, `none` for no reply.

`live/` holds messages of whole conversations with the replies that a reader found to answer them: `{text, before,
language, who, unknown, minor, begun, fits, half, shown, calls, …}`, `who` as `bot/actions/written.py` says it, `calls`
what it calls for (`understanding/calls`); of three hands also how grave it is, which teaches nothing yet.
"""

from dataclasses import dataclass
from pathlib import Path

from understanding.hands import read_hands

FOLDER = Path(__file__).parent / "data"
LIVE = Path(__file__).parent / "live"


@dataclass(frozen=True)
class Example:
    """A message, the reply that fits it, who wrote it (`hand`, the file's name), and its language where known."""

    text: str
    reply: str
    hand: str
    language: str = ""


def read_examples(folder: Path = FOLDER) -> list[Example]:
    """Return the examples of a folder, each text once; raise ValueError for an empty text."""
    return read_hands(
        folder,
        labels=lambda _: (),  # any name: a test holds them to the replies that are written
        known=(),
        example=lambda said, hand: Example(said["text"], said["reply"], hand, said["language"]),
    )


@dataclass(frozen=True)
class Seen:
    """A message of a conversation, who wrote it, and the replies that answer it, or a part of it, of those `shown`.

    `fits` may name a reply that was not shown: another reader found it among all.
    """

    text: str
    before: str
    who: str
    unknown: bool
    minor: bool
    begun: bool
    fits: tuple[str, ...]
    half: tuple[str, ...]
    shown: tuple[str, ...]
    hand: str


def read_live(folder: Path = LIVE) -> list[Seen]:
    """Return the messages of a folder's conversations; raise ValueError for an empty text."""
    return read_hands(
        folder,
        labels=lambda _: (),
        known=(),
        example=lambda said, hand: Seen(
            said["text"], said["before"], said["who"], said["unknown"], said["minor"], said["begun"],
            tuple(said["fits"]), tuple(said["half"]), tuple(said["shown"]), hand,
        ),
    )  # fmt: skip
