"""Fits the judge of facts on messages of whole conversations, whose fitting facts readers named."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.actions import finding
from bot.actions.knowledge import judging
from bot.actions.knowledge.index import Index
from bot.actions.knowledge.library import shipped_index
from bot.actions.memory import Memory
from understanding.asides import asked_in
from understanding.replies.corpus import LIVE

STRENGTH = 0.3
"""Inverse of the L2 penalty's strength."""
HEAD = (
    "# How surely a fact answers, in conversations: written by `repere adapt --facts` (judging.py says what each is).\n"
)


def learn(folder: Path = LIVE) -> judging.Judge:
    """Fit and write `data/judge.yml`; a fact that meets a part of a message counts as one that does not answer."""
    from sklearn.linear_model import LogisticRegression  # scikit-learn is not needed to serve
    from sklearn.preprocessing import StandardScaler

    index = shipped_index()
    rows = [pair for said in _read(folder) for pair in _told(index, said)]
    features, fits = np.array([row for row, _ in rows]), np.array([fit for _, fit in rows])
    scaler = StandardScaler().fit(features)
    model = LogisticRegression(C=STRENGTH, max_iter=2000).fit(scaler.transform(features), fits)
    weights = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - weights @ scaler.mean_)
    judge = judging.Judge(tuple(round(float(weight), 4) for weight in weights), round(bias, 4))
    data = {"weights": dict(zip(judging.FEATURES, judge.weights, strict=True)), "bias": judge.bias}
    judging.FILE.write_text(HEAD + yaml.safe_dump(data, sort_keys=False), "utf-8")
    return judge


def _read(folder: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("*.jsonl")):
        yield from map(json.loads, path.read_text("utf-8").splitlines())


def _told(index: Index, said: dict[str, Any]) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield the features of each fact that a reader was shown, and whether it answers."""
    memory = Memory(
        whole=said["text"], text=asked_in(said["text"]), before=said["before"], language=said["language"],
        need=said["need"], audiences=tuple(said["audiences"]), facts=tuple(said["given"]),
    )  # fmt: skip
    names = {name for name in said["facts_shown"] if any(fact.id == name for fact in index.facts)}
    for name, row in judging.features(index, finding.heard_in(memory), names).items():
        yield row, name in said["facts_fit"]
