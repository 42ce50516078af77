"""Finding the names of places in a message, exact or misspelt, and dropping those that are something else."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

from understanding.places.cues import (
    Cue,
    cue,
    is_feast,
    is_person,
    is_street_or_building,
    linked_to,
    outside_after,
    words,
)
from understanding.places.gazetteer import Entry, Key, Level, Via, areas, gazetteer, not_places
from understanding.places.model import Place
from understanding.places.quebec import QUEBEC, province_or_city
from understanding.places.tokens import Token

_LONGEST_FUZZY = 7
_SHORT_ANSWER = 6
_SAINT_LIKE = frozenset(
    {"sain", "sait", "sanit", "saine", "saintte", "sainnt", "siant", "saitn", "sint", "sante", "saite"}
)
_TRIES = 24
_KNOWN = 15_000
"""People, from which a town is a landmark for smaller places."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the message: tokens `first` to `last`, what it may mean, how sure the words around it are."""

    first: int
    last: int
    entries: tuple[Entry, ...]
    cue: Cue
    fuzzy: bool = False
    choices: tuple[Place, ...] = ()

    @property
    def outside(self) -> str | None:
        """The name of a place outside Quebec, when it can only be that."""
        return self.entries[0].outside if self.entries else None


@dataclass(frozen=True, slots=True)
class Message:
    """A tokenised message and what is known of it."""

    tokens: list[Token]
    asked: bool
    capitals_count: bool
    text: str = ""

    def alone(self, first: int, last: int) -> bool:
        """Whether the tokens stand alone between punctuation marks or the ends of the message."""
        ends = last + 1 == len(self.tokens) or self.tokens[last + 1].breaks
        return ends and (first == 0 or self.tokens[first].breaks)

    def is_hyphenated(self, first: int) -> bool:
        """Whether a hyphen ties the name to a capitalised word before it: a family name ("Bergeron-Verdun")."""
        before = self.tokens[first - 1] if first else None
        if before is None or not before.capital or (before.form,) in gazetteer().entries:
            return False
        return self.text[before.end : self.tokens[first].start] in {"-", "‑"}

    def last_words(self, last: int) -> bool:
        """Whether nothing follows."""
        return last + 1 == len(self.tokens)


def _named_at(tokens: list[Token], position: int) -> list[Entry]:
    """Return the meanings of the longest exact name that starts at `position`."""
    index = gazetteer()
    longest = min(index.longest.get(tokens[position].form, 0), len(tokens) - position)
    for length in range(longest, 0, -1):
        found = index.entries.get(tuple(t.form for t in tokens[position : position + length]))
        if found:
            return found
    return []


def _region_follows(tokens: list[Token], last: int) -> bool:
    """Return whether a region, the province or a known town says where the name is ("Racine, Estrie")."""
    rest = tokens[last + 1 : last + 3]
    if not rest:
        return False
    if rest[0].form in {"qc", "quebec"} and (len(rest) == 1 or rest[1].breaks):
        return True
    linked = linked_to(tokens, last)
    if linked > 0 and any(_larger(e) for at in (linked, linked - 1) for e in _named_at(tokens, at)):
        return True
    regions = (e for e in _named_at(tokens, last + 1) if e.place is not None and e.place.kind == "region")
    return rest[0].breaks and any(regions)


def _larger(entry: Entry) -> bool:
    """Return whether a name after a link is known enough to say that a place came before it."""
    return entry.place is not None and entry.level == Level.FREE and entry.place.population >= _KNOWN


def _accepts(message: Message, first: int, last: int, level: Level, strength: Cue) -> bool:
    """Return whether a name of that level may be taken for a place here."""
    token = message.tokens[first]
    capital = token.capital and message.capitals_count
    alone = message.alone(first, last)
    if (alone and message.asked) or (token.breaks and _region_follows(message.tokens, last)):
        return True
    if level == Level.FREE:
        return True
    if level == Level.CAREFUL:
        edge = alone and (message.last_words(last) or first == 0)
        weak = strength == Cue.WEAK and (capital or not message.capitals_count)
        return strength >= Cue.STRONG or weak or edge or (alone and (capital or not message.capitals_count))
    if level == Level.PERSON:
        return strength == Cue.SURE or (strength == Cue.STRONG and (capital or not message.capitals_count))
    return (strength >= Cue.STRONG and capital) or (strength == Cue.SURE and not message.capitals_count)


def _exact_at(message: Message, first: int) -> Mention | None:
    """Return the longest exact name that starts at `first` and may be a place."""
    tokens, index = message.tokens, gazetteer()
    size = min(index.longest.get(tokens[first].form, 0), len(tokens) - first)
    for length in range(size, 0, -1):
        if any(t.breaks for t in tokens[first + 1 : first + length]):
            continue
        entries = index.entries.get(tuple(t.form for t in tokens[first : first + length]))
        if entries:
            return _checked(message, first, first + length - 1, tuple(entries))
    joined = index.compact.get(tokens[first].form)
    return _checked(message, first, first, tuple(index.entries[joined])) if joined else None


def _checked(message: Message, first: int, last: int, entries: tuple[Entry, ...]) -> Mention | None:
    strength = cue(message.tokens, first)
    level = min(e.level for e in entries)
    if is_street_or_building(message.tokens, first, last) and not _is_stop_of(message.tokens, first, entries):
        return None
    if is_feast(message.tokens, first, last) or message.is_hyphenated(first) or _is_a_room(message, first, last):
        return None
    if is_person(message.tokens, first) and strength < Cue.STRONG:
        return None
    if not _accepts(message, first, last, level, strength):
        return None
    if outside_after(message.tokens, last):
        shown = message.tokens[first : last + 1]
        return Mention(first, last, (Entry(None, Level.FREE, Via.NAME, " ".join(t.form for t in shown)),), strength)
    return Mention(first, last, entries, strength)


def _is_a_room(message: Message, first: int, last: int) -> bool:
    """Return whether an article and an ordinary noun are that, not a town: "dans la salle de bain"."""
    tokens = message.tokens
    article, noun = tokens[first], tokens[last]
    if last != first + 1 or article.form not in {"l", "la", "le", "les"} or noun.form not in not_places():
        return False
    if noun.capital or message.alone(first, last):
        return False
    before = tokens[first - 1].form if first and not article.breaks else ""
    after = tokens[last + 1].form if not message.last_words(last) and not tokens[last + 1].breaks else ""
    return after in {"de", "d", "du", "a", "est", "pour"} or before in {"dans", "ds", "dan", "in", "pour", "avec"}


def _is_stop_of(tokens: list[Token], first: int, entries: tuple[Entry, ...]) -> bool:
    """Return whether the name is a metro station in the part of Montréal that bears it ("métro Verdun")."""
    before = tokens[first - 1].form if first else ""
    return before in {"metro", "station"} and any(
        e.place and (e.place.municipality == "Montréal" or e.place.name == "Longueuil") for e in entries
    )


def _area_at(message: Message, first: int) -> Mention | None:
    """Return the name of several regions that starts at `first` ("le 450", "Rive-Nord")."""
    tokens = message.tokens
    for length in (3, 2, 1):
        found = areas().get(tuple(t.form for t in tokens[first : first + length]))
        if found is None or len(tokens) < first + length:
            continue
        regions, is_code = found
        if is_code:
            before = tokens[first - 1].form if first else ""
            after = tokens[first + 1].form if first + 1 < len(tokens) else ""
            counted = after in {"dollars", "piasses", "piastres", "personnes", "bucks", "km", "g"} or after.isdigit()
            if counted or not (before in words().sets["area_code"] or message.asked):
                continue
        return Mention(first, first + length - 1, (), cue(tokens, first), choices=regions)
    return None


def _limit(length: int) -> int:
    """Return how many letters may differ in a name of that length."""
    if length <= 4:
        return 0
    return 1 if length <= 7 else 2 if length <= 12 else 3


def nearest(words_written: Key) -> tuple[Key, int] | None:
    """Return the key nearest to the letters of `words_written` and its distance, or None."""
    written = "".join(words_written)
    if words_written[0] in _SAINT_LIKE and len(words_written) > 1:
        written = "st" + "".join(words_written[1:])
    bucket = "st" if written != "".join(words_written) or words_written[0] == "st" else written[:1]
    if bucket == "s" and written.startswith("saint"):
        bucket, written = "st", "st" + written[5:].removeprefix("e")
    limit = _limit(len(written))
    best: tuple[int, int, Key] | None = None
    for joined, key in gazetteer().fuzzy.get(bucket, ()) if limit else ():
        allowed = min(limit, _limit(len(joined)))
        if abs(len(joined) - len(written)) > allowed:
            continue
        distance = OSA.distance(written, joined, score_cutoff=allowed)
        if distance <= allowed:
            biggest = max((e.place.population for e in gazetteer().entries[key] if e.place), default=0)
            best = min(best or (99, 0, key), (distance, -biggest, key))
    return (best[2], best[0]) if best else None


def _may_be_misspelt(message: Message, first: int, last: int, strength: Cue) -> bool:
    tokens = message.tokens
    forms = [t.form for t in tokens[first : last + 1]]
    stop = words().sets["never_fuzzy"] | words().sets["articles"]
    if any(t.breaks for t in tokens[first + 1 : last + 1]) or forms[-1] in stop or forms[0] in stop - {"la", "l"}:
        return False
    joined = "".join(forms)
    bare = "".join(forms[1:]) if forms[0] in words().sets["articles"] else joined
    if joined.isdigit() or (len(forms) <= 2 and (joined in not_places() or bare in not_places())):
        return False
    at_edge = message.alone(first, last) and (message.last_words(last) or first == 0)
    answer = message.asked and len(tokens) <= _SHORT_ANSWER
    return strength >= Cue.STRONG or answer or (at_edge and len(joined) >= 6)


def _fuzzy_at(message: Message, first: int) -> Mention | None:
    """Return the misspelt name that starts at `first`, where the words around announce a place."""
    tokens = message.tokens
    strength = cue(tokens, first)
    weak_a = tokens[first - 1].form == "a" if first else False
    if strength < Cue.STRONG and not message.asked and not weak_a and not tokens[first].breaks:
        return None
    found: tuple[int, int, Key] | None = None
    for last in range(min(first + _LONGEST_FUZZY, len(tokens)) - 1, first - 1, -1):
        bolder = max(strength, Cue.STRONG) if weak_a and strength == Cue.WEAK else strength
        if not _may_be_misspelt(message, first, last, bolder):
            continue
        near = nearest(tuple(t.form for t in tokens[first : last + 1]))
        if near is None or (last > first and near[1] > 1 and len(near[0]) != last - first + 1):
            continue
        ranked = (near[1], first - last, near[0])
        found = ranked if found is None else min(found, ranked)
    if found is None:
        return None
    last = first - found[1]
    if is_street_or_building(tokens, first, last) or is_person(tokens, first) or outside_after(tokens, last):
        return None
    return Mention(first, last, tuple(gazetteer().entries[found[2]]), strength, fuzzy=True)


def find_mentions(message: Message) -> list[Mention]:
    """Return the names of the message, in order, none overlapping another."""
    found: list[Mention] = []
    position = tries = 0
    while position < len(message.tokens):
        mention = _area_at(message, position)
        if mention is None and message.tokens[position].form in words().sets["province_names"]:
            mention = _quebec_at(message, position, found)
        elif mention is None:
            mention = _exact_at(message, position)
            if mention is not None and message.tokens[position].form in words().sets["articles"]:
                mention = _longer(message, mention)
            if mention is None and tries < _TRIES:
                mention = _fuzzy_at(message, position)
                tries += len(message.tokens[position].form) > 3
        if mention is not None:
            found.append(mention)
            position = mention.last
        position += 1
    return found


def _longer(message: Message, mention: Mention) -> Mention:
    """Return the name that starts after the article when it goes further ("la [Rive-Sud de Québec]")."""
    inner = _exact_at(message, mention.first + 1) if mention.last > mention.first else None
    return inner if inner is not None and inner.last > mention.last else mention


def _quebec_at(message: Message, position: int, found: list[Mention]) -> Mention | None:
    """Return "Québec" where it is the city and not the province."""
    longer = _exact_at(message, position)
    if longer is not None and longer.last > position:
        return longer
    after_place = bool(found) and found[-1].last == position - 1
    if not province_or_city(message.tokens, position, asked=message.asked, after_place=after_place):
        return None
    entry = Entry(gazetteer().by_name[QUEBEC][0], Level.FREE, Via.NAME)
    return Mention(position, position, (entry,), cue(message.tokens, position))
