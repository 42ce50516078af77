"""The sentences that teach what is asked of this chat (`data/`), and those that ask it nothing."""

from dataclasses import dataclass
from pathlib import Path

from understanding.calls.corpus import Example as Call
from understanding.calls.corpus import read_examples as read_calls
from understanding.hands import read_hands
from understanding.replies.corpus import ANSWERED, CONVERSATIONS, LIVE, OURS, read_conversations
from understanding.topics.corpus import Example as Asked
from understanding.topics.corpus import read_examples as read_topics

FOLDER = Path(__file__).parent / "data"
NONE = "none"
QUESTIONS = (
    "police_called", "told_family", "told_dpj", "told_immigration", "who_reads", "kept", "phone_trace", "human",
    "how_long", "team", "why_alerted", "cancel_alert", "erase", "free", "name_needed", "believed", "can_do",
    "government", "languages", "come_back", NONE,
)  # fmt: skip
OF_US = ("service", "greeting", "complaint")
"""What messages of whole conversations call for that may be asked of this chat: those teach nothing here."""
OF_ANYBODY = ("us_", "org_")
"""Beginnings of the topics whose sentences may be asked of this chat, or of an organisation in the same words."""
EACH = 4
"""One sentence of so many of the other topics, and of the conversations that teach the reader of answers, teaches what
asks this chat nothing: with all of them, one question in eight was no longer found."""


@dataclass(frozen=True)
class Example:
    """A message, what it asks of this chat (one of QUESTIONS), who wrote it (`hand`), and its language where known."""

    text: str
    asks: str
    hand: str
    language: str = ""


def read_examples(folder: Path = FOLDER) -> list[Example]:
    """Return the examples, each text once, and the sentences that ask this chat nothing: messages of whole
    conversations, and questions of other topics ("are these for guys?").

    Raise ValueError for an unknown question or no text.
    """
    written = [*read_written(folder), *_asked_in_conversations()]
    known = {example.text for example in written}
    calls = [*read_calls(LIVE), *read_calls(CONVERSATIONS)[::EACH]]
    calls = [each for each in calls if not {each.calls, *each.also} & set(OF_US)]
    topics = [each for each in read_topics() if not each.topic.startswith(OF_ANYBODY)][::EACH]
    others: list[Call | Asked] = [*calls, *topics]
    none = {each.text: _none(each) for each in others if each.text not in known}
    return [*written, *none.values()]


def _asked_in_conversations() -> list[Example]:
    """Return the messages of whole conversations that a question of this chat answers, alone or beside half-answers."""
    return [
        Example(said.text, name.removeprefix(OURS), said.hand)
        for said in read_conversations()
        for name, share in said.shares.items()
        if name.startswith(OURS) and share >= ANSWERED
    ]


def _none(example: Call | Asked) -> Example:
    return Example(example.text, NONE, example.hand)


def read_written(folder: Path = FOLDER) -> list[Example]:
    """Return the sentences of a folder, each text once; raise ValueError for an unknown question or no text."""
    return read_hands(
        folder,
        labels=lambda said: [said["kind"]],
        known=QUESTIONS,
        example=lambda said, hand: Example(said["text"], said["kind"], hand, said["language"]),
    )
