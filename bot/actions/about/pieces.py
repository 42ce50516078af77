"""The pieces of a message: sentence by sentence, and clause by clause where each asks or names something."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from bot.actions.signs import plain

_SENTENCE = re.compile(r"[^.!?;…\n]*(?:[.;](?=\S)[^.!?;…\n]*)*[.!?;…\n]*")
_JOINT = re.compile(
    r"\s*,\s*|\s+(?=(?:pis|puis|et|and|but|mais|also|aussi|because|parce|car|cause|so|fek|fait que)\s)", re.IGNORECASE
)


@dataclass(frozen=True)
class Piece:
    """A part of a message that says one thing: the number of its `sentence`, and whether that is `questioned`."""

    text: str
    questioned: bool = False
    sentence: int = 0


def pieces_of(text: str, stands_alone: Callable[[str], bool], names_in: Callable[[str], int]) -> list[Piece]:
    """Return the pieces of a message, in order.

    A clause is one only if it `stands_alone` (asks or names something); the others stay with what they follow. A
    sentence is not cut where that would cut a name ("Jeunesse, J'écoute").
    """
    found = []
    for number, sentence in enumerate(match.group().strip() for match in _SENTENCE.finditer(text)):
        if plain(sentence):
            clauses = _clauses(sentence, stands_alone, names_in)
            found += [Piece(clause, "?" in sentence, number) for clause in clauses]
    return found


def _clauses(sentence: str, stands_alone: Callable[[str], bool], names_in: Callable[[str], int]) -> list[str]:
    ends = [0, *(joint.start() for joint in _JOINT.finditer(sentence)), len(sentence)]
    cut = [sentence[start:end].strip(" ,") for start, end in pairwise(ends)]
    clauses = [clause for clause in cut if plain(clause)]
    if len(clauses) < 2 or sum(map(names_in, clauses)) < names_in(sentence):
        return [sentence]
    kept = clauses[:1]
    for clause in clauses[1:]:
        if stands_alone(clause):
            kept.append(clause)
        else:
            kept[-1] = f"{kept[-1]} {clause}"
    return kept
