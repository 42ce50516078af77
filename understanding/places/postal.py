"""Postal codes: the first three characters give the town, or the regions a country area spreads over."""

import csv
import re
from dataclasses import dataclass
from functools import cache

from understanding.places.gazetteer import DATA, gazetteer
from understanding.places.model import Place

_CODE = re.compile(
    r"(?<![^\W_])([ABCEGHJ-NPRSTVXY]\d[ABCEGHJ-NPRSTV-Z])(?:[ -]?(\d[ABCEGHJ-NPRSTV-Z]\d))?(?![^\W_])", re.I
)
_VISA = re.compile(r"\b(?:visa|permit|permis)\W+$|^\W+(?:visa|permit)", re.I)
_PROVINCES = {
    "A": "Terre-Neuve-et-Labrador", "B": "Nouvelle-Écosse", "C": "Île-du-Prince-Édouard", "E": "Nouveau-Brunswick",
    "K": "Ontario", "L": "Ontario", "M": "Ontario", "N": "Ontario", "P": "Ontario", "R": "Manitoba",
    "S": "Saskatchewan", "T": "Alberta", "V": "Colombie-Britannique", "X": "Nunavut", "Y": "Yukon",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PostalReading:
    """What a postal code says: one place, or several regions to choose from, or a province outside Quebec."""

    place: Place | None
    candidates: tuple[Place, ...]
    outside: str | None
    start: int
    end: int


@cache
def _prefixes() -> dict[str, Place]:
    places = gazetteer().by_name
    found: dict[str, Place] = {}
    with (DATA / "fsa.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            same = [p for p in places[row["name"]] if p.region_code == row["region_code"]]
            found[row["prefix"]] = min(same, key=lambda p: (p.kind != "municipality", -p.population))
    return found


@cache
def _town_halls() -> dict[str, tuple[Place, ...]]:
    """Return the towns whose hall is in each postal area, the largest first."""
    found: dict[str, list[Place]] = {}
    with (DATA / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            same = [p for p in gazetteer().by_name[row["name"]] if p.region_code == row["region_code"]]
            found.setdefault(row["postal_area"], []).append(same[-1])
    return {area: tuple(sorted(towns, key=lambda p: -p.population)) for area, towns in found.items()}


def town_of(area: str) -> tuple[Place | None, tuple[Place, ...]]:
    """Return the place of the three first characters of a postal code, and the regions to ask between."""
    area = area.upper()
    known = _prefixes().get(area) or (_prefixes().get(area[:2]) if area[1] != "0" else None)
    if known is not None:
        return known, ()
    towns = _town_halls().get(area, ())
    if towns and area[1] != "0":
        return towns[0], ()
    regions = tuple(dict.fromkeys(gazetteer().regions[town.region_code] for town in towns))
    return (regions[0], ()) if len(regions) == 1 else (None, regions)


def read_postal(text: str) -> PostalReading | None:
    """Return the last postal code of `text` that means something, or None."""
    reading = None
    for match in _CODE.finditer(text):
        area, rest = match.group(1).upper(), match.group(2)
        if (rest is None and _VISA.search(text[: match.start()])) or _VISA.search(text[match.end() :]):
            continue
        if area[0] not in "GHJ":
            if rest is not None:
                reading = PostalReading(None, (), _PROVINCES[area[0]], match.start(), match.end())
            continue
        place, candidates = town_of(area)
        if place is not None or candidates:
            reading = PostalReading(place, candidates, None, match.start(), match.end())
    return reading
