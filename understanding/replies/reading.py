"""Which written reply or fact a text calls for, and how surely: the encoder's upper layers, trained on nothing else.

The vectors of the general and of the risk encoder tell subjects apart, and danger; two worries of a mother are one to
them. Layers of their own learn what tells one answer from the next (`cli/adapting/answers.py`).
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from hashlib import sha256

import numpy as np

from understanding.classes import LONGEST
from understanding.encoder.adapted import OUTPUTS
from understanding.encoder.answering import MODEL, sentence, shared
from understanding.replies.corpus import FACT, NO_REPLY, OURS, Example, Said

NONE = NO_REPLY


def answers() -> tuple[str, ...]:
    """Return the names of all that a text may call for: replies, facts, questions of this chat, and none."""
    return shared().names


def names() -> tuple[str, ...]:
    """Return the names of the replies, `none` among them."""
    return tuple(name for name in shared().names if not name.startswith((FACT, OURS)))


@lru_cache(maxsize=256)  # one turn asks several times of the same few texts
def answers_to(text: str) -> Mapping[str, float]:
    """Return the probability of each reply, of none, of each fact and of each question of this chat; they sum to 1."""
    logits = shared().outputs(sentence(text[:LONGEST]))
    odds = np.exp(logits - logits.max())
    return dict(zip(shared().names, map(float, odds / odds.sum()), strict=True))


@lru_cache(maxsize=256)
def reply_to(text: str) -> dict[str, float]:
    """Return the probability of each reply, and of none, for a message or a part of one; the rest have what is left."""
    return {name: share for name, share in answers_to(text).items() if not name.startswith((FACT, OURS))}


def trained_on() -> str:
    """Return the fingerprint of the sentences that the reader was trained on."""
    with np.load(MODEL / OUTPUTS) as data:
        return str(data["fingerprint"])


def fingerprint(examples: Iterable[Example], said: Iterable[Said] = ()) -> str:
    """Return a hash of sentences and messages of conversations and what they call for, in whatever order."""
    lines = [f"{example.text}\0{example.reply}\n" for example in examples]
    lines += [f"{each.before}\0{each.text}\0{sorted(each.shares.items())}\n" for each in said]
    return sha256("".join(sorted(lines)).encode()).hexdigest()[:16]
