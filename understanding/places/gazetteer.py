"""Every place the reader knows, indexed by the folded words of every way to write it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from pathlib import Path

from understanding.normaliser import rows_of
from understanding.places.model import Place
from understanding.places.tokens import key_of

DATA = Path(__file__).parent / "data"
_WEIGHT = {"borough": 60_000, "sector": 25_000, "first_nation": 2_500, "region": 100_000}
_LINKS = frozenset({"de", "du", "des", "d", "la", "sur", "l", "le", "les", "a", "en"})
_SMALL_TOWN = 8_000
Key = tuple[str, ...]


class Level(IntEnum):
    """How much the words around a name must say before it is taken for a place."""

    FREE = 0
    CAREFUL = 1
    PERSON = 2
    STRICT = 3


class Via(IntEnum):
    """How a spelling relates to a place, best first."""

    NAME = 0
    ALIAS = 1
    HEAD = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a spelling: a place of Quebec, or `outside`, a place that is not."""

    place: Place | None
    level: Level
    via: Via
    outside: str | None = None


@dataclass(slots=True)
class Gazetteer:
    """The index: `entries` by key, `longest` key by first word, `compact` keys written as one word."""

    entries: dict[Key, list[Entry]] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)
    compact: dict[str, Key] = field(default_factory=dict)
    regions: dict[str, Place] = field(default_factory=dict)
    by_name: dict[str, list[Place]] = field(default_factory=dict)
    fuzzy: dict[str, list[tuple[str, Key]]] = field(default_factory=dict)

    def add(self, key: Key, entry: Entry) -> None:
        """Index one more meaning of `key`, once for each place."""
        if not key:
            return
        known = self.entries.setdefault(key, [])
        if all((e.place, e.outside) != (entry.place, entry.outside) for e in known):
            known.append(entry)
        self.longest[key[0]] = max(self.longest.get(key[0], 0), len(key))


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _places() -> Iterator[Place]:
    for row in _table("regions.csv"):
        yield Place(row["name_fr"], "region", row["code"], population=_WEIGHT["region"])
    for row in _table("localities.csv"):
        weight = _WEIGHT[row["kind"]]
        town = row["municipality"] or None
        yield Place(row["name"], row["kind"], row["region_code"], town, float(row["lat"]), float(row["lon"]), weight)
    for row in _table("municipalities.csv"):
        lat, lon = (float(row["lat"]), float(row["lon"])) if row["lat"] else (None, None)
        people = int(row["population"] or 0)
        yield Place(row["name"], "municipality", row["region_code"], None, lat, lon, people)


@cache
def _levels() -> dict[Key, Level]:
    """Return the caution each listed name asks for."""
    levels: dict[Key, Level] = {}
    current = Level.FREE
    for line in (DATA / "levels.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = Level[line.strip("[] ").upper()]
        elif not line.startswith("#"):
            levels.update({key_of(name): current for name in line.split()})
    return levels


def level_of(key: Key, place: Place | None = None) -> Level:
    """Return the caution a name asks for: as listed, or careful for a small town with a saint's name of two words."""
    listed = _levels().get(key)
    if listed is not None:
        return listed
    small = place is not None and place.kind == "municipality" and place.population < _SMALL_TOWN
    return Level.CAREFUL if small and len(key) == 2 and key[0] == "st" else Level.FREE


def _head(key: Key) -> Key | None:
    """Return `("st", "jean")` for `("st", "jean", "sur", "richelieu")`."""
    if len(key) > 3 and key[0] == "st" and key[2] in _LINKS:
        return key[:2]
    return None


def _abbreviated(key: Key) -> Iterator[Key]:
    """Yield the usual abbreviations of a name: "ND-de-Lourdes", "Pte-Claire", "Riv-du-Loup"."""
    if key[:2] == ("notre", "dame") and len(key) > 2:
        yield ("nd", *key[2:])
        yield ("n", "d", *key[2:])
    for word, short in (("pointe", "pte"), ("riviere", "riv")):
        if key[0] == word and len(key) > 1:
            yield (short, *key[1:])


def _add_names(index: Gazetteer, places: list[Place]) -> None:
    regions = {p.name for p in places if p.kind == "region"}
    towns = {p.name for p in places if p.kind != "region"}
    for place in places:
        index.by_name.setdefault(place.name, []).append(place)
        if place.kind == "region":
            index.regions[place.region_code] = place
            if place.name in towns & regions:
                continue  # Montréal and Laval: the town says as much
        key = key_of(place.name)
        index.add(key, Entry(place, level_of(key, place), Via.NAME))
        for shorter in _abbreviated(key):
            index.add(shorter, Entry(place, level_of(key, place), Via.ALIAS))
        if key[0] in {"les", "la"} and len(key) > 2:
            index.add(key[1:], Entry(place, max(Level.CAREFUL, level_of(key)), Via.ALIAS))
        elif key[0] == "les":
            for article in ("aux", "des"):
                index.add((article, *key[1:]), Entry(place, max(Level.CAREFUL, level_of(key)), Via.ALIAS))
        elif key[0] == "l" and len(key) == 2:
            index.add(key[1:], Entry(place, max(Level.PERSON, level_of(key)), Via.ALIAS))


def _add_aliases(index: Gazetteer) -> None:
    for row in rows_of(DATA / "aliases.tsv"):
        spelling, name, where, weight = [*row, "", "", ""][:4]
        wanted = [
            place
            for place in index.by_name[name]
            if (where == "R" and place.kind == "region")
            or (where != "R" and where in {"", place.region_code} and place.kind != "region")
        ] or index.by_name[name]
        key = key_of(spelling)
        level = Level.CAREFUL if weight == "C" else level_of(key)
        index.add(key, Entry(wanted[0], level, Via.ALIAS))


def _add_heads(index: Gazetteer, places: list[Place]) -> None:
    """Index "Saint-X" for each "Saint-X-de-Y" where nothing else bears that short name."""
    taken = set(index.entries)
    for place in places:
        head = _head(key_of(place.name))
        if head is not None and head not in taken:
            level = Level.FREE if place.population >= _SMALL_TOWN else Level.CAREFUL
            index.add(head, Entry(place, max(level, level_of(head)), Via.HEAD))


def _add_outside(index: Gazetteer) -> None:
    for (name,) in rows_of(DATA / "outside.txt"):
        shown = name.lstrip("?")
        level = Level.PERSON if name.startswith("?") else Level.CAREFUL
        if key_of(shown) not in index.entries:
            index.add(key_of(shown), Entry(None, level, Via.NAME, shown))


def _add_derived(index: Gazetteer) -> None:
    """Fill the compact and the fuzzy forms from the keys."""
    for key, entries in index.entries.items():
        joined = "".join(key)
        known = entries[0].place is not None
        if len(key) > 1 and len(joined) >= 6:
            index.compact.setdefault(joined, key)
            if key[0] == "st":
                index.compact.setdefault("saint" + joined[2:], key)
                index.compact.setdefault("sainte" + joined[2:], key)
                index.compact.setdefault("ste" + joined[2:], key)
        long_enough = len(joined) >= (7 if entries[0].via == Via.ALIAS else 5)
        if known and long_enough and min(e.level for e in entries) <= Level.CAREFUL:
            index.fuzzy.setdefault("st" if key[0] == "st" else joined[0], []).append((joined, key))


@cache
def gazetteer() -> Gazetteer:
    """Return the one index of this process, read at the first call."""
    index = Gazetteer()
    places = list(_places())
    _add_names(index, places)
    _add_aliases(index)
    _add_heads(index, places)
    _add_outside(index)
    _add_derived(index)
    return index


@cache
def areas() -> dict[Key, tuple[tuple[Place, ...], bool]]:
    """Return the names of several regions: the regions, likeliest first, and whether it is a telephone code."""
    found: dict[Key, tuple[tuple[Place, ...], bool]] = {}
    for row in rows_of(DATA / "areas.tsv"):
        regions = tuple(gazetteer().regions[code] for code in row[1].split())
        found[key_of(row[0])] = (regions, len(row) > 2 and row[2] == "N")
    return found


@cache
def not_places() -> frozenset[str]:
    """Return the common words that look like a misspelt place."""
    return frozenset((DATA / "not_places.txt").read_text(encoding="utf-8").split())
