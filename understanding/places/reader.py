"""`read_place` and `resolve`: from a message, or from a clean name, to a place of the directory."""

from understanding.normaliser import fold
from understanding.places.cues import linked_to
from understanding.places.gazetteer import Entry, Via, gazetteer
from understanding.places.mentions import Mention, Message, find_mentions, nearest
from understanding.places.model import Place, PlaceReading
from understanding.places.postal import PostalReading, read_postal, town_of
from understanding.places.roles import Role, role_of, score
from understanding.places.tokens import Token, key_of, tokenise

_MAX_CHARACTERS = 4000
_DOMINATES = 20.0
"""A homonym this many times more populous than the next is not worth a question."""
_SHORT_FORM = 0.3
_QUALIFIES = 6.0
Ranked = tuple[float, int, Mention, Place | None, tuple[Place, ...]]
"""The opposite of a name's points, its rank in the message, the name, its meaning, the candidates."""


def _weight(entry: Entry) -> float:
    """Return how likely a meaning is among homonyms: its people, less when the name is only a short form of it."""
    people = entry.place.population if entry.place else 0
    return (people + 1) * (1.0 if entry.via == Via.NAME else _SHORT_FORM)


def _meaning(mention: Mention, near: set[str], previous: Place | None) -> tuple[Place | None, tuple[Place, ...]]:
    """Return what a name means among homonyms, and the candidates to ask between when the words do not tell."""
    if mention.choices:
        only = mention.choices if len(mention.choices) == 1 else ()
        hinted = [r for r in mention.choices if r.region_code in near]
        if previous is not None:
            hinted += [r for r in mention.choices if r.region_code == previous.region_code]
        if only or hinted:
            return (list(only) or hinted)[0], ()
        return None, mention.choices
    entries = [e for e in mention.entries if e.place is not None]
    if previous is not None:
        near = near | {previous.region_code}

    def rank(entry: Entry) -> tuple[bool, float]:
        place = entry.place
        assert place is not None  # noqa: S101 - filtered above
        return (place.region_code not in near, -_weight(entry))

    entries.sort(key=rank)
    places = [e.place for e in entries if e.place is not None]
    best, least = places[0], _weight(entries[0]) / _DOMINATES
    rivals = [
        e.place for e in entries[1:] if e.place and e.place.region_code != best.region_code and _weight(e) > least
    ]
    told = best.region_code in near and all(p.region_code not in near for p in rivals)
    return best, () if told or not rivals else (best, *rivals)


def _regions_near(mentions: list[Mention], but: Mention) -> set[str]:
    """Return the region codes of the other names that have one meaning."""
    codes: set[str] = set()
    for mention in mentions:
        regions = {e.place.region_code for e in mention.entries if e.place is not None}
        if mention is not but and len(regions) == 1:
            codes |= regions
    return codes


def _precision(place: Place | None) -> int:
    if place is None:
        return -1
    return {"region": 0, "municipality": 1}.get(place.kind, 2)


def _inside(part: Place, whole: Place) -> bool:
    """Return whether `part` is a place within `whole`."""
    if whole.kind == "region":
        return part.kind != "region" and part.region_code == whole.region_code
    return part.municipality == whole.name


def _prefer_the_linked(ranked: list[Ranked], tokens: list[Token]) -> None:
    """Lower a name that only says where the one before it is ("Chandler en Gaspésie", "Oka près de Deux-Montagnes")."""
    for index, (points, order, mention, place, candidates) in enumerate(ranked[1:], start=1):
        before, known = ranked[index - 1][2], ranked[index - 1][3]
        if known is None or place is None or before.choices or mention.fuzzy or _inside(place, known):
            continue
        next_region = place.kind == "region" and mention.first == before.last + 1
        tied = mention.first <= linked_to(tokens, before.last) <= mention.last or next_region
        if tied and tokens[before.first].breaks:
            ranked[index] = (points + _QUALIFIES, order, mention, place, candidates)


def _choose(
    mentions: list[Mention], tokens: list[Token], previous: Place | None
) -> tuple[Mention, Place | None, tuple[Place, ...]]:
    """Return the name that says best where help is needed, what it means, and the candidates."""
    ranked: list[Ranked] = []
    for index, mention in enumerate(mentions):
        before = mentions[index - 1] if index else None
        place, candidates = _meaning(mention, _regions_near(mentions, mention), previous)
        ranked.append((-score(mention, tokens, before), index, mention, place, candidates))
    _prefer_the_linked(ranked, tokens)
    ranked.sort(key=lambda item: item[:2])
    points, _, best, place, candidates = ranked[0]
    for other_points, _, other, other_place, other_candidates in ranked[1:]:
        inside = place is not None and other_place is not None and _inside(other_place, place)
        if inside and other_points < 1 and other_points - points <= 2 and _precision(other_place) > _precision(place):
            best, place, candidates = other, other_place, other_candidates
    return best, place, candidates


def _from_postal(postal: PostalReading, text: str) -> PlaceReading:
    return PlaceReading(
        postal.place, text[postal.start : postal.end], postal.start, postal.end, postal.candidates, postal.outside
    )


def _message(text: str, asked: bool) -> Message:
    letters = [c for c in text if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    return Message(tokenise(text), asked, 0 < upper < 0.6 * len(letters), text)


def read_place(text: str, *, asked: bool = False, previous: Place | None = None) -> PlaceReading:
    """Return the place a message names, where help is needed if it names several.

    `asked` says that the bot just asked where the visitor is: a bare or misspelt name is then enough. `previous` is the
    place known so far: it settles homonyms, it is never returned by itself.
    """
    text = text[:_MAX_CHARACTERS]
    message = _message(text, asked)
    mentions = find_mentions(message)
    outside = next((m.outside for m in mentions if m.outside), None)
    inside = [m for m in mentions if not m.outside]
    roles = {m.first: role_of(m, message.tokens) for m in inside}

    def with_role(role: Role) -> list[Mention]:
        return [m for m in inside if roles[m.first] == role]

    def meanings(found: list[Mention]) -> tuple[Place, ...]:
        read = (_meaning(m, _regions_near(inside, m), previous)[0] for m in found)
        return tuple(p for p in read if p is not None)

    negated, origin = meanings(with_role(Role.NEGATED)), meanings(with_role(Role.ORIGIN))
    wanted = with_role(Role.WANTED)
    postal = read_postal(text)
    if postal is not None and (not wanted or postal.place is None or _precision(_best(wanted, message, previous)) == 0):
        read = _from_postal(postal, text)
        if read.place is not None or not wanted:
            return PlaceReading(
                read.place, read.text, read.start, read.end, read.candidates, read.outside or outside, negated, origin
            )
    here = any(m.outside and score(m, message.tokens, None) > 0 for m in mentions)
    if not wanted and origin and not here:
        wanted = with_role(Role.ORIGIN)
        origin = ()
    if not wanted:
        return PlaceReading(outside=outside, negated=negated, origin=origin)
    best, place, candidates = _choose(wanted, message.tokens, previous)
    start, end = message.tokens[best.first].start, message.tokens[best.last].end
    points = 0.0 if asked else score(best, message.tokens, None)
    return PlaceReading(place, text[start:end], start, end, candidates, outside, negated, origin, points)


def _best(wanted: list[Mention], message: Message, previous: Place | None) -> Place | None:
    return _choose(wanted, message.tokens, previous)[1]


def resolve(name: str) -> Place | None:
    """Return the place of a clean name, a spelling of it, a region code, or a postal code; None when unknown."""
    cleaned = name.strip()
    code = cleaned.removeprefix("QC-").zfill(2)
    if code in gazetteer().regions:
        return gazetteer().regions[code]
    named = gazetteer().by_name.get(cleaned)
    if named:
        return max(named, key=lambda p: (p.kind == "municipality", p.population))
    postal = read_postal(cleaned)
    if postal is not None and postal.start == 0:
        return postal.place or town_of(cleaned[:3])[0]
    if fold(cleaned) in {"quebec", "qc"}:
        return gazetteer().by_name["Québec"][0]
    key = key_of(cleaned)
    entries = gazetteer().entries.get(key)
    if entries is None:
        near = nearest(key) if key else None
        entries = gazetteer().entries[near[0]] if near else None
    places = sorted(
        (e for e in entries or () if e.place is not None),
        key=lambda e: (e.via, -(e.place.population if e.place else 0)),
    )
    return places[0].place if places else None
