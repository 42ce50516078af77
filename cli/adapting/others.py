"""Sentences that ask for a fact, a service or an organisation: what no written reply is the answer to, by and large."""

import random

from bot.actions.knowledge.searched import read_phrasings
from understanding.topics.corpus import read_examples

SEED = 20261129
DRAWN = 3000
"""Sentences drawn of all: with three times as many, fewer replies were found (docs/replies.md)."""
OURS = frozenset(
    {"relation", "blame", "mind", "tell_someone", "stay_safe", "parent_talk", "parent_signs", "suicide_other",
     "us_how", "us_who", "us_team_when", "us_traces", "none", "out_of_scope"}
)  # fmt: skip
"""Topics whose sentences are what replies are written for."""


def asked_otherwise() -> list[str]:
    """Return a sample of the ways of asking for the facts, and of the sentences of the other topics."""
    asked = [text for texts in read_phrasings().values() for text in texts]
    of_topics = [example.text for example in read_examples() if example.topic not in OURS]
    chance = random.Random(SEED)  # noqa: S311 - not a secret
    return chance.sample([*asked, *of_topics], DRAWN)
