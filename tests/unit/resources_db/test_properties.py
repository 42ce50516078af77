"""Whatever is asked: never an error, never an empty list, never a place where the person may not go."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.geography import regions, towns
from resources_db.search import ResourceQuery, all_needs, search_resources
from resources_db.search.scoring import ALL_WORDS
from resources_db.search.wanted import lines_data
from resources_db.vocabulary import vocabulary

AUDIENCES = [*vocabulary()["groups"], "women", "men"]
TOWNS = sorted(towns().values(), key=lambda town: (town.region_code, town.name))
maybe = st.none


@st.composite
def queries(draw: st.DrawFn) -> ResourceQuery:
    place: dict[str, Any] = {"region_code": draw(maybe() | st.sampled_from(sorted(regions())))}
    if draw(st.booleans()):
        town = draw(st.sampled_from(TOWNS))
        place = {"place": town.name, "region_code": town.region_code, "lat": town.lat, "lon": town.lon}
    elif draw(st.booleans()):
        place |= {"lat": draw(st.floats(-90, 90)), "lon": draw(st.floats(-180, 180))}
    return ResourceQuery(
        needs=tuple(draw(st.lists(st.sampled_from(sorted(all_needs())), max_size=3))),
        audiences=tuple(draw(st.lists(st.sampled_from(AUDIENCES), max_size=4, unique=True))),
        age=draw(maybe() | st.integers(0, 120)),
        language=draw(st.sampled_from([None, "fr", "en"])),
        open_now=draw(st.booleans()),
        free=draw(st.booleans()),
        wheelchair=draw(st.booleans()),
        q=draw(maybe() | st.text(max_size=20) | st.sampled_from(["femme", "Montréal", "shelter", "jeunes Québec"])),
        specialised=draw(st.booleans()),
        nearest=draw(st.booleans()),
        limit=draw(st.sampled_from([1, 2, 3, 10, 50])),
        **place,
    )


MOMENTS = st.integers(0, 60 * 24 * 400).map(
    lambda minutes: datetime(2026, 6, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries(), moment=MOMENTS)
def test_never_rules(sessions: sessionmaker[Session], query: ResourceQuery, moment: datetime) -> None:
    with sessions() as session:
        found = search_resources(session, query, now=moment)
        again = search_resources(session, query, now=moment)
    assert 1 <= len(found) <= query.limit
    assert [resource.slug for resource in found] == [resource.slug for resource in again]
    assert len({resource.slug for resource in found}) == len(found)
    alone = [resource.slug for resource in found] == [lines_data()["iavs"]]  # the last resort answers everybody
    for resource in found:
        record = resource.record
        assert record.confidence != "low" and all(phone.confidence != "low" for phone in record.phones)
        assert record.serves(query.region_code)
        assert query.gender is None or not record.genders or record.genders & {"all", query.gender}
        if not alone:
            _right_age(query, resource.record)
            named = query.q is not None and resource.found >= ALL_WORDS  # unknown hours keep nobody asked by name away
            assert not query.open_now or resource.opening.state in (("open", "unknown") if named else ("open",))
            assert not (query.free and record.free is False)
        for language in ("fr", "en"):
            shown = resource.to_dict(language)
            assert shown["why"] and all("{" not in sentence for sentence in shown["why"])
            if query.wheelchair and record.wheelchair is None:
                assert any("fauteuil" in sentence or "heelchair" in sentence for sentence in shown["why"])


def _right_age(query: ResourceQuery, record: Any) -> None:
    minor = query.age < 18 if query.age is not None else False
    if minor:
        assert not ("adults" in record.groups and "minors" not in record.groups)
    if query.age is not None and record.min_age is not None:
        assert query.age >= record.min_age


@pytest.mark.parametrize("limit", [1, 3, 50])
def test_an_empty_directory_gives_an_empty_list_and_no_error(tmp_path: Any, limit: int) -> None:
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    upgrade(url)
    engine = make_engine(url)
    with make_session_factory(engine)() as session:
        assert search_resources(session, ResourceQuery(needs=("listening",), region_code="06", limit=limit)) == []
    engine.dispose()
