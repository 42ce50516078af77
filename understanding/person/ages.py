"""The ages of a message, each with the person it belongs to."""

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from understanding.person.people import Gender, Named, load

_LETTERED = re.compile(r"^(\d\d)([fm])$|^([fm])(\d\d)$")
_JOINED = re.compile(r"^(\d{1,2})(ans|an|yo|yr|yrs)$")
_BARE = range(10, 80)
_COMING_OF_AGE = range(12, 26)
_BREAK = "|"


@dataclass(frozen=True, slots=True)
class Age:
    """An age: where it stands, the years, the gender its letter gives (`16F`)."""

    start: int
    end: int
    years: int
    gender: Gender | None = None


@cache
def _data() -> dict[str, object]:
    return load("ages.yml")


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(str(w) for w in cast(list[str], _data()[name]))


@cache
def _numbers() -> dict[tuple[str, ...], int]:
    simple = {tuple(str(k).split()): v for k, v in cast(dict[str, int], _data()["words"]).items()}
    tens = {words: value for words, value in simple.items() if value >= 20 and value % 10 == 0}
    ones = {words: value for words, value in simple.items() if value < 10} | {("un",): 1, ("one",): 1}
    joined = {(*t, *o): tv + ov for t, tv in tens.items() for o, ov in ones.items()}
    return {**joined, **simple}


def _number_at(tokens: list[str], at: int) -> tuple[int, int] | None:
    """Return the number written at `at`, and the index after it."""
    if tokens[at].isdigit() and len(tokens[at]) <= 2:
        return int(tokens[at]), at + 1
    for size in (3, 2, 1):
        value = _numbers().get(tuple(tokens[at : at + size]))
        if value is not None and at + size <= len(tokens):
            return value, at + size
    return None


def _grade_at(tokens: list[str], at: int) -> Age | None:
    """Return the usual age of a school year: "grade ten", "10th grade", "secondaire 3", "sec 3", "3e secondaire"."""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    number = _number_at(tokens, at + 1) if after else None
    if tokens[at] == "grade" and number and number[0] <= 12:
        return Age(at, number[1], number[0] + 5)
    if tokens[at] in {"secondaire", "sec"} and number and number[0] <= 5:
        return Age(at, number[1], number[0] + 11)
    ordinal = re.fullmatch(r"(\d{1,2})(?:e|ere|ieme|th|nd|rd|st)", tokens[at])
    named = cast(dict[str, int], _data()["ordinals"]).get(tokens[at])
    year = int(ordinal.group(1)) if ordinal else named
    if year is not None and after == "grade" and 1 <= year <= 12:
        return Age(at, at + 2, year + 5)
    if ordinal and after == "secondaire" and year is not None and year <= 5:
        return Age(at, at + 2, year + 11)
    return None


def _lettered(tokens: list[str], at: int) -> Age | None:
    """Return the age of `16F` or `15ans`, written as one word."""
    letters = cast(dict[str, str], _data()["letters"])
    lettered = _LETTERED.match(tokens[at])
    if lettered:
        years, letter = (lettered.group(1) or lettered.group(4)), (lettered.group(2) or lettered.group(3))
        return Age(at, at + 1, int(years), cast(Gender, letters[letter]))
    joined = _JOINED.match(tokens[at])
    return Age(at, at + 1, int(joined.group(1))) if joined else None


def _gender_after(tokens: list[str], at: int) -> Gender | None:
    """Return the gender a word or a lone letter gives after an age ("25 years old male", "16 F")."""
    letters = cast(dict[str, str], _data()["letters"])
    at += tokens[at : at + 1] == ["old"]
    word = tokens[at] if at < len(tokens) else ""
    alone = tokens[at + 1 : at + 2] in ([], [_BREAK])
    return cast(Gender | None, letters.get(word)) if len(word) > 1 or alone else None


def _with_unit(tokens: list[str], at: int, years: int, end: int) -> Age | None:
    """Return the age "15 ans" or "15 years old", unless it is a span of time ("il y a 10 ans", "three years")."""
    before = tokens[at - 1] if at else _BREAK
    after = tokens[end + 1] if end + 1 < len(tokens) else _BREAK
    if after in {"ago", "later", "plus", "que", "qu"} or before in _set("spans"):
        return None
    if before == "a" and not _owner_verb(tokens, at) and after != "old":
        return None
    if tokens[end].startswith("y") and tokens[end] != "yo" and after != "old" and before not in _set("being"):
        return None
    return Age(at, end + 1, years, _gender_after(tokens, end + 1))


def _age_at(tokens: list[str], at: int) -> Age | None:
    grade = _lettered(tokens, at) or _grade_at(tokens, at)
    number = _number_at(tokens, at)
    if grade is not None or number is None:
        return grade
    years, end = number
    after = tokens[end] if end < len(tokens) else _BREAK
    after = _BREAK if after in _set("laughs") else after  # "16 lol"
    before = tokens[at - 1] if at else _BREAK
    if years in _COMING_OF_AGE and _comes_of_age(tokens, at, end):
        return Age(at, end + (after in _set("units")), years)
    if after in _set("units"):
        return _with_unit(tokens, at, years, end)
    if years not in _BARE:
        return None
    letters = cast(dict[str, str], _data()["letters"])
    child = before == "de" and at >= 2 and tokens[at - 2] in _set("children")
    linked = child or before in _set("links") - _set("loose_links")
    if linked and after not in _set("not_after") and (after in letters or not after.isdigit()):
        return Age(at, end, years)
    own = tokens[max(at - 2, 0) : at] == ["j", "ai"] and not _set("counted") & set(tokens)  # "j'ai 31."
    if after == _BREAK and (own or before == _BREAK):
        return Age(at, end, years)
    gender = _gender_after(tokens, end)
    return Age(at, end + 1, years, gender) if gender else None


def _comes_of_age(tokens: list[str], at: int, end: int) -> bool:
    """Return whether an age was just reached ("j'ai eu 18 en janvier", "just turned 18"), not thirty texts received."""
    rest = tokens[end + 1 :] if tokens[end : end + 1] and tokens[end] in _set("units") else tokens[end:]
    reached = tokens[at - 1 : at] == ["turned"] or tokens[max(at - 2, 0) : at] in (["ai", "eu"], ["eu", "mes"])
    reached = reached or tokens[max(at - 2, 0) : at] == ["avoir", "mes"]
    return reached and (not rest or rest[0] in _set("after_birthday"))


def _owner_verb(tokens: list[str], at: int) -> bool:
    """Return whether "a" before a number is the verb ("ma fille a 15 ans") and not "il y a 15 ans"."""
    return at >= 2 and tokens[at - 1] == "a" and tokens[at - 2] not in {"y", "ya"}


def ages_in(tokens: list[str]) -> list[Age]:
    """Return the ages written in a list of folded words (`|` for each punctuation mark), in order."""
    found: list[Age] = []
    position = 0
    while position < len(tokens):
        age = _age_at(tokens, position)
        if age is not None and 0 < age.years < 100:
            found.append(age)
            position = age.end - 1
        position += 1
    return found


def owner_of(age: Age, people: list[Named], tokens: list[str]) -> Named | None:
    """Return the person an age belongs to: the one it is said of, or the noun right after ("15-year-old daughter")."""
    joined = tokens[age.end - 1] == "yo" or tokens[age.end : age.end + 1] == ["old"] or tokens[age.end - 1] == "old"
    for person in people:
        near = age.end <= person.start <= age.end + 2 and _BREAK not in tokens[age.end : person.start]
        if joined and near and person.kind not in {"self", "pronoun"}:
            return person
    before = [p for p in people if p.end <= age.start]
    for person in reversed(before):
        between = tokens[person.end : age.start]
        if len(between) > 7 or between.count(_BREAK) > 1:
            break
        if person.kind == "self" and not all(w in _set("links") or w == _BREAK for w in between):
            continue
        if person.kind == "self" and between[-2:] == [_BREAK, "a"] and tokens[age.end - 1] == "ans":
            continue  # "c'est moi. À 13 ans, il…" tells of then
        return person
    return None
