"""The sentences that teach the replies: one JSON object a line, `{text, language, reply}`, `none` for no reply.

`live/` holds messages of whole conversations with the replies that a reader found to answer them: `{text, before,
language, who, unknown, minor, begun, fits, half, shown, calls, …}`, `who` as `bot/actions/written.py` says it, `calls`
what it calls for (`understanding/calls`). Those whose answers were looked for among all (no `shown`) teach the judge,
which must see how the reader does on what it never read. Those of `conversations/` have the same form and teach the
reader; `fits` and `half` name facts (`fact:…`) and questions of this chat (`ours:…`) too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from understanding.hands import read_hands

FOLDER = Path(__file__).parent / "data"
LIVE = Path(__file__).parent / "live"
CONVERSATIONS = Path(__file__).parent / "conversations"
NO_REPLY = "none"
FACT = "fact:"
"""Before the id of a fact, in the names of what a text may call for."""
OURS = "ours:"
"""The same before a question of this chat (`understanding/ours`)."""
ANSWERED = 0.8
"""Share of the label that the answers of a message have where others meet a part of it."""


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
    """A message of a conversation, who wrote it, and the answers that meet it, or a part of it.

    They were looked for `among_all`, or among the few replies that an earlier reader put first.
    """

    text: str
    before: str
    who: str
    unknown: bool
    minor: bool
    begun: bool
    fits: tuple[str, ...]
    half: tuple[str, ...]
    among_all: bool
    hand: str


def read_live(folder: Path = LIVE) -> list[Seen]:
    """Return the messages of a folder's conversations; raise ValueError for an empty text."""
    return read_hands(
        folder,
        labels=lambda _: (),
        known=(),
        example=lambda said, hand: Seen(
            said["text"], said["before"], said["who"], said["unknown"], said["minor"], said["begun"],
            tuple(said["fits"]), tuple(said["half"]), "shown" not in said, hand,
        ),
    )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """A message of a conversation, the one `before` it, and the share of each answer in what it calls for (sum: 1)."""

    text: str
    before: str
    shares: Mapping[str, float]
    hand: str


def read_conversations(folder: Path = CONVERSATIONS) -> list[Said]:
    """Return the messages that teach the reader, each text once; raise ValueError for an empty text."""
    return read_hands(
        folder,
        labels=lambda _: (),
        known=(),
        example=lambda said, hand: Said(said["text"], said["before"], shares(said["fits"], said["half"]), hand),
    )


def shares(fits: Sequence[str], half: Sequence[str]) -> dict[str, float]:
    """Return the label of a message: what `fits` has ANSWERED of it, or all, and what meets a part has the rest.

    Where nothing fits, a half is for no reply.
    """
    if not half:
        return {name: 1.0 / len(fits) for name in fits} if fits else {NO_REPLY: 1.0}
    whole = {name: ANSWERED / len(fits) for name in fits} or {NO_REPLY: 0.5}
    left = 1.0 - sum(whole.values())
    return {**{name: left / len(half) for name in half}, **whole}
