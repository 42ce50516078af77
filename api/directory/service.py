"""What the directory answers over HTTP."""

from functools import cache
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from api.directory.places import Place, PlaceResolver
from api.directory.schemas import PlaceOut, ResourceOut, ResourceParams, ResourcesOut
from resources_db.geography import find_town
from resources_db.search import ResourceQuery, search_resources


@cache
def _words() -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return words


def find_resources(session: Session, *, params: ResourceParams, resolver: PlaceResolver) -> ResourcesOut:
    """Return the ranked organisations; an unknown place gives what serves all of Quebec, and a notice.

    Words (`q`) that no organisation holds are left aside, and the notice says so.
    """
    place = _place(params, resolver)
    found = search_resources(session, _query(params, place), now=params.at)
    notices = ["unknown_place"] if params.place is not None and place is None else []
    if params.q is not None and not any(resource.found for resource in found):
        notices.append("unknown_words")
    return ResourcesOut(
        items=[ResourceOut.model_validate(resource.to_dict(params.words)) for resource in found],
        notice=" ".join(_words()[notice][params.words] for notice in notices) or None,
        place=PlaceOut(name=place[0], region_code=place[1]) if place else None,
    )


def _place(params: ResourceParams, resolver: PlaceResolver) -> Place | None:
    """Return the place that was named; where a region is said too, a town of that region goes before its namesakes."""
    if params.place is None:
        return None
    town = find_town(params.place, params.region) if params.region else None
    return (town.name, town.region_code, town.lat, town.lon) if town else resolver(params.place)


def _query(params: ResourceParams, place: Place | None) -> ResourceQuery:
    name, region, lat, lon = place or (None, params.region, None, None)
    if params.lat is not None:
        lat, lon = params.lat, params.lon
    return ResourceQuery(
        needs=tuple(params.need),
        place=name,
        region_code=region,
        lat=lat,
        lon=lon,
        audiences=tuple(params.audience),
        age=params.age,
        language=params.language if "language" in params.model_fields_set else None,
        open_now=params.open_now,
        free=params.free,
        wheelchair=params.wheelchair,
        q=params.q,
        limit=params.limit,
    )
