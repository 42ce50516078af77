"""What the words before and after a name say: is it a place, a street, a person, a refusal, an origin?"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cache

import yaml

from understanding.places.gazetteer import DATA
from understanding.places.tokens import Token

Phrase = tuple[str, ...]
_PERSONAL = frozenset({"il", "elle", "on", "qui", "y", "ya", "ca", "elles", "ils", "tu", "lui", "nous"})
_MY = frozenset(
    {
        "mes",
        "ses",
        "my",
        "his",
        "her",
        "son",
        "mon",
        "ma",
        "sa",
        "ton",
        "ta",
        "leur",
        "notre",
        "votre",
        "un",
        "une",
        "des",
    }
)


_SHORT_CODES = frozenset({"on", "nb", "ns", "ny", "bc", "ont"})


class Cue(IntEnum):
    """How surely the words before a name announce a place."""

    NONE = 0
    WEAK = 1
    STRONG = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists of `data/words.yml`: `sets` of single words, `phrases` by list name then by last word."""

    sets: dict[str, frozenset[str]]
    phrases: dict[str, dict[str, tuple[Phrase, ...]]]


@cache
def words() -> Words:
    """Return the lists, read at the first call."""
    loaded: dict[str, list[str]] = yaml.safe_load((DATA / "words.yml").read_text(encoding="utf-8"))
    sets = {name: frozenset(str(w) for w in listed) for name, listed in loaded.items()}
    phrases: dict[str, dict[str, tuple[Phrase, ...]]] = {}
    for name, listed in loaded.items():
        by_last: dict[str, list[Phrase]] = {}
        for item in listed:
            phrase = tuple(str(item).split())
            by_last.setdefault(phrase[-1], []).append(phrase)
        phrases[name] = {last: tuple(sorted(group, key=len, reverse=True)) for last, group in by_last.items()}
    return Words(sets, phrases)


def clause_start(tokens: list[Token], index: int) -> int:
    """Return the index of the first token of the clause that `tokens[index]` belongs to."""
    while index > 0 and not tokens[index].breaks:
        index -= 1
    return index


def skip_back(tokens: list[Token], index: int) -> int:
    """Return the index of the word before articles and words such as "ville de", or -1 at the start of the clause."""
    sets = words().sets
    position = index
    while position > 0 and not tokens[position].breaks:
        before = tokens[position - 1].form
        linked = before in {"de", "d", "of", "du"} and position > 1 and tokens[position - 2].form in sets["fillers"]
        if before in sets["articles"] or before in sets["fillers"] or linked:
            position -= 1
            continue
        return position - 1
    return -1


def _cue_of_a(tokens: list[Token], at: int) -> Cue:
    """Weigh a bare "a": the preposition without its accent, or the verb."""
    if tokens[at].accented_a:
        return Cue.SURE if at > 0 and tokens[at - 1].form in words().sets["place_verbs"] else Cue.STRONG
    if at == 0 or tokens[at].breaks:
        return Cue.STRONG
    before = tokens[at - 1].form
    if before in words().sets["place_verbs"]:
        return Cue.SURE
    return Cue.NONE if before in _PERSONAL else Cue.WEAK


def cue(tokens: list[Token], index: int) -> Cue:
    """Return how surely the words before `tokens[index]` announce a place."""
    at = skip_back(tokens, index)
    kind = (
        index > 0
        and not tokens[index].breaks
        and tokens[index - 1].form in {"secteur", "quartier", "ville", "town", "city"}
    )
    found = _cue_at(tokens, at) if at >= 0 else Cue.NONE
    return max(found, Cue.STRONG) if kind or _kind_after(tokens, index) else found


def _kind_after(tokens: list[Token], index: int) -> bool:
    """Return whether "sector", "area" or "borough" follows the word ("Aylmer sector")."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and not after.breaks and after.form in words().sets["kind_after"]


def _cue_at(tokens: list[Token], at: int) -> Cue:
    """Weigh the one word that comes before a name, articles aside."""
    sets = words().sets
    form = tokens[at].form
    if form == "a":
        return _cue_of_a(tokens, at)
    before = tokens[at - 1].form if at > 0 and not tokens[at].breaks else ""
    if form in sets["strong"]:
        return Cue.SURE if before in sets["place_verbs"] or form[:4] in {"habi", "jhab", "live"} else Cue.STRONG
    if form in sets["weak"]:
        return Cue.STRONG if before in sets["place_nouns"] or before in sets["place_verbs"] else Cue.WEAK
    return Cue.NONE


def says(name: str, tokens: list[Token], end: int, start: int = 0) -> bool:
    """Return whether the words just before `tokens[end]` (from `start`) are a phrase of the list `name`."""
    if end <= start:
        return False
    for phrase in words().phrases[name].get(tokens[end - 1].form, ()):
        begin = end - len(phrase)
        if begin >= start and all(tokens[begin + i].form == word for i, word in enumerate(phrase)):
            return True
    return False


def says_before(name: str, tokens: list[Token], index: int, reach: int = 2) -> bool:
    """Return whether a phrase of the list `name` ends at most `reach` words before the name, in its clause."""
    start = clause_start(tokens, index)
    return any(says(name, tokens, end, start) for end in range(index, max(start, index - reach - 1), -1))


def _is_around(tokens: list[Token], coin: int) -> bool:
    """Return whether "coin" is the area around a town ("dans le coin de Saint-Jérôme"), and not a street corner."""
    before = [token.form for token in tokens[max(0, coin - 2) : coin]]
    return before[-1:] == ["du"] or before in (["dans", "le"], ["par", "le"], ["vers", "le"], ["dans", "l"])


def is_street_or_building(tokens: list[Token], first: int, last: int) -> bool:
    """Return whether the name belongs to a street, a river, a bridge, a university, a hospital or a church."""
    sets = words().sets
    before = tokens[first - 1].form if first > 0 and not tokens[first].breaks else ""
    second = tokens[first - 2].form if first > 1 and before and not tokens[first - 1].breaks else ""
    after = tokens[last + 1].form if last + 1 < len(tokens) and not tokens[last + 1].breaks else ""
    saint = tokens[first].form == "st" or tokens[first].form == "notre"
    street_name = saint or tokens[first].form in {
        "sherbrooke",
        "papineau",
        "ontario",
        "frontenac",
        "champlain",
        "laval",
    }
    if before in sets["street_before"] or (before in {"on", "coin", "corner", "sur"} and street_name):
        return True
    if before in {"de", "du"} and second in {
        "rue",
        "boul",
        "boulevard",
        "chemin",
        "ch",
        "av",
        "avenue",
        "rang",
        "montee",
        "baie",
    }:
        return True
    if before in {"of", "de"} and second in sets["named_after"]:
        return True
    if before in {"of", "de"} and second in {"corner", "coin", "angle"} and street_name:
        return not _is_around(tokens, first - 2)
    if after in sets["named_after"]:
        return True
    if after in sets["street_after"] and not (after == "st" and last + 2 < len(tokens)):
        return True
    if before in {"universite", "caisse", "banque", "oratoire"} or after == "university":
        return True
    return saint and (after in sets["institution_after"] or before in sets["institution_before"])


def is_person(tokens: list[Token], first: int) -> bool:
    """Return whether the word before says that a person's name follows, or that it is a thing somebody owns."""
    if first == 0 or tokens[first].breaks:
        return False
    before, sets = tokens[first - 1].form, words().sets
    if before in sets["person_before"] or before in _MY:
        return True
    named = first > 1 and tokens[first - 1].capital and not tokens[first - 1].breaks
    named = named and tokens[first - 2].form in sets["person_before"]
    return named or says("person_said", tokens, first - 1) or says("person_said", tokens, first)


def is_feast(tokens: list[Token], first: int, last: int) -> bool:
    """Return whether the name is a day of the year: "la Saint-Jean" is no town."""
    if first == 0 or tokens[first].breaks or tokens[first - 1].form not in {"la", "st"}:
        return False
    return " ".join(t.form for t in tokens[first : last + 1]) in words().sets["feasts"]


def linked_to(tokens: list[Token], last: int) -> int:
    """Return where the name begins that the words after `tokens[last]` tie to it ("X en Y", "X près de Y"), or -1."""
    sets = words().sets
    position = last + 1
    while position < len(tokens) and position - last <= 5 and tokens[position].form in sets["links"]:
        position += 1
    return position if position > last + 1 and position < len(tokens) else -1


def outside_after(tokens: list[Token], last: int) -> bool:
    """Return whether a province, a state or a country that is not Quebec follows the name ("Windsor, Ontario").

    "Windsor (en) Ontario", "Nantes, en Bretagne" count too.
    """
    listed = words().sets["out_after"]
    after = linked_to(tokens, last)
    if after > 0 and after - last <= 2 and tokens[after].form in listed - _SHORT_CODES:
        return True
    following = [t.form for t in tokens[last + 1 : last + 3]]
    if not following or (following[0] in {"on", "nb", "ns", "ny", "bc"} and not tokens[last + 1].breaks):
        return False
    return following[0] in listed or " ".join(following) in listed
