"""The people a message names, and who each one is to its author."""

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast

import yaml
from rapidfuzz.distance import OSA

from understanding.normaliser import fold

_DATA = Path(__file__).parent / "data"
_TYPO_LENGTH = 6
_MY = frozenset({"ma", "mon", "mes", "my", "notre", "our", "nos", "m"})
_SELF = frozenset({"je", "j", "i", "moi", "me"})
_PRONOUNS = {
    "elle": "women",
    "she": "women",
    "her": "women",
    "il": "men",
    "he": "men",
    "him": "men",
}
_AGE_WORDS = frozenset(
    {"a", "an", "un", "une", "year", "years", "old", "yo", "yr", "young", "jeune", "petite", "petit", "little"}
)
_ADJECTIVES = frozenset(
    {"un", "une", "a", "an", "trans", "young", "jeune", "single", "just", "juste", "only", "seulement", "petite"}
)
_NOBODY = (["not", "a"], ["not", "an"], ["pas", "une"], ["pas", "un"])
"""Words before a person word that say that there is no such person ("I'm not a woman")."""
Kind = Literal["self", "relative", "kin", "other", "aggressor", "pronoun"]
Gender = Literal["women", "men"]


@dataclass(frozen=True, slots=True)
class Named:
    """A person word: the tokens it spans (`start` to `end`, excluded), who they are, their gender if the word tells."""

    start: int
    end: int
    kind: Kind
    gender: Gender | None


def load(name: str) -> dict[str, object]:
    """Return a YAML file of the `data` folder."""
    loaded: dict[str, object] = yaml.safe_load((_DATA / name).read_text(encoding="utf-8"))
    return loaded


@cache
def _nouns() -> dict[tuple[str, ...], dict[Kind, Gender | None]]:
    found: dict[tuple[str, ...], dict[Kind, Gender | None]] = {}
    for kind, genders in load("people.yml").items():
        for gender, nouns in cast(dict[str, list[str]], genders).items():
            for noun in nouns:
                meanings = found.setdefault(tuple(fold(noun).split()), {})
                told = None if gender == "none" else cast(Gender, gender)
                meanings[cast(Kind, kind)] = told if meanings.get(cast(Kind, kind), told) == told else None
    return found


@lru_cache(maxsize=4096)  # bounded: these are visitors' words
def _corrected(word: str) -> str:
    """Return the person word a misspelt one stands for, or the word itself."""
    known = {key[0] for key in _nouns() if len(key) == 1}
    if word in known or len(word) < _TYPO_LENGTH or word in {"person", "persons"}:
        return word
    near = [
        k for k in known if k[0] == word[0] and len(k) >= _TYPO_LENGTH and OSA.distance(word, k, score_cutoff=1) <= 1
    ]
    return near[0] if len(near) == 1 and near[0] + "s" != word else word


def _only_age_between(tokens: list[str], start: int) -> bool:
    """Return whether only an age and articles stand between "I have" and the noun at `start`."""
    position = start
    while position > 0 and (tokens[position - 1].isdigit() or tokens[position - 1] in _AGE_WORDS):
        position -= 1
    return position > 0 and tokens[position - 1] in {"have", "ai", "got", "avons"}


def _of_self(tokens: list[str], start: int) -> bool:
    """Return whether the noun at `start` is what the writer says they are ("je suis un gars")."""
    position = start
    while position > 0 and tokens[position - 1] in _ADJECTIVES:
        position -= 1
    return tuple(tokens[max(0, position - 2) : position]) in {("je", "suis"), ("i", "m"), ("i", "am")} or (
        tokens[max(0, position - 1) : position] == ["im"]
    )


def _tells_own_age(tokens: list[str], end: int) -> bool:
    """Return whether a first word with an age is about the writer ("Femme 34 ans. Mon ex…"): "I", and no "she"."""
    after = [token for token in tokens[end : end + 3] if token not in {"|", "de"}]
    aged = bool(after) and after[0].isdigit()
    words = set(tokens)
    return aged and bool(words & (_SELF | _MY)) and not words & {"elle", "she", "her", "he", "him", "il"}


def _meaning(tokens: list[str], start: int, end: int) -> tuple[Kind, Gender | None] | None:
    meanings = _nouns().get(tuple(_corrected(t) for t in tokens[start:end]))
    if meanings is None:
        return None
    if tokens[max(0, start - 2) : start] in _NOBODY:
        return None
    before = tokens[start - 1] if start else ""
    earlier = tokens[start - 2] if start > 1 else ""
    if (start == 0 and _tells_own_age(tokens, end)) or (_of_self(tokens, start) and before not in _MY):
        return "self", meanings.get("other") or meanings.get("aggressor") or next(iter(meanings.values()))
    owned = before in _MY or (
        earlier in _MY
        and before
        in {"petite", "petit", "lil", "grande", "grand", "little", "young", "jeune", "older", "younger", "teenage"}
    )
    had = bool({"have", "ai", "got", "avons"} & set(tokens[max(0, start - 6) : start])) and _only_age_between(
        tokens, start
    )
    aged = (
        had or (earlier in _MY and (before.isdigit() or before == "old")) or "my" in tokens[max(0, start - 5) : start]
    )
    order: tuple[Kind, ...] = ("relative", "kin", "other", "aggressor")
    for kind in order:
        if kind in meanings and (kind in {"other", "aggressor"} or owned or aged):
            if kind == "other" and "aggressor" in meanings and meanings["aggressor"] == "men":
                return "aggressor", "men"
            return kind, meanings[kind]
    return None


def people_in(tokens: list[str]) -> list[Named]:
    """Return the people named in a list of folded words, in order."""
    found: list[Named] = []
    position = 0
    while position < len(tokens):
        word = tokens[position]
        for size in (3, 2, 1):
            meaning = _meaning(tokens, position, position + size) if position + size <= len(tokens) else None
            if meaning is not None:
                found.append(Named(position, position + size, *meaning))
                position += size - 1
                break
        else:
            if word in _SELF:
                found.append(Named(position, position + 1, "self", None))
            elif word in _PRONOUNS:
                found.append(Named(position, position + 1, "pronoun", cast(Gender, _PRONOUNS[word])))
        position += 1
    return found
