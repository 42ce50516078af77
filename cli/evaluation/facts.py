"""How well facts are found: right fact first, refusals, by kind of question; and the weights that fit best."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.index import MEASURES, Index
from understanding.places import read_place

ANSWERABLE = "question"
RIDGE = 5e-4


@dataclass(frozen=True)
class Question:
    """One line of a questions file: `facts` are the records that answer it, none for the other kinds.

    `before` is the visitor's message before it, if there was one.
    """

    text: str
    lang: str
    register: str
    split: str
    kind: str
    facts: tuple[str, ...]
    before: str = ""

    @property
    def asks(self) -> Asks:
        """What the words ask for."""
        return asks_for(self.text, place=read_place(self.text).place is not None)


@dataclass(frozen=True)
class Score:
    """Shares, 0 to 1, over `number` questions of one split and kind."""

    split: str
    kind: str
    number: int
    right_first: float
    answered_right: float
    answered_wrong: float
    refused: float


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a JSON-lines file."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Question(**{**row, "facts": tuple(row["facts"])}) for row in rows]


def evaluate(index: Index, questions: Sequence[Question]) -> list[Score]:
    """Return the scores by split and kind, without help from a conversation's need or person."""
    groups = dict.fromkeys((question.split, question.kind) for question in questions)
    return [_score(index, split, kind, [q for q in questions if (q.split, q.kind) == (split, kind)])
            for split, kind in groups]  # fmt: skip


def _score(index: Index, split: str, kind: str, questions: Sequence[Question]) -> Score:
    firsts = [index.rank(question.text, before=question.before)[0].fact for question in questions]
    given = [index.find(question.text, asks=question.asks, before=question.before) for question in questions]
    right_first = [bool(first and first.id in q.facts) for first, q in zip(firsts, questions, strict=True)]
    right = [bool(fact and fact.id in q.facts) for fact, q in zip(given, questions, strict=True)]
    refused = [fact is None for fact in given]
    wrong = 1.0 - float(np.mean(right)) - float(np.mean(refused))
    return Score(
        split, kind, len(questions), float(np.mean(right_first)), float(np.mean(right)), wrong, float(np.mean(refused))
    )


def fit_weights(index: Index, questions: Sequence[Question]) -> dict[str, float]:
    """Return the weights of MEASURES that rank the right facts first (ridge softmax regression) on the tuning split."""
    learnt = [q for q in questions if q.split == "tuning" and q.kind == ANSWERABLE]
    measured = [index.measure(question.text, before=question.before).astype(np.float64) for question in learnt]
    ids = [fact.id for fact in index.facts]
    right = [[ids.index(fact) for fact in question.facts] for question in learnt]

    def loss(weights: NDArray[np.float64]) -> float:
        total = RIDGE * float(weights @ weights)
        for features, rows in zip(measured, right, strict=True):
            scores = features @ weights
            scores -= scores.max()
            total -= float(np.log(np.exp(scores[rows]).sum() / np.exp(scores).sum())) / len(learnt)
        return total

    found = minimize(loss, np.full(len(MEASURES), 5.0), method="L-BFGS-B").x
    return {name: round(float(value), 1) for name, value in zip(MEASURES, found, strict=True)}
