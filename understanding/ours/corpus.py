"""The sentences that teach what is asked of this chat (`data/`), and those that ask it nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from understanding.calls.corpus import Example as Call
from understanding.calls.corpus import read_examples as read_calls
from understanding.hands import read_hands

FOLDER = Path(__file__).parent / "data"
NONE = "none"
QUESTIONS = (
    "police_called", "told_family", "told_dpj", "told_immigration", "who_reads", "kept", "phone_trace", "human",
    "how_long", "team", "why_alerted", "cancel_alert", "erase", "free", "name_needed", "believed", "can_do",
    "government", "languages", "come_back", NONE,
)  # fmt: skip
OF_US = ("service", "greeting", "complaint")
"""What messages of whole conversations call for that may be asked of this chat: those teach nothing here."""


@dataclass(frozen=True)
class Example:
    """A message, what it asks of this chat (one of QUESTIONS), who wrote it (`hand`), and its language where known."""

    text: str
    asks: str
    hand: str
    language: str = ""


def read_examples(folder: Path = FOLDER, calls: Sequence[Call] | None = None) -> list[Example]:
    """Return the examples, each text once, and the messages of whole conversations that ask this chat nothing.

    Raise ValueError for an unknown question or no text.
    """
    written = read_hands(
        folder,
        labels=lambda said: [said["kind"]],
        known=QUESTIONS,
        example=lambda said, hand: Example(said["text"], said["kind"], hand, said["language"]),
    )
    known = {example.text for example in written}
    others = [
        Example(call.text, NONE, call.hand)
        for call in (read_calls() if calls is None else calls)
        if not {call.calls, *call.also} & set(OF_US) and call.text not in known
    ]
    return [*written, *others]
