"""Which fact answers a question: meaning, words, need and audience together (`data/retrieval.yml`)."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
import yaml

from bot.actions.knowledge.asking import Asks
from bot.actions.knowledge.contrast import Contrast
from bot.actions.knowledge.searched import DATA, Searched
from bot.actions.knowledge.sentences import GENERAL, Vectors, encode
from bot.actions.knowledge.words import Overlap, Spelling, Vector, words_of
from bot.actions.signs import without_small_talk
from resources_db.knowledge.records import Fact
from understanding.person import read_person
from understanding.topics import TOPICS, of_vectors


@dataclass(frozen=True)
class Match:
    """What fits a question best; `fact` is None for a question that no fact answers.

    `score` has no unit, only an order; `share` is its part among all (0 to 1): how sure it is that no other fits.
    """

    fact: Fact | None
    score: float
    share: float


@cache
def retrieval() -> dict[str, Any]:
    """Return `data/retrieval.yml`."""
    data: dict[str, Any] = yaml.safe_load((DATA / "retrieval.yml").read_text("utf-8"))
    return data


class Index:
    """The facts, ready to be searched; built once."""

    def __init__(self, facts: Sequence[Fact], searched: Searched, vectors: Vectors) -> None:
        """`vectors` are those of the texts of `searched`, shape (texts, d)."""
        self.facts = tuple(facts)
        self._row_by_id = {fact.id: row for row, fact in enumerate(self.facts)}
        self._vectors = vectors
        self._questions = slice(0, searched.questions)
        self._answers = slice(searched.questions, len(searched.texts))
        self._owners = np.array(searched.owners)
        self._asked_by_minors = np.array([speaks_of_minor(fact.question_fr) for fact in facts], np.float32)
        self._rows = int(self._owners.max()) + 1
        self._contrast = Contrast(vectors[self._questions], self._owners[self._questions], len(self.facts))
        self._spelling = Spelling(searched.texts)
        self._measured: dict[str, tuple[Vector, Vector]] = {}
        self._topics = self._topics_of(vectors[self._questions])
        self._asked = Overlap(searched.texts[: searched.questions])
        belongings: list[list[str]] = [[] for _ in range(self._rows)]
        for text, owner in zip(searched.texts, searched.owners, strict=True):
            belongings[owner].append(text)
        self._said = Overlap([" ".join(together) for together in belongings])

    def find(
        self,
        text: str,
        *,
        asks: Asks = Asks.FACT,
        before: str = "",
        last: str | None = None,
        need: str | None = None,
        audiences: Collection[str] = (),
        floor: str | None = None,
        allowed: Callable[[Fact], bool] | None = None,
    ) -> Fact | None:
        """Return the fact that answers `text`, or None when none fits well enough. It may be one of low confidence.

        `before`, `last`, `need`, `audiences`: see `rank`. `floor` names a floor other than that of what is asked;
        a fact that is not `allowed` leaves its place to the next one, if that is near.
        """
        if asks is Asks.SERVICE:
            return None
        found = self.rank(text, before=before, last=last, need=need, audiences=audiences)
        best, *others = found if allowed is None else _among(found, allowed)
        if best.fact is None or not _is_sure(best, others, retrieval()["floors"][floor or asks.value]):
            return None
        by_far = _is_sure(best, others, retrieval()["other_topic"]["unless"])
        if not by_far and self.is_of_another_topic(text, best.fact):
            return None
        near = [other.fact for other in others if other.score >= best.score - retrieval()["low_within"]]
        return next((fact for fact in near if fact is not None and not fact.may_be_shown), best.fact)

    def is_of_another_topic(self, text: str, fact: Fact) -> bool:
        """Whether what `text` asks is surely of a topic that `fact` is not of, near as its words may be."""
        asked = self._read(without_small_talk(text))[1]
        other = retrieval()["other_topic"]
        of_it = float(self._topics[self._row_of(fact)] @ asked)
        of_no_fact = TOPICS[int(asked.argmax())] in retrieval()["by_topic"]["of_no_fact"]
        of_kind = "_of_no_fact" if of_no_fact else ""
        sure, least = float(other[f"sure{of_kind}"]), float(other[f"of_it{of_kind}"])
        return float(asked.max()) >= sure and of_it < least

    def is_near(self, text: str, fact: Fact) -> bool:
        """Whether `fact` is near what `text` asks by itself, though not surely its answer."""
        found = self.rank(text)
        score = next(match.score for match in found if match.fact and match.fact.id == fact.id)
        return score >= found[0].score - float(retrieval()["following"]["near"])

    def likeness(self, text: str, fact: Fact) -> float:
        """Return how alike `text` and the fact's own question are, 0 to 1: the cosine of the general encoder."""
        row = self._row_of(fact)
        own = [i for i in range(self._questions.stop) if self._owners[i] == row][:OWN]
        vector = encode(self._spelling.restore(without_small_talk(text)))[:GENERAL]
        return float((self._vectors[own, :GENERAL] @ vector).max())

    def neighbours(
        self,
        text: str,
        *,
        need: str | None = None,
        audiences: Collection[str] = (),
        allowed: Callable[[Fact], bool] | None = None,
    ) -> list[Fact]:
        """Return the few facts that may be what `text` asks, though none surely is; none if they are far."""
        found = self.rank(text, need=need, audiences=audiences)
        near, floor = retrieval()["neighbours"], found[0].score - float(retrieval()["neighbours"]["within"])
        if found[0].fact is None or (allowed is not None and not allowed(found[0].fact)):
            return []  # what is asked is nearer to what may not be offered
        kept = [
            match.fact
            for match in found
            if match.fact is not None and match.score >= max(floor, near["score"]) and match.fact.may_be_shown
        ]
        return [fact for fact in kept if allowed is None or allowed(fact)][: near["limit"]]

    def is_unanswered(self, text: str) -> bool:
        """Whether `text` surely asks what is listed as answered by no fact."""
        best = self.rank(text)[0]
        return best.fact is None and best.score >= float(retrieval()["unanswered"])

    def rank(
        self,
        text: str,
        *,
        before: str = "",
        last: str | None = None,
        need: str | None = None,
        audiences: Collection[str] = (),
    ) -> list[Match]:
        """Return every fact and every question that none answers, the best first.

        A short message is also read after what the visitor wrote `before`, and near the `last` fact given, by id.
        """
        weights = retrieval()["weights"]
        text = without_small_talk(text)
        scores = self.measure(text, before=before) @ np.array([weights[name] for name in MEASURES], np.float32)
        topic = next((fact.topic for fact in self.facts if fact.id == last), None) if _follows(text) else None
        same_topic = retrieval()["following"]["topic"]
        scores[: len(self.facts)] += [
            _fit(fact, need, audiences, weights) + same_topic * (fact.topic == topic) for fact in self.facts
        ]
        if "minor" not in audiences and not speaks_of_minor(text):
            scores[: len(self.facts)] -= retrieval()["of_a_minor"] * self._asked_by_minors
        odds = np.exp(scores - scores.max())
        shares = odds / odds.sum()
        order = np.argsort(-scores, kind="stable")
        return [Match(self._fact(i), float(scores[i]), float(shares[i])) for i in order]

    def measure(self, text: str, *, before: str = "") -> Vector:
        """Return MEASURES of each row for a question, shape (rows, 8)."""
        if not before or not _follows(text):
            return self._measure(text)
        share = retrieval()["following"]["share"]
        return np.asarray((1 - share) * self._measure(text) + share * self._measure(f"{before} {text}"), np.float32)

    def _measure(self, text: str) -> Vector:
        """Return MEASURES of a text, shape (rows, 8)."""
        return self._read(text)[0]

    def _read(self, text: str) -> tuple[Vector, Vector]:
        """Return MEASURES (rows, 8) and the topics (topics,) of a text: a turn asks often of the same few parts."""
        if text not in self._measured:
            if len(self._measured) >= MEASURED:
                self._measured.clear()
            self._measured[text] = self._read_anew(text)
        return self._measured[text]

    def _read_anew(self, text: str) -> tuple[Vector, Vector]:
        asked, vector = words_of(text), encode(self._spelling.restore(text))
        near = self._vectors[:, :GENERAL] @ vector[:GENERAL]
        field = self._best(self._vectors[self._questions, GENERAL:] @ vector[GENERAL:], self._questions)
        meaning = self._best(near[self._questions], self._questions)
        answer = self._best(near[self._answers], self._answers)
        apart, centres = self._contrast.near(vector)
        contrast = self._best(apart, self._questions)
        centre = np.concatenate([centres, retrieval()["unanswered_centre"] * contrast[len(self.facts) :]])
        answer[len(self.facts) :] = retrieval()["unanswered_answer"] * meaning[len(self.facts) :]
        words = self._best(self._asked.cosine(asked), self._questions)
        topics = of_vectors(vector[None, :])[0]
        measures = [meaning, field, contrast, centre, answer, words, self._said.recall(asked), self._topics @ topics]
        return np.stack(measures, axis=1), topics

    def _topics_of(self, vectors: Vector) -> Vector:
        """Return how far each row is of each topic, 0 to 1, shape (rows, topics): that of its ways of asking."""
        summed = np.zeros((self._rows, len(TOPICS)), np.float32)
        np.add.at(summed, self._owners[self._questions], of_vectors(vectors))
        found: Vector = summed / summed.max(axis=1, keepdims=True)
        return found

    def related(self, fact: Fact, *, audiences: Collection[str] = ()) -> list[Fact]:
        """Return the other facts that are near `fact` in meaning, the nearest first."""
        weights = retrieval()["related"]
        texts = np.nonzero(self._owners == self._row_of(fact))[0]
        general = self._vectors[:, :GENERAL]
        near = (general @ general[texts].T).max(axis=1)
        scores = self._best(near[self._questions], self._questions)[: len(self.facts)]
        scores += [
            weights["topic"] * (other.topic == fact.topic) + _fit(other, None, audiences, weights)
            for other in self.facts
        ]
        order = np.argsort(-scores, kind="stable")
        return [self.facts[i] for i in order if self.facts[i].id != fact.id and scores[i] >= weights["floor"]]

    def _row_of(self, fact: Fact) -> int:
        """Return the row of a fact, by its id: it may have been found before an editor corrected it."""
        return self._row_by_id[fact.id]

    def _best(self, values: Vector, part: slice) -> Vector:
        """Return for each row the best value of its texts, given those of all texts of `part`."""
        best = np.full(self._rows, -1.0, np.float32)
        np.maximum.at(best, self._owners[part], values)
        return best

    def _fact(self, row: int) -> Fact | None:
        return self.facts[row] if row < len(self.facts) else None


OWN = 2
"""Questions of a record itself, the first of its ways of asking: in French and in English."""
MEASURED = 32
"""Texts whose measures are kept: those of one turn or two."""
MEASURES = ("meaning", "field", "contrast", "centre", "answer", "words", "recall", "topic")


def _follows(text: str) -> bool:
    """Whether a message is short enough to rest on what was said before it."""
    return bool(len(text.split()) <= retrieval()["following"]["words"])


def _among(found: Sequence[Match], allowed: Callable[[Fact], bool]) -> list[Match]:
    """Return the matches without the facts that may not be told; none is sure where one of those fits much better."""
    kept = [match for match in found if match.fact is None or allowed(match.fact)]
    best = kept[0] if kept else found[0]
    if best.score < found[0].score - retrieval()["stands_in_within"]:
        return [replace(found[0], fact=None), *found[1:]]
    share = sum(match.share for match in kept)
    return [replace(match, share=match.share / share) for match in kept]


def _is_sure(best: Match, others: Sequence[Match], floor: Mapping[str, float]) -> bool:
    """Whether the best is near enough to the question and stands out, with what is near it of the same subject."""
    subject = best.fact.topic if best.fact else None
    of_it = sum(other.share for other in others if other.fact is not None and other.fact.topic == subject)
    sure = _log_odds(best.share) + float(retrieval()["subject"]) * _log_odds(best.share + of_it)
    return best.score >= floor["score"] and sure >= floor["sure"]


def _log_odds(share: float) -> float:
    kept = min(max(share, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


@lru_cache(maxsize=1024)
def speaks_of_minor(text: str) -> bool:
    """Whether a question says that it is about somebody under 18."""
    person = read_person(text)
    return "minors" in person.audiences or (person.age is not None and person.age < retrieval()["adult_age"])


def _fit(fact: Fact, need: str | None, audiences: Collection[str], weights: Mapping[str, float]) -> float:
    """Return what the conversation's need and the person add to a fact's score."""
    fit = weights.get("need", 0.0) if need in fact.needs else 0.0
    if audiences:
        fit += weights["audience"] if set(audiences) & set(fact.audiences) else -weights["audience"]
    return fit
