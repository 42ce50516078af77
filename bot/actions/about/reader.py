"""Reading a message piece by piece: what it asks, of which organisations, and what it says besides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from bot.actions.about.choosing import choose, meant
from bot.actions.about.names import Found, names_of
from bot.actions.about.numbers import numbers_in
from bot.actions.about.pieces import Piece, pieces_of
from bot.actions.about.questions import (
    LONGEST,
    Question,
    asks_for_others,
    conditions_in,
    is_bare,
    is_set_aside,
    question_about_shown,
    question_of_named,
    speaks_of_theirs,
    stands_alone,
    told_in,
    unknown_organisation,
)
from bot.actions.knowledge.asking import Asks, asks_for
from bot.actions.knowledge.parts import is_thrown_back
from bot.actions.signs import plain
from resources_db.catalogue import Catalogue

NAMED_AT_MOST = 2
SAME_SENTENCE = 1
OTHER_SENTENCES = 4
"""Words told before a question that names nobody: with more, it is about what they tell."""
LEAD = 8
"""Words of a clause that says who the next ones are about: "ok rezo sounds right"."""
SHORT = 14
"""Words of a message in which a few words with a topic are a question, whatever their form."""


@dataclass(frozen=True)
class Part:
    """One question of the message, and the organisations that it is about."""

    question: Question
    slugs: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What is asked; `named` are the organisations asked about that the message names, `names` the words for them.

    `unknown`: it names one that is nobody's; `rest`: what the message says besides.
    """

    parts: tuple[Part, ...] = ()
    named: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    unknown: bool = False
    rest: str = ""


class Reader:
    """Reads one message: `shown` are the organisations shown so far, `listed` those shown last."""

    def __init__(self, text: str, catalogue: Catalogue, shown: Sequence[str], listed: Sequence[str],
                 place: dict[str, Any] | None, before: str = "") -> None:  # fmt: skip
        self._text, self._catalogue, self._place = text, catalogue, place or {}
        self._shown, self._listed, self._said_before = shown, listed, before
        self._records = [catalogue.records[slug] for slug in shown if slug in catalogue.records]
        self._parts: list[Part] = []
        self._bare: list[Part] = []
        self._waiting: list[tuple[int, Question]] = []
        self._names: dict[str, str] = {}
        self._subject: tuple[str, ...] = ()
        self._named_in: int | None = None
        self._rest: list[str] = []
        self._conditions: list[str] = []
        self._before: list[Piece] = []

    def read(self) -> Asked | None:
        """Return what the message asks, or None if it asks nothing about an organisation."""
        short = len(plain(self._text).split()) <= SHORT
        pieces = pieces_of(self._text, self._stands_alone, lambda text: len(self._find(text)))
        for piece, following in zip_longest(pieces, pieces[1:]):
            names = self._find(piece.text)
            if names and following is not None and is_thrown_back(piece.text, following.text):
                self._rest.append(piece.text)
            elif names:
                self._take_named(piece, names)
            else:
                self._take_other(piece, short=short)
        self._settle(None)
        parts = self._parts or self._bare
        if not parts and not self._names and unknown_organisation(self._text) is not None:
            return Asked(unknown=True)
        about = {slug for part in parts for slug in part.slugs}
        named = tuple(slug for slug in self._names if slug in about)
        if not parts or len(named) > NAMED_AT_MOST:
            return None
        names_said = tuple(self._names[slug] for slug in named)
        return Asked(self._with_conditions(parts), named, names_said, rest=" ".join(self._rest))

    def _find(self, text: str) -> list[Found]:
        named = names_of(self._catalogue).find(text, shown=self._records)
        numbers = numbers_in(plain(text).split(), self._records)
        taken = {at for name in named for at in range(name.start, name.end)}
        more = [number for number in numbers if not taken & set(range(number.start, number.end))]
        return sorted([*named, *more], key=lambda found: found.start)

    def _stands_alone(self, text: str) -> bool:
        return stands_alone(text) or bool(self._find(text))

    def _take_named(self, piece: Piece, names: list[Found]) -> None:
        """Take a piece that names organisations: the questions beside it are about them."""
        chosen = [choose(found.slugs, self._catalogue, self._shown, self._place, piece.text) for found in names]
        question = question_of_named(piece, names)
        if None in chosen or is_set_aside(piece, names) or (question is None and not _may_lead(piece)):
            self._rest.append(piece.text)
            return
        slugs = tuple(dict.fromkeys(slug for slug in chosen if slug is not None))
        self._names |= {
            slug: found.name for slug, found in zip(chosen, names, strict=True) if slug is not None and not found.number
        }  # a number is read on a card: nobody asks to see it again
        self._subject, self._named_in = slugs, piece.sentence
        self._settle(piece.sentence)
        if question is not None:
            kept = self._bare if is_bare(piece, names, question) else self._parts
            kept.append(Part(question, slugs))

    def _take_other(self, piece: Piece, *, short: bool) -> None:
        """Take a piece that names nobody: a question about who was named or shown, or something else."""
        follows = bool(self._subject) or self._may_follow(piece)
        named = bool(self._subject) and not (piece.sentence != self._named_in and asks_for_others(piece))
        question = question_about_shown(piece, named=named, short=short) if follows else None
        if question is None:
            conditions = conditions_in(piece)
            self._conditions += conditions
            if not conditions or told_in(piece.text):  # "without children" asks nothing more
                self._rest.append(piece.text)
            self._before.append(piece)
        elif self._subject:
            self._parts.append(Part(question, self._subject))
        else:
            self._waiting.append((piece.sentence, question))

    def _may_follow(self, piece: Piece) -> bool:
        """Whether what the message said so far leaves "it" to those shown: it asks for no service and tells little."""
        said = " ".join(self._rest)
        same = [before.text for before in self._before if before.sentence == piece.sentence]
        told = len(told_in(" ".join(same))) <= SAME_SENTENCE and len(told_in(said)) <= OTHER_SENTENCES
        return told and asks_for(said) is not Asks.SERVICE and len(plain(self._text).split()) <= LONGEST

    def _settle(self, sentence: int | None) -> None:
        """Say what the questions asked before any name are about: who is named in that sentence, else those shown.

        "Their number" is that of the one organisation named in the message before, even if a list came after.
        """
        for asked_in, question in self._waiting:
            if self._subject and (asked_in == sentence or not self._records):
                self._parts.append(Part(question, self._subject))
            elif theirs := self._theirs(question):
                self._parts.append(Part(question, theirs))
            elif self._records:
                self._parts.append(Part(question, meant(question, self._catalogue, self._listed, self._shown)))
        self._waiting = []

    def _theirs(self, question: Question) -> tuple[str, ...]:
        """Return the one organisation named in the message before, where this one says "their"."""
        counted = question.ordinal is not None or question.services
        if counted or not self._said_before or not speaks_of_theirs(self._text):
            return ()
        chosen = {self._chosen(found, f"{self._said_before} {self._text}") for found in self._find(self._said_before)}
        return tuple(slug for slug in chosen if slug is not None) if len(chosen) == 1 else ()

    def _chosen(self, found: Found, text: str) -> str | None:
        return choose(found.slugs, self._catalogue, self._shown, self._place, text)

    def _with_conditions(self, parts: list[Part]) -> tuple[Part, ...]:
        """Ask also for what was said beside the last question: "I don't have a health card"."""
        last = parts[-1]
        topics = tuple(dict.fromkeys([*last.question.topics, *self._conditions]))
        return (*parts[:-1], Part(replace(last.question, topics=topics), last.slugs))


def _may_lead(piece: Piece) -> bool:
    """Whether the piece, which asks nothing, is so short that what follows is about who it names."""
    return len(plain(piece.text).split()) <= LEAD
