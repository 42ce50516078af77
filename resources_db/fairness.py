"""Which regions and audiences are poorly served (data/fairness.yml says what is counted).

Only organisations that a visitor would be shown, can reach and that offer the very service count, under the search's
own rules of eligibility. Distances are from the region's largest town; the share of people counts all its towns.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from resources_db.catalogue import read_catalogue
from resources_db.geography import EARTH_KM, Town, regions, towns
from resources_db.search.clientele import offered_to
from resources_db.search.columns import Columns, Rows, columns_of
from resources_db.search.eligibility import serving, suits
from resources_db.search.query import ResourceQuery
from resources_db.search.scoring import exact
from resources_db.search.wanted import wanted_by
from resources_db.vocabulary import read_data

Floats = NDArray[np.float64]


@cache
def fairness_data() -> dict[str, Any]:
    """Return data/fairness.yml."""
    return read_data("fairness.yml")


@dataclass(frozen=True)
class Cell:
    """How one need of one audience is answered in one region.

    `within` counts organisations by distance in km, `lines` those that serve the whole province or country from afar;
    `people` is the share of the region's population (0 to 1) that has one within the distance that decides of `poor`.
    """

    region: str
    town: str
    audience: str
    need: str
    within: dict[int, int]
    lines: int
    people: float
    poor: bool


def fairness(session: Session) -> list[Cell]:
    """Return one cell per region, audience and need."""
    columns = columns_of(read_catalogue(session))
    return [cell for code in regions() for cell in _region(code, columns)]


def _region(code: str, columns: Columns) -> Iterator[Cell]:
    here = sorted((t for t in towns().values() if t.region_code == code), key=lambda t: (-t.population, t.name))
    distances = _distances(here, columns)
    people = np.array([town.population for town in here], dtype=np.float64)
    for audience, about in fairness_data()["audiences"].items():
        for need in fairness_data()["needs"]:
            query = ResourceQuery(needs=(need,), place=here[0].name, region_code=code,
                                  audiences=tuple(about["audiences"]), age=about["age"])  # fmt: skip
            rows = _answering(columns, query, about.get("language"))
            wide = columns.facts["wide"][rows]
            found = distances[:, rows[~wide]]
            yield _cell(code, here[0], audience, need, found, int(wide.sum()), people)


def _cell(code: str, town: Town, audience: str, need: str, found: Floats, lines: int, people: Floats) -> Cell:
    within = {km: int((found[0] <= km).sum()) for km in fairness_data()["distances_km"]}
    rule = fairness_data()["poor"]
    near = (found <= rule["within_km"]).any(axis=1)
    share = float(people[near].sum() / max(people.sum(), 1.0))
    count = int((found[0] <= rule["within_km"]).sum())
    return Cell(code, town.name, audience, need, within, lines, round(share, 3), poor=count <= rule["at_most"])


def _answering(columns: Columns, query: ResourceQuery, language: str | None) -> Rows:
    """Return the rows that the search would show this person for exactly that, that can be reached, in the language."""
    wanted = wanted_by(query)
    rows = serving(columns, query)
    kept = (
        suits(columns, rows, query, wanted)
        & offered_to(columns, rows, query, wanted)
        & exact(columns, rows, wanted)
        & columns.facts["has_contact"][rows]
    )
    if language is not None:
        kept &= columns.facts[f"speaks_{language}"][rows]
    found: Rows = rows[kept]
    return found


def _distances(here: list[Town], columns: Columns) -> Floats:
    """Return kilometres, towns × records, by the haversine formula (as `geography.distance_km`); NaN if not known."""
    places = np.radians(np.array([(town.lat, town.lon) for town in here]))
    there_lat, there_lon = np.radians(columns.numbers["lat"]), np.radians(columns.numbers["lon"])
    lat, lon = places[:, None, 0], places[:, None, 1]
    half_lat, half_lon = (there_lat[None, :] - lat) / 2, (there_lon[None, :] - lon) / 2
    inner = np.sin(half_lat) ** 2 + np.cos(lat) * np.cos(there_lat[None, :]) * np.sin(half_lon) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(inner)))


def to_plain(cells: list[Cell]) -> list[dict[str, Any]]:
    """Return the cells as plain data."""
    return [asdict(cell) for cell in cells]


def to_markdown(cells: list[Cell]) -> str:
    """Return the report as docs/fairness.md holds it."""
    data = fairness_data()
    needs, audiences = data["needs"], data["audiences"]
    near, mid, far = data["distances_km"]
    rule = data["poor"]["within_km"]
    poor = [cell for cell in cells if cell.poor]
    parts = [
        "# Who is poorly served\n",
        "Made by `repere directory fairness --output docs/fairness.md` from the directory; not edited by hand.\n",
        f"Each figure counts organisations that offer the very service, may be shown to that person and can be\n"
        f"reached (a visible number or a website), within {near} / {mid} / {far} km of the region's largest town;\n"
        f"`+n` are lines that serve all of Quebec or Canada. **Bold**: none within {rule} km. `%` is the share of the\n"
        f"region's people who have one within {rule} km. An organisation whose town is not known stands at the middle\n"
        f"of its region.\n",
        f"{len(poor)} of {len(cells)} combinations have nobody within {rule} km.\n",
        "## Where nobody is near, by audience\n",
        f"| audience | {' | '.join(label['en'] for label in needs.values())} |",
        f"| --- |{' --- |' * len(needs)}",
    ]
    for audience, about in audiences.items():
        counts = [sum(c.poor for c in cells if (c.audience, c.need) == (audience, need)) for need in needs]
        parts.append(f"| {about['en']} | {' | '.join(f'{count} of {len(regions())} regions' for count in counts)} |")
    for audience, about in audiences.items():
        parts += [f"\n## {about['en']}\n", f"| region | {' | '.join(label['en'] for label in needs.values())} |",
                  f"| --- |{' --- |' * len(needs)}"]  # fmt: skip
        for code, region in regions().items():
            row = [cell for cell in cells if (cell.region, cell.audience) == (code, audience)]
            parts.append(f"| {region.name_en} ({row[0].town}) | {' | '.join(_figure(cell) for cell in row)} |")
    return "\n".join(parts) + "\n"


def _figure(cell: Cell) -> str:
    counts = "/".join(str(count) for count in cell.within.values())
    counts = f"**{counts}**" if cell.poor else counts
    return f"{counts} +{cell.lines} · {cell.people:.0%}"
