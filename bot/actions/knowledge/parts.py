"""The questions of a message, each apart from what is told around it: a story hides what is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import yaml

from bot.actions.knowledge.asking import Asks, asks_for, asks_of_us, asks_what_is
from bot.actions.knowledge.searched import DATA
from bot.actions.knowledge.subjects import asks_what_others_do
from bot.actions.knowledge.words import words_of
from understanding.topics import topics_in

_SENTENCE = re.compile(r"[^.!?\n…]+[.!?\n…]*")
LIGHT = 2
"""Words of its own that a question needs to be understood without what comes before it."""

SURE = 0.7
"""Probability, of all subjects together, from which a question is believed to be of one."""

ECHO = 3
"""Words of what was answered that are only thrown back, where a denial follows: "Proxénète?? Non, je suis nounou." """


@dataclass(frozen=True)
class Part:
    """A question as it is searched, `text`, and what the message says before it.

    `light` says that it leans on what comes before ("c'est-tu légal?"); `asks`, that it asks a fact or a service;
    `what_is`, that only a fact could answer; `empty`, that it has no word of its own.
    """

    text: str
    told: str
    asks: Asks
    light: bool = False
    what_is: bool = False
    empty: bool = False


def questions_in(text: str, *, place: bool = False) -> list[Part]:
    """Return the sentences and clauses of `text` that ask something, bare, in their order."""
    found, told = [], ""
    pieces = list(pieces_in(text))
    for piece, following in zip(pieces, [*pieces, ""][1:], strict=True):
        asks, bare = _asks(piece, place=place), _bare(piece)
        echoed = is_thrown_back(piece, following)
        if asks is not Asks.NOTHING and bare and not asks_of_us(piece) and not echoed:
            found.append(
                Part(
                    bare,
                    told.strip(),
                    asks,
                    light=_own(bare) < LIGHT,
                    empty=_own(bare) == 0,
                    what_is=_wants_answer(piece),
                )
            )
        told = f"{told} {piece}"
    return found


def is_thrown_back(piece: str, following: str) -> bool:
    """Whether a few words only throw back what was answered, and a denial follows: "Proxénète?? Non, nounou." """
    return len(words_of(piece)) <= ECHO and bool(_patterns()["denial"].search(following))


def only_confirms(text: str) -> bool:
    """Whether a message only wants a yes to what was just answered ("so two days is fine?")."""
    words = re.findall(r"[^\W_]+", text.lower())
    few = len(words) <= int(str(_data()["confirms_at_most"]))
    return few and bool(_patterns()["confirms"].search(text)) and not set(_data()["confirms_not"]) & set(words)


def statements_in(text: str) -> list[str]:
    """Return the sentences and clauses of `text` that ask nothing."""
    return [piece for piece in pieces_in(text) if asks_for(piece) is Asks.NOTHING]


def pieces_in(text: str) -> Iterator[str]:
    """Cut a message into sentences, and these before each further question that they hold."""
    for sentence in _SENTENCE.findall(text):
        start = 0
        for opening in _patterns()["opening"].finditer(sentence):
            if _ends(sentence[start : opening.start()]):
                yield sentence[start : opening.start()].strip()
                start = opening.start()
        if sentence[start:].strip():
            yield sentence[start:].strip()


def _ends(before: str) -> bool:
    """Whether what stands before an opening is a clause of its own, not its beginning ("how many days do I have")."""
    words = [word.strip(",;:«»").lower() for word in before.split()]
    if len(words) < LIGHT or words[-1] in _words()["kept_before_opening"]:
        return False
    return not _words()["still_asking"].intersection(words[-5:]) and not {"si", "if"}.intersection(words[:2])


def _bare(question: str) -> str:
    """Return the question without the words that only bring it in, or press for an answer; maybe nothing."""
    bare = question
    for _ in range(3):  # "ok mais je veux savoir si…"
        bare = _patterns()["lead"].sub("", bare, count=1)
    bare = _patterns()["tail"].sub("", bare)
    return bare.strip() if words_of(bare) else ""


def _asks(piece: str, *, place: bool) -> Asks:
    """Return what a piece asks; what only adds a case to what was asked before ("pis si elle sort?") asks it again."""
    found = asks_for(piece, place=place)
    if found is Asks.NOTHING and _patterns()["adds"].search(piece) and is_of_a_subject(piece, sure=SURE):
        return Asks.FACT
    return found


def is_of_a_subject(text: str, *, sure: float) -> bool:
    """Whether a text surely asks of a subject, whichever, that neither a list, a record nor this service answers."""
    return sum(share for topic, share in topics_in(text).items() if topic not in no_subjects()) >= sure


def no_subjects() -> frozenset[str]:
    """Return the topics that a list, a record or this service answers, or that ask nothing."""
    return frozenset(_data()["of_no_subject"])


def _wants_answer(question: str) -> bool:
    if len(question.split()) < LIGHT:
        return False
    if asks_who_helps(question):
        return False
    return asks_what_is(question) or asks_what_others_do(question) or is_of_a_subject(question, sure=SURE)


def asks_who_helps(text: str) -> bool:
    """Whether somebody who helps is looked for: a list answers, whatever the subject."""
    return bool(_patterns()["who_helps"].search(text))


def _own(question: str) -> int:
    """Return the number of words that say something without what comes before."""
    return len([word for word in words_of(question) if word not in _words()["light"]])


@cache
def _data() -> dict[str, list[str] | str]:
    data: dict[str, list[str] | str] = yaml.safe_load((DATA / "parts.yml").read_text("utf-8"))
    return data


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    listed = {
        name: "|".join(_data()[name]) for name in ("opening", "lead", "tail", "denial", "adds", "confirms", "who_helps")
    }
    around = {
        "opening": r"(?<!\w)(?:{})",
        "lead": r"^[\s,:;]*(?:{})(?!\w)[\s,:;]*",
        "denial": r"^\s*(?:{})(?!\w)",
        "adds": r"^\s*(?:{})(?!\w)",
        "who_helps": r"(?<!\w)(?:{})",
        "confirms": r"^\s*(?:{})\s*$",
        "tail": r"(?:^|[\s,;]+)(?:{})[\s?!.]*$",
    }
    return {name: re.compile(around[name].format(each), re.IGNORECASE) for name, each in listed.items()}


@cache
def _words() -> dict[str, frozenset[str]]:
    return {name: frozenset(str(_data()[name]).split()) for name in ("light", "kept_before_opening", "still_asking")}
