"""`read_person`: the person who needs the service, as far as the words say."""

import re
from dataclasses import dataclass
from typing import Literal

from understanding.denials import without_denied
from understanding.normaliser import LONGEST, fold, normalise
from understanding.person.ages import Age, ages_in, owner_of
from understanding.person.people import Gender, Named, people_in
from understanding.person.phrases import plainly_said, words_of
from understanding.person.roles import Role, role_said

_YEARS_OLD = re.compile(r"\b(\d{1,2}) y o\b")
_TOKEN = re.compile(r"[a-z0-9]+|[.,;:!?()\n]+")
ADULT_AGE = 18
_OWN_CHILD = 11
"""Below that age, "j'ai un enfant de…" speaks of a child who comes along, not of the person in need."""
_PAST = frozenset({"avais", "avait", "was", "were", "etais", "etait", "quand", "when", "since", "had"})
_YOUNGEST = 8
_NO_SUBJECT_AFTER = frozenset({"de", "chez", "avec", "at", "with", "of", "from"})
_WITHOUT_NAME = frozenset({"self", "pronoun"})
_SAID_TO_BE = frozenset(
    {("c", "est"), ("it", "s"), ("she", "s"), ("he", "s"), ("she", "is"), ("he", "is"), ("elle", "est")}
)
_MINE = frozenset({"mon", "ma", "my"})
_BEFORE_NOUN = frozenset(
    ["my", "mon", "ma", "mes", "our", "notre", "old", "year", "yo", "little", "petit", "petite", "teenage", "young"]
)
ForWhom = Literal["self", "relative", "other"]


@dataclass(frozen=True, slots=True)
class PersonReading:
    """The person the service is for; `audiences` holds groups of the directory, only when the words say so plainly.

    `role` is what the writer says they are in what happened, when they say it.
    """

    age: int | None = None
    gender: Gender | None = None
    audiences: tuple[str, ...] = ()
    for_whom: ForWhom | None = None
    role: Role | None = None


def tokens_of(text: str) -> list[str]:
    """Return the folded words of a message, `|` for each run of punctuation."""
    folded = fold(normalise(text[:LONGEST])).replace("village gai", "").replace("gay village", "")
    return ["|" if not t[0].isalnum() else t for t in _TOKEN.findall(_YEARS_OLD.sub(r"\1 yo", folded))]


def _ends_with(tokens: list[str], end: int, name: str) -> bool:
    phrases = words_of(name)
    return any(tuple(tokens[end - n : end]) in phrases for n in (1, 2, 3) if n <= end)


def _before_owner(tokens: list[str], person: Named) -> int:
    """Return the index before "my", "mon", "my 4 year old"."""
    position = person.start
    while position > 0 and (tokens[position - 1] in _BEFORE_NOUN or tokens[position - 1].isdigit()):
        position -= 1
    return position


def _comes_along(tokens: list[str], person: Named, years: int | None) -> bool:
    """Return whether a child only accompanies the visitor ("moi et mon fils de 4 ans")."""
    before = _before_owner(tokens, person)
    if _ends_with(tokens, before, "for_relative"):
        return False
    if tokens[max(0, before - 2) : before] in (["j", "ai"], ["i", "have"], ["ai", "un"], ["ai", "une"], ["have", "a"]):
        return years is None or years < _OWN_CHILD
    return _ends_with(tokens, before, "accompanied")


def _past(tokens: list[str], age: Age, owner: Named) -> bool:
    """Return whether the age is one they had ("quand j'avais 12 ans", "she was 16")."""
    reach = 5 if owner.kind == "self" else 2
    return bool(_PAST.intersection(tokens[max(0, age.start - reach) : age.start]))


def _antecedent(pronoun: Named, people: list[Named]) -> Named | None:
    """Return who "elle" or "he" stands for: the last person of that gender, in need rather than aggressor."""
    earlier = [p for p in people if p.end <= pronoun.start and p.kind not in {"self", "pronoun"}]
    same = [p for p in earlier if p.gender in {None, pronoun.gender}]
    return same[-1] if same else None


@dataclass(frozen=True, slots=True)
class _Aged:
    years: int
    kind: str
    gender: Gender | None
    start: int


def _unnamed(tokens: list[str], age: Age) -> str | None:
    """Return whose age it is when no person word stands near: "17F Laval" is the writer, "a 16-year-old" is not."""
    before = tokens[age.start - 1] if age.start else "|"
    if age.years < _YOUNGEST:
        return None
    if age.gender is not None or before == "|" or tokens[: age.start] in (["just", "turned"], ["turned"]):
        return "self"
    return "other" if before in {"a", "an", "the"} and tokens[age.end : age.end + 1] == ["old"] else None


def _aged_people(tokens: list[str], people: list[Named]) -> list[_Aged]:
    """Return each present age of a person in need, aggressors and accompanying children left out."""
    found: list[_Aged] = []
    for age in ages_in(tokens):
        owner = owner_of(age, people, tokens)
        if owner is None:
            kind = _unnamed(tokens, age)
            if kind is not None:
                found.append(_Aged(age.years, kind, age.gender, age.start))
            continue
        if owner.kind == "pronoun":
            gender = owner.gender
            owner = _antecedent(owner, people)
            if owner is None:
                if gender == "women":
                    found.append(_Aged(age.years, "other", "women", age.start))
                continue
            if owner.gender is None:
                owner = Named(owner.start, owner.end, owner.kind, gender)
        if owner.kind == "aggressor" and _said_to_be(tokens, owner):
            owner = Named(owner.start, owner.end, "other", None)
        too_young = owner.kind == "self" and age.years < _YOUNGEST
        if owner.kind in {"aggressor", "kin"} or too_young or _past(tokens, age, owner):
            continue
        if owner.kind == "relative" and _comes_along(tokens, owner, age.years):
            continue
        found.append(_Aged(age.years, owner.kind, age.gender or owner.gender, age.start))
    return found


def _said_to_be(tokens: list[str], person: Named) -> bool:
    """Return whether the words say what somebody is ("c'est une adulte, 34 ans"), not who does harm."""
    return (
        tokens[person.start] in {"adulte", "adult"}
        and tuple(tokens[person.start - 3 : person.start - 1]) in _SAID_TO_BE
    )


def _asked_for(tokens: list[str], people: list[Named]) -> tuple[ForWhom, Gender | None] | None:
    """Return the person after "pour ma", "for my", "worried about my"."""
    for person in people:
        mine = tokens[person.start - 1] in _MINE
        if person.kind == "relative" and _is_named_as_concerned(tokens, person):
            return "relative", person.gender
        if not _ends_with(tokens, _before_owner(tokens, person), "for_relative"):
            continue
        if person.kind in {"relative", "kin"}:
            return "relative", person.gender
        if person.kind == "other" and mine:
            return "other", person.gender
    return None


def _is_named_as_concerned(tokens: list[str], person: Named) -> bool:
    """Return whether the words say that it is about them: "it's my daughter, not me", and not "it's my son who…"."""
    start = _before_owner(tokens, person)
    said = tuple(tokens[max(0, start - 2) : start]) in {("it", "s"), ("c", "est"), ("about", "it"), ("that", "s")}
    return said and tokens[person.end : person.end + 1] not in (["qui"], ["who"], ["that"], ["que"])


def _spoken_of(tokens: list[str], people: list[Named]) -> tuple[ForWhom, Gender | None] | None:
    """Return the relative, or else the friend, of whom something is said ("ma soeur a disparu")."""
    subjects = [p for p in people if _is_subject(tokens, p) and not _owns_another(p, people, tokens)]
    for person in subjects:
        if person.kind == "relative" and not _comes_along(tokens, person, None):
            return "relative", person.gender
    for person in subjects:
        if person.kind == "other" and tokens[person.start - 1] in _MINE and not _is_beside(tokens, person):
            return "other", person.gender
    return None


def _is_beside(tokens: list[str], person: Named) -> bool:
    """Return whether the person is only there, or has only spoken ("my roommate is asleep", "mon amie m'a dit de")."""
    after = tokens[person.end : person.end + 3]
    return any(tuple(after[:n]) in words_of("beside") for n in (1, 2, 3))


def _owns_another(person: Named, people: list[Named], tokens: list[str]) -> bool:
    """Return whether the person is only named to say whose friend another one is ("my cousin's friend")."""
    if tokens[person.end : person.end + 1] == ["s"]:
        return any(person.end < other.start <= person.end + 2 for other in people if other.kind not in _WITHOUT_NAME)
    before = person.start - 1 if tokens[person.start - 1] in _MINE else person.start
    linked = before > 0 and tokens[before - 1] in {"de", "a", "of"}
    return linked and any(other.end == before - 1 for other in people if other.kind not in _WITHOUT_NAME)


def _whom(tokens: list[str], people: list[Named], aged: list[_Aged]) -> tuple[ForWhom | None, Gender | None]:
    """Return for whom the visitor writes, and the gender the word for that person gives."""
    kinds: tuple[ForWhom, ...] = ("relative", "other", "self")
    for kind in kinds:
        for who in aged:
            if who.kind == kind:
                return kind, who.gender
    found = _asked_for(tokens, people) or _spoken_of(tokens, people)
    if found is not None:
        return found
    said = any(_ends_with(tokens, end, "self_need") for end in range(1, len(tokens) + 1))
    return ("self", None) if said else (None, None)


def _is_subject(tokens: list[str], person: Named) -> bool:
    """Return whether something is said of the person: a verb follows, or the sentence starts with them."""
    before = tokens[max(0, person.start - 2) : person.start - 1]
    after = tokens[person.end : person.end + 1]
    if before and before[0] in _NO_SUBJECT_AFTER and tokens[person.start - 1] in _MINE:
        return False
    return (
        bool(after)
        and (not before or before in (["|"], ["que"], ["that"], ["et"], ["and"], ["mais"], ["but"], ["si"], ["if"]))
    ) or (
        after[:1]
        in (
            ["est"],
            ["is"],
            ["a"],
            ["has"],
            ["s"],
            ["se"],
            ["va"],
            ["veut"],
            ["was"],
            ["qui"],
            ["who"],
            ["ne"],
            ["refuse"],
            ["fait"],
        )
    )


def read_person(text: str) -> PersonReading:
    """Return what a message says of the person who needs the service.

    The ages of aggressors, of children who come along and of the past are left out; `for_whom` is `relative` for family
    and `other` for a friend, a student or a patient.
    """
    text = without_denied(text)
    tokens = tokens_of(text)
    people = people_in(tokens)
    aged = _aged_people(tokens, people)
    said = {name for name, _ in plainly_said("audiences", tokens)}
    role = role_said(text) or ("buyer" if "buyers" in said else None)
    if role == "buyer":  # the ages of those who are paid are not his
        aged = [a for a in aged if a.kind == "self"]
    whom, gender = ("self", None) if role in ("buyer", "victim") else _whom(tokens, people, aged)
    if whom in {None, "self"} and (role == "witness" or (role == "professional" and aged)):
        whom = "other"
    if whom == "other" and "relatives" in said:  # "je suis la maman d'une fille de 15 ans"
        whom = "relative"
    wanted = [a for a in aged if a.kind == (whom or a.kind)] or aged
    age = wanted[0].years if wanted else None
    genders = {name for name, _ in plainly_said("gender", tokens)}
    if whom in {None, "self"}:
        told = [a.gender for a in aged if a.gender]
        gender = told[0] if told else _one(genders)
    elif gender is None:
        gender = _one(genders) if whom == "other" else None
    said = _audiences(said, age, role)
    if "professionals" in said and whom == "self":
        whom = "other" if age is not None else None
        gender = None if whom is None and "for" not in tokens else gender
    return PersonReading(age, gender, tuple(sorted(said)), whom, role)


def _audiences(said: set[str], age: int | None, role: Role | None) -> set[str]:
    """Return the groups said: an age is surer than a word, and a buyer is in none of those of the person he paid."""
    if role == "buyer":
        return (said - {"minors", "sex_workers"}) | {"buyers"}
    said = said | ({"professionals"} if role == "professional" else set())
    if age is None:
        return said
    return (said - {"minors", "adults"}) | {"minors" if age < ADULT_AGE else "adults"}


def _one(genders: set[str]) -> Gender | None:
    if genders == {"women"}:
        return "women"
    return "men" if genders == {"men"} else None
