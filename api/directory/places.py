"""Finding the place that a visitor names."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from resources_db.geography import find_town, fold, regions

Place = tuple[str, str, float | None, float | None]  # canonical name, region code, position
PlaceResolver = Callable[[str], Place | None]


def exact_place(text: str) -> Place | None:
    """Return the place written exactly so, but for case and accents; the default until a finer resolver is wired."""
    for region in regions().values():
        if fold(text) in (fold(region.name_fr), fold(region.name_en), region.code):
            return region.name_fr, region.code, None, None
    town = find_town(text, None)
    return None if town is None else (town.name, town.region_code, town.lat, town.lon)


def get_place_resolver(request: Request) -> PlaceResolver:
    """Return the app's resolver (`app.state.place_resolver`), or the exact one."""
    resolver: PlaceResolver = getattr(request.app.state, "place_resolver", exact_place)
    return resolver


PlaceResolverDep = Annotated[PlaceResolver, Depends(get_place_resolver)]
