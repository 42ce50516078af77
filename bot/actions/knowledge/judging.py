"""How surely a fact answers the newest message: learned from what readers found in whole conversations.

The floors of `retrieval.yml` were fitted on questions. In conversations, where a story stands around them, readers
found that a fact told answered one time in four. Logistic regression over a few readings of the index, fitted by
`repere adapt --facts` on `understanding/replies/live`; its numbers are in `data/judge.yml`.
"""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from bot.actions.knowledge.asking import Asks
from bot.actions.knowledge.index import Index, Match
from bot.actions.knowledge.searched import DATA
from understanding.replies import fact_for

FILE = DATA / "judge.yml"
FEATURES = (
    "whole",
    "part",
    "share",
    "above_none",
    "called",
    "called_at_most",
    "log_words",
    "questions",
    "asks",
    "given",
)
TINY = 1e-4
"""Added to a probability before its logarithm is taken."""
ASKS = {Asks.FACT: 2.0, Asks.SERVICE: 1.0, Asks.NOTHING: 0.0}


@dataclass(frozen=True)
class Heard:
    """What the newest message asks: its `text`, the one `before`, and its `questions` with what is told around each.

    `given` are the ids of the facts given so far; `need` and `audiences` are the conversation's.
    """

    text: str
    before: str
    questions: tuple[tuple[str, str], ...]
    asks: Asks
    given: tuple[str, ...] = ()
    need: str | None = None
    audiences: frozenset[str] = frozenset()

    @property
    def units(self) -> list[str]:
        """The texts that it is read in: whole, each question alone, and after what was told or written before."""
        parts = [text for part, told in self.questions for text in (part, *([f"{told} {part}"] if told else []))]
        return list(dict.fromkeys([self.text, *parts, *([f"{self.before} {self.text}"] if self.before else [])]))


@dataclass(frozen=True)
class Judge:
    """Weights and bias of FEATURES."""

    weights: tuple[float, ...]
    bias: float

    def fit(self, features: Sequence[float]) -> float:
        """Return the probability that a fact with these features answers."""
        odds = self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-odds))


@cache
def shared() -> Judge:
    """Return the judge of `data/judge.yml`."""
    data = yaml.safe_load(FILE.read_text("utf-8"))
    return Judge(tuple(float(data["weights"][name]) for name in FEATURES), float(data["bias"]))


def fits(index: Index, heard: Heard, names: Collection[str]) -> dict[str, float]:
    """Return the probability that each of the named facts answers."""
    return {name: shared().fit(row) for name, row in features(index, heard, names).items()}


def called_for(heard: Heard, at_most: int) -> list[str]:
    """Return the ids of the facts that some unit of a message most surely calls for, at most so many a unit."""
    shares = [fact_for(text) for text in heard.units]
    return list(
        dict.fromkeys(name for share in shares for name in sorted(share, key=lambda each: -share[each])[:at_most])
    )


def features(index: Index, heard: Heard, names: Collection[str]) -> dict[str, tuple[float, ...]]:
    """Return FEATURES of each of the named facts: scores and shares over the readings of the message."""
    asked = [(heard.text, ""), *([(heard.text, heard.before)] if heard.before else [])]
    whole = [_ranked(index, heard, *each) for each in asked]
    parts = [
        _ranked(index, heard, text, before) for part, told in heard.questions for text, before in _both(part, told)
    ]
    called = [fact_for(text) for text in heard.units]
    words = math.log1p(len(heard.text.split()))
    rows = {}
    for name in names:
        best = max((*whole, *parts), key=lambda ranked: ranked.score(name))
        rows[name] = (
            whole[0].score(name),
            max((ranked.score(name) for ranked in parts), default=whole[0].score(name)),
            best.found[name].share,
            best.score(name) - best.of_none,
            math.log(called[0].get(name, 0.0) + TINY),
            math.log(max(share.get(name, 0.0) for share in called) + TINY),
            words,
            float(len(heard.questions)),
            ASKS[heard.asks],
            float(name in heard.given),
        )
    return rows


@dataclass(frozen=True)
class _Ranked:
    found: dict[str, Match]
    of_none: float

    def score(self, name: str) -> float:
        return self.found[name].score


def _both(part: str, told: str) -> list[tuple[str, str]]:
    return [(part, ""), (part, told)] if told else [(part, "")]


def _ranked(index: Index, heard: Heard, text: str, before: str) -> _Ranked:
    found = index.rank(text, before=before, need=heard.need, audiences=heard.audiences)
    of_none = max((match.score for match in found if match.fact is None), default=0.0)
    return _Ranked({match.fact.id: match for match in found if match.fact is not None}, of_none)
