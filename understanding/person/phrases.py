"""Finding the phrases that make an audience or a gender plain."""

from collections.abc import Iterator
from functools import cache
from typing import cast

from understanding.person.people import load

Rule = tuple[str, bool, tuple[str, ...]]
_ARTICLES = frozenset(
    {
        "un",
        "une",
        "a",
        "an",
        "the",
        "la",
        "le",
        "l",
        "jeune",
        "young",
        "des",
        "petite",
        "single",
        "proud",
        "trans",
        "school",
        "former",
    }
)


def words_of(name: str) -> frozenset[tuple[str, ...]]:
    """Return a list of phrases of `phrases.yml`, as tuples of words."""
    return frozenset(tuple(str(p).split()) for p in cast(list[str], load_phrases()[name]))


@cache
def load_phrases() -> dict[str, object]:
    """Return `phrases.yml`, read once."""
    return load("phrases.yml")


@cache
def _self_phrases() -> frozenset[tuple[str, ...]]:
    return words_of("self")


@cache
def _rules(section: str) -> tuple[Rule, ...]:
    listed = cast(dict[str, list[str]], load_phrases()[section])
    return tuple(_rule(name, phrase) for name, phrases in listed.items() for phrase in phrases)


def _rule(name: str, phrase: str) -> Rule:
    words = tuple(phrase.split())
    return (name, words[0] == ".", words[1:] if words[0] == "." else words)


def _matches(words: tuple[str, ...], tokens: list[str], at: int) -> bool:
    if at + len(words) > len(tokens):
        return False
    pairs = zip(words, tokens[at : at + len(words)], strict=True)
    return all(t.startswith(w[:-1]) if w.endswith("*") else t == w for w, t in pairs)


def speaks_of_self(tokens: list[str], at: int) -> bool:
    """Return whether the words before `at` are "je suis une", "as a"…, or the message starts there."""
    position = at
    while position > 0 and tokens[position - 1] in _ARTICLES:
        position -= 1
    if position == 0:
        return at == 0 or tokens[0] in {"jeune", "young"}
    return any(tuple(tokens[position - n : position]) in _self_phrases() for n in (1, 2, 3, 4) if n <= position)


def _means_something_else(words: tuple[str, ...], tokens: list[str], after: int) -> bool:
    """Return whether the word after the phrase changes its meaning ("réfugiée chez une amie")."""
    listed = cast(dict[str, list[str]], load_phrases()["not_before"]).get(words[-1], [])
    return after < len(tokens) and tokens[after] in listed


def _negated(tokens: list[str], at: int) -> bool:
    return any(w in {"pas", "not", "isn", "jamais", "ni"} for w in tokens[max(0, at - 3) : at])


def _describes_after(tokens: list[str], after: int) -> bool:
    """Return whether a first word is about the writer: "Femme, 30 ans", "homme trans", and not "guy i met"."""
    following = tokens[after] if after < len(tokens) else "|"
    return following.isdigit() or following in {
        "|",
        "de",
        "trans",
        "enceinte",
        "here",
        "ici",
        "cherche",
        "looking",
        "seule",
        "seul",
    }


def _starts(first: str, where: dict[str, list[int]]) -> list[int]:
    """Return the indices of the words that may begin a phrase whose first word is `first`."""
    if first.endswith("*"):
        return [i for token, places in where.items() if token.startswith(first[:-1]) for i in places]
    return where.get(first, [])


def plainly_said(section: str, tokens: list[str]) -> Iterator[tuple[str, int]]:
    """Yield each name of `section` that the words make plain, with the index of the words."""
    where: dict[str, list[int]] = {}
    for index, token in enumerate(tokens):
        where.setdefault(token, []).append(index)
    for name, of_self, words in _rules(section):
        for at in _starts(words[0], where):
            said = _matches(words, tokens, at) and not _negated(tokens, at)
            other = _means_something_else(words, tokens, at + len(words))
            bare_noun = at == 0 and section == "gender" and not _describes_after(tokens, at + len(words))
            if said and not other and (not of_self or (speaks_of_self(tokens, at) and not bare_noun)):
                yield name, at
