"""The search gives organisations that really serve the person."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy.orm import Session

from resources_db.catalogue import read_catalogue
from resources_db.geography import find_town, regions
from resources_db.models import ServiceCapacity, Unit, stable_id
from resources_db.search import RankedResource, ResourceQuery, known_needs, resource_by_slug, search_resources
from resources_db.search.wanted import Wanted, wanted_by

IAVS = "info-aide-violence-sexuelle"
REGIONS = (None, *[f"{number:02d}" for number in range(1, 18)])
PEOPLE: tuple[dict[str, Any], ...] = (
    {},
    {"age": 15},
    {"age": 15, "audiences": ("women",)},
    {"age": 40, "audiences": ("men",)},
    {"age": 30, "audiences": ("women", "inuit"), "language": "en"},
    {"audiences": ("relatives",)},
    {"audiences": ("buyers", "men")},
    {"age": 29, "audiences": ("women", "sex_workers", "domestic_violence_victims"), "language": "es"},
    {"audiences": ("newcomers", "sexual_assault_victims")},
)


def at(place: str, region: str, **more: Any) -> ResourceQuery:
    town = find_town(place, region)
    assert town is not None
    return ResourceQuery(place=town.name, region_code=region, lat=town.lat, lon=town.lon, **more)


def slugs(found: list[RankedResource]) -> list[str]:
    return [resource.slug for resource in found]


def offers(resource: RankedResource, wanted: Wanted) -> float:
    weights = [wanted.services.get(service, 0.0) for service in resource.record.services]
    return max([*weights, wanted.also.get(resource.slug, 0.0)])


@pytest.mark.parametrize("need", sorted(known_needs()))
def test_every_need_in_every_region_is_answered_for_everyone(session: Session, need: str) -> None:
    for region, person, limit in product(REGIONS, PEOPLE, (1, 3, 10)):
        query = ResourceQuery(needs=(need,), region_code=region, limit=limit, **person)
        found = search_resources(session, query)
        told = (need, region, person, limit)
        assert 1 <= len(found) <= limit, told
        assert len(set(slugs(found))) == len(found), told
        assert all(resource.record.serves(region) for resource in found), told
        assert all(resource.record.confidence != "low" for resource in found), told
        assert found[0].record.has_contact, told
        if not all(resource.record.has_contact for resource in found):
            beside = "info-social-811" if "buyers" in query.audiences or need == "buyer_help" else IAVS
            assert beside in slugs(found), told


@pytest.mark.parametrize("need", sorted(known_needs()))
def test_the_first_answer_offers_what_is_asked(session: Session, need: str) -> None:
    for region in REGIONS:
        query = ResourceQuery(needs=(need,), region_code=region)
        found = search_resources(session, query)
        wanted = wanted_by(query)
        assert offers(found[0], wanted) > 0, (need, region, slugs(found))
        everyone = search_resources(session, replace(query, limit=50))
        if region is None:  # local places may be of no use: what serves everywhere comes first
            assert all(resource.record.is_wide for resource in found), slugs(found)
        elif any(offers(resource, wanted) >= 1 for resource in everyone):
            assert any(offers(resource, wanted) >= 1 for resource in found[:3]), (need, region, slugs(found))


def test_a_fifteen_year_old_is_never_sent_to_adults(session: Session) -> None:
    for need, region in list(product(sorted(known_needs()), sorted(regions())))[::2]:  # all of them take minutes
        for resource in search_resources(session, ResourceQuery(needs=(need,), region_code=region, age=15, limit=50)):
            record = resource.record
            assert not ("adults" in record.groups and "minors" not in record.groups), record.slug
            assert record.min_age is None or record.min_age <= 15, record.slug
            assert record.max_age is None or record.max_age >= 15, record.slug


@pytest.mark.parametrize(("gender", "other"), [("men", "women"), ("women", "men")])
def test_nobody_is_sent_to_a_place_for_the_other_gender(session: Session, gender: str, other: str) -> None:
    for need, region in list(product(sorted(known_needs()), sorted(regions())))[::2]:  # all of them take minutes
        query = ResourceQuery(needs=(need,), region_code=region, audiences=(gender,), limit=50)
        for resource in search_resources(session, query):
            assert resource.record.genders != {other}, (need, region, resource.slug)


def test_an_adult_is_not_sent_to_a_place_for_minors_but_a_parent_is(session: Session) -> None:
    adult = search_resources(session, ResourceQuery(needs=("image_removal",), age=30, limit=50))
    assert "cyberaide-ca" not in slugs(adult)
    parent = ResourceQuery(needs=("image_removal",), age=45, audiences=("relatives",), limit=50)
    assert "cyberaide-ca" in slugs(search_resources(session, parent))
    assert "ligneparents" not in slugs(search_resources(session, ResourceQuery(needs=("listening",), age=15, limit=50)))


def test_buyers_get_their_programme_beside_a_line_and_never_a_shelter(session: Session) -> None:
    found = search_resources(session, at("Longueuil", "16", needs=("buyer_help",)))
    assert "programme-c3esses" in slugs(found) and "info-social-811" in slugs(found)
    assert IAVS not in slugs(found)  # the line of the victims
    for need, region in product(("emergency_shelter", "listening", "buyer_help"), regions()):
        query = ResourceQuery(needs=(need,), region_code=region, audiences=("buyers",), limit=50)
        for resource in search_resources(session, query):
            assert resource.slug in {"programme-c3esses", IAVS, "qc-211", "info-social-811"}
    victim = ResourceQuery(needs=("prevention_information",), region_code="16", limit=50)
    assert "programme-c3esses" not in slugs(search_resources(session, victim))


def test_an_inuk_woman_in_montreal_sees_culturally_suited_places_first(session: Session) -> None:
    query = at("Montréal", "06", needs=("emergency_shelter",), audiences=("women", "inuit"), language="en")
    found = search_resources(session, query)
    assert found[0].slug == "foyer-femmes-autochtones-montreal"
    assert {"Service for Indigenous people", "For women", "Offered in English"} <= set(found[0].to_dict("en")["why"])
    listening = search_resources(session, replace(query, needs=("listening",)))
    assert {"indigenous", "inuit"} & set(listening[0].record.groups)
    others = search_resources(session, replace(query, audiences=("women",), limit=3))
    assert not [resource.slug for resource in others if resource.record.kind == "indigenous"]


@pytest.mark.parametrize(
    ("place", "office"),
    [
        ("Salluit", "dpj-10-nunavik-hudson"),
        ("Kuujjuaq", "dpj-10-nunavik-ungava"),
        ("Chisasibi", "dpj-10-terres-cries"),
        ("Chibougamau", "dpj-08-abitibi-temiscamingue"),
    ],
)
def test_in_the_north_the_community_decides(session: Session, place: str, office: str) -> None:
    found = search_resources(session, at(place, "10", needs=("youth_protection_report",), limit=10))
    assert [resource.slug for resource in found if resource.record.kind == "dpj"] == [office]
    assert found[0].slug == office


def test_the_region_named_as_a_place_leaves_every_office_of_the_north(session: Session) -> None:
    query = ResourceQuery(needs=("youth_protection_report",), region_code="10", place="Nord-du-Québec", limit=10)
    assert len([r for r in search_resources(session, query) if r.record.kind == "dpj"]) == 4


def test_a_near_place_with_a_number_comes_before_a_provincial_line(session: Session) -> None:
    query = at("Rimouski", "01", needs=("emergency_shelter",), audiences=("women",), age=30)
    found = search_resources(session, query)
    assert found[0].slug == "la-debrouille"
    assert any("Rimouski" in sentence for sentence in found[0].to_dict("fr")["why"])
    far = search_resources(session, replace(query, nearest=True, limit=10))
    known = [resource.distance_km for resource in far if resource.distance_km is not None]
    assert known == sorted(known) and known[0] < 10


def test_distance_is_never_given_to_a_region_nor_to_a_line(session: Session) -> None:
    for need in known_needs():
        for resource in search_resources(session, at("Val-d'Or", "08", needs=(need,), limit=50)):
            if resource.distance_km is not None:
                assert resource.record.precision == "city" and resource.record.kind != "helpline"


def test_low_numbers_and_confidential_streets_are_never_written(session: Session, items: list[dict[str, Any]]) -> None:
    by_slug = {item["id"]: item for item in items}
    records = read_catalogue(session).records
    assert set(records) == {item["id"] for item in items if item["confidence"] != "low"}
    for slug in records:
        item = by_slug[slug]
        resource = resource_by_slug(session, slug)
        assert resource is not None
        shown = resource.to_dict("fr")
        visible = [phone["number"] for phone in item["phones"] if phone["confidence"] != "low"]
        assert [phone["number"] for phone in shown["phones"]] == visible
        if item["address"]["confidential"] and shown["address"]:
            assert shown["address"]["street"] is None and shown["address"]["postal_code"] is None
        text = json.dumps(shown)
        for phone in item["phones"]:
            assert phone["confidence"] != "low" or phone["number"] in visible or phone["number"] not in text


def test_facts_are_written_as_the_file_has_them(session: Session, items: list[dict[str, Any]]) -> None:
    for item in items:
        resource = resource_by_slug(session, item["id"])
        if resource is None:
            continue
        fr, en = resource.to_dict("fr"), resource.to_dict("en")
        assert (fr["name"], fr["summary"]) == (item["name_fr"], item["summary_fr"])
        assert en["name"] == (item["name_en"] or item["name_fr"])
        for key in ("email", "website", "chat_url", "coverage", "languages", "services", "sources", "kind"):
            assert fr[key] == item[key], (item["id"], key)
        assert fr["region_code"] == item["region"]


def test_open_now_keeps_only_numbers_known_to_answer(session: Session) -> None:
    night = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)  # Tuesday, 3 a.m. in Quebec
    query = ResourceQuery(needs=("legal_information", "listening"), region_code="06", open_now=True, limit=50)
    asleep = search_resources(session, query, now=night)
    assert asleep and all(resource.record.day_and_night or resource.record.says_always for resource in asleep)
    assert "rebatir" not in slugs(asleep)
    assert "rebatir" in slugs(search_resources(session, query, now=night + timedelta(hours=8)))


def test_who_says_to_be_open_day_and_night_is_open_though_its_number_has_no_hours(session: Session) -> None:
    night = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    query = at("Kuujjuaq", "10", needs=("youth_protection_report",), open_now=True)
    first = search_resources(session, query, now=night)[0]
    assert first.slug == "dpj-10-nunavik-ungava"
    assert first.record.says_always and not first.record.day_and_night and first.opening.always


def test_hours_that_nobody_knows_keep_no_one_asked_by_name_away(session: Session) -> None:
    query = at("Châteauguay", "16", needs=("availability",), audiences=("minors",), age=17, open_now=True, q="Élan")
    assert "l-elan-des-jeunes" in slugs(search_resources(session, query))


def test_the_provincial_police_is_not_for_a_town_with_its_own(session: Session) -> None:
    for town, region, expected in (("Saint-Laurent", "06", False), ("Longueuil", "16", False), ("Maria", "11", True)):
        found = slugs(search_resources(session, at(town, region, needs=("police_report",), limit=10)))
        assert ("sq-310-4141" in found) is expected, (town, found)


def test_a_parent_is_not_sent_to_a_women_s_house_that_cannot_be_reached(session: Session) -> None:
    query = at("Mont-Laurier", "15", needs=("parents_support",), audiences=("relatives",), limit=3)
    assert "la-passe-r-elle" not in slugs(search_resources(session, query))


def test_what_was_seen_already_is_left_out(session: Session) -> None:
    query = at("Montréal", "06", needs=("emergency_shelter",), audiences=("women",))
    first = search_resources(session, query)
    second = search_resources(session, replace(query, exclude=frozenset(slugs(first))))
    assert second and not set(slugs(first)) & set(slugs(second))


def test_the_unknown_gender_always_has_an_answer_for_all(session: Session) -> None:
    for region in regions():
        found = search_resources(session, ResourceQuery(needs=("emergency_shelter",), region_code=region))
        assert any("all" in resource.record.genders for resource in found), (region, slugs(found))
        assert any(resource.record.day_and_night for resource in found), (region, slugs(found))


def test_a_search_by_name_finds_it(session: Session) -> None:
    assert slugs(search_resources(session, ResourceQuery(q="Chez Doris")))[0] == "chez-doris"
    without_contact = slugs(search_resources(session, ResourceQuery(q="southern quebec inuit")))
    assert without_contact == [IAVS, "southern-quebec-inuit-association"]
    assert IAVS in slugs(search_resources(session, ResourceQuery(q="zzzz inconnu")))


def test_a_position_alone_gives_its_region(session: Session) -> None:
    found = search_resources(session, ResourceQuery(needs=("emergency_shelter",), lat=48.45, lon=-68.52, limit=5))
    assert "la-debrouille" in slugs(found)


def test_declared_places_move_a_shelter_and_grow_stale(session: Session) -> None:
    now = datetime.now(UTC)
    query = at("Montréal", "06", needs=("availability",), audiences=("women",), age=30, limit=10)
    first = search_resources(session, query)[0]
    unit = Unit(id=stable_id("unit", "bed"), name="bed", scheme=None, identifier=None)
    session.add(unit)
    session.flush()
    full = ServiceCapacity(
        id=stable_id("capacity", first.record.id), owner_id=first.record.organization_id, service_id=first.record.id,
        unit_id=unit.id, available=0, maximum=12, description=None, updated=now,
    )  # fmt: skip
    session.add(full)
    session.flush()
    assert search_resources(session, query)[0].slug != first.slug
    full.available = 2
    session.flush()
    again = search_resources(session, query)[0]
    shown = again.to_dict("fr")["availability"]
    assert (again.slug, shown["available"], shown["stale"]) == (first.slug, 2, False)
    assert "La maison a indiqué avoir de la place" in again.to_dict("fr")["why"]
    full.updated = now - timedelta(hours=13)
    session.flush()
    stale = next(r for r in search_resources(session, query) if r.slug == first.slug)
    assert stale.to_dict("fr")["availability"]["stale"] is True
    assert "La maison a indiqué avoir de la place" not in stale.to_dict("fr")["why"]
    full.updated = now - timedelta(days=3)
    session.flush()
    hidden = next(r for r in search_resources(session, query) if r.slug == first.slug)
    assert hidden.to_dict("fr")["availability"] is None


def test_ties_are_stable_and_why_is_bilingual(session: Session) -> None:
    query = at("Gatineau", "07", needs=("counselling",), limit=20)
    assert slugs(search_resources(session, query)) == slugs(search_resources(session, query))
    for resource in search_resources(session, query):
        fr, en = resource.to_dict("fr")["why"], resource.to_dict("en")["why"]
        assert len(fr) == len(en) > 0 and all(sentence and "{" not in sentence for sentence in (*fr, *en))
