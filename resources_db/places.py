"""What is known of places beyond their position: roads, territories, nations (data/travel.yml, data/clientele.yml)."""

from functools import cache, lru_cache
from typing import Any

from resources_db.geography import Town, find_town, fold, towns
from resources_db.vocabulary import read_data

COMMUNITY = "first_nation"


@cache
def travel() -> dict[str, Any]:
    """Return data/travel.yml."""
    return read_data("travel.yml")


@cache
def clientele() -> dict[str, Any]:
    """Return data/clientele.yml."""
    return read_data("clientele.yml")


def apart_of(name: str | None, region_code: str | None) -> int:
    """Return the number of the part of Quebec without a road to the rest where the town is; 0 for the rest."""
    return 0 if name is None or region_code is None else _apart().get((_folded(name), region_code), 0)


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return fold(name)


def has_own_police(name: str | None, region_code: str | None) -> bool:
    """Say whether the town, or all of its region, is policed by a service of its own."""
    return region_code in travel()["own_police"]["regions"] or (_folded(name or ""), region_code) in _own_police()


def nation_of(name: str | None, region_code: str | None) -> str | None:
    """Return the nation of a First Nation, Cree, Inuit or Naskapi community; None for other places."""
    return None if name is None else _nations().get((_folded(name), region_code or ""))


@cache
def known_nations() -> tuple[str, ...]:
    """Return the nations that a place or a language tells."""
    data = clientele()["nations"]
    return tuple(sorted({*data["languages"].values(), *data["designations"].values(), *data["communities"]}))


def is_community(name: str | None, region_code: str | None) -> bool:
    """Say whether the place is a First Nation, Cree, Inuit or Naskapi community."""
    town = find_town(name, region_code) if name is not None else None
    return town is not None and (town.designation == COMMUNITY or town.designation in _designations())


@cache
def territories() -> dict[str, dict[str, frozenset[str]]]:
    """Return, by region and folded name of a territory, the folded names of its towns and counties."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    for name, about in travel()["territories"].items():
        places = [*map(fold, about.get("towns", ())), *map(_county, about.get("counties", ()))]
        found.setdefault(about["region"], {})[name] = frozenset(places)
    return found


@cache
def _apart() -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for number, about in enumerate(travel()["apart"].values(), start=1):
        names, counties = set(map(fold, about.get("towns", ()))), set(map(_county, about.get("counties", ())))
        for (folded, region), town in towns().items():
            if region == about["region"] and (folded in names or town.county in counties):
                found[folded, region] = number
    return found


@cache
def _own_police() -> frozenset[tuple[str, str]]:
    towns_of: dict[str, list[str]] = travel()["own_police"]["towns"]
    return frozenset((fold(name), region) for region, names in towns_of.items() for name in names)


@cache
def _nations() -> dict[tuple[str, str], str]:
    data = clientele()["nations"]
    named = {fold(place): nation for nation, places in data["communities"].items() for place in places}
    found = {key: _nation(town, named) for key, town in towns().items()}
    return {key: nation for key, nation in found.items() if nation is not None}


def _nation(town: Town, named: dict[str, str]) -> str | None:
    by_name = named.get(fold(town.name)) if town.designation == COMMUNITY else None
    return by_name or _designations().get(town.designation)


def _designations() -> dict[str, str]:
    found: dict[str, str] = clientele()["nations"]["designations"]
    return found


def _county(name: str) -> str:
    return fold(name).removeprefix("la ").removeprefix("le ").removeprefix("les ")
