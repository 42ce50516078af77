"""Positions of towns and regions, read from the open data that the reader of places ships."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

PLACES = Path(__file__).parents[1] / "understanding" / "places" / "data"
EARTH_KM = 6371.0
_MARKS = re.compile(f"[{''.join(chr(code) for code in range(0x0300, 0x10000) if unicodedata.combining(chr(code)))}]+")
_NOT_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"^(la|le|les|l) ")
Position = tuple[float, float]


@dataclass(frozen=True)
class Region:
    """An administrative region; its position is the mean of its municipalities, weighted by population."""

    code: str
    name_fr: str
    name_en: str
    lat: float
    lon: float


@dataclass(frozen=True)
class Town:
    """A municipality, borough, sector or community; `exact` is false where only the postal area is known."""

    name: str
    region_code: str
    lat: float
    lon: float
    population: int
    exact: bool
    county: str = ""  # its MRC's name, folded, without its article
    designation: str = ""  # of a municipality ("Village nordique"), or the kind of a locality ("first_nation")


def plain(text: str) -> str:
    """Return `text` without case nor accents."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "Oe")).casefold()
    return _MARKS.sub("", bare)


def fold(text: str) -> str:
    """Return `text` without case, accents nor punctuation, for comparing names."""
    return _NOT_WORD.sub(" ", plain(text)).strip()


def distance_km(here: Position, there: Position) -> float:
    """Return the great-circle distance in kilometres."""
    (lat1, lon1), (lat2, lon2) = here, there
    half_lat, half_lon = radians(lat2 - lat1) / 2, radians(lon2 - lon1) / 2
    inner = sin(half_lat) ** 2 + cos(radians(lat1)) * cos(radians(lat2)) * sin(half_lon) ** 2
    return 2 * EARTH_KM * asin(sqrt(inner))


@cache
def towns() -> dict[tuple[str, str], Town]:
    """Return towns by (folded name, region code); the most populous keeps a name used twice in a region."""
    found: dict[tuple[str, str], Town] = {}
    for town in _localities():
        found[(fold(town.name), town.region_code)] = town
    for town in sorted(_municipalities(), key=lambda t: t.population):
        found[(fold(town.name), town.region_code)] = town
    return found


def find_town(name: str, region_code: str | None) -> Town | None:
    """Return the town of that name in the region (or the largest of that name anywhere), or None."""
    wished = fold(name)
    if region_code is not None:
        return towns().get((wished, region_code))
    same = [town for (folded, _), town in towns().items() if folded == wished]
    return max(same, key=lambda t: t.population, default=None)


def nearest_region(position: Position) -> str | None:
    """Return the code of the region of the nearest town, or None farther than 100 km from any."""
    town = min(towns().values(), key=lambda t: distance_km(position, (t.lat, t.lon)))
    return town.region_code if distance_km(position, (town.lat, town.lon)) <= 100 else None


@cache
def names_of_region(region_code: str) -> frozenset[str]:
    """Return the folded names of the towns and counties of a region; one that is also the region's name is left out."""
    names = {name for (folded, code), town in towns().items() if code == region_code for name in (folded, town.county)}
    return frozenset(names - {"", "quebec", fold(regions()[region_code].name_fr)})


@cache
def regions() -> dict[str, Region]:
    """Return the 17 regions by code."""
    weighted = _weighted_positions()
    with (PLACES / "regions.csv").open(encoding="utf-8") as file:
        return {
            row["code"]: Region(row["code"], row["name_fr"], row["name_en"], *weighted[row["code"]])
            for row in csv.DictReader(file)
        }


def region_names(language: str) -> dict[str, str]:
    """Return the names of the regions, by code."""
    return {code: region.name_en if language == "en" else region.name_fr for code, region in regions().items()}


def _weighted_positions() -> dict[str, Position]:
    sums: dict[str, tuple[float, float, float]] = {}
    for town in _municipalities():
        lat, lon, people = sums.get(town.region_code, (0.0, 0.0, 0.0))
        weight = max(town.population, 1)
        sums[town.region_code] = (lat + town.lat * weight, lon + town.lon * weight, people + weight)
    return {code: (lat / people, lon / people) for code, (lat, lon, people) in sums.items()}


def _municipalities() -> Iterator[Town]:
    with (PLACES / "municipalities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["lat"] and row["lon"]:
                people = int(row["population"] or 0)
                exact = row["position_source"] != "postal_area"
                place = float(row["lat"]), float(row["lon"])
                county = _county(row["mrc"])
                yield Town(row["name"], row["region_code"], *place, people, exact, county, row["designation"])


def _county(mrc: str) -> str:
    return _ARTICLE.sub("", fold(mrc))


@cache
def _counties() -> dict[str, str]:
    return {town.name: town.county for town in _municipalities()}


def _localities() -> Iterator[Town]:
    with (PLACES / "localities.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            county = _counties().get(row["municipality"], "")
            place = float(row["lat"]), float(row["lon"])
            yield Town(row["name"], row["region_code"], *place, 0, True, county, row["kind"])
