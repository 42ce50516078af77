"""Who is offered what: clientele, what an organisation is for, distance, companions, words, languages."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.orm import Session

from resources_db.catalogue import read_catalogue
from resources_db.search import ResourceQuery, search_resources
from resources_db.search.ranked import date_text
from resources_db.search.reasons import in_town
from resources_db.search.wanted import lines_data
from tests.unit.resources_db.test_search import IAVS, at, slugs

SOS = "sos-violence-conjugale"
PARTNER = ("women", "domestic_violence_victims")
ASSAULT = "sexual_assault_victims"


def asked(session: Session, place: str, region: str, need: str, *audiences: str, **more: Any) -> list[str]:
    return slugs(search_resources(session, at(place, region, needs=(need,), audiences=audiences, limit=5, **more)))


@pytest.mark.parametrize(("place", "region"), [("Alma", "02"), ("Lévis", "12"), ("Val-d'Or", "08")])
def test_the_line_for_partners_is_for_who_may_flee_one(session: Session, place: str, region: str) -> None:
    assert SOS not in asked(session, place, region, "emergency_shelter", "men", age=33)
    assert SOS not in asked(session, place, region, "emergency_shelter", "minors", age=15)
    assert SOS in asked(session, place, region, "emergency_shelter", "men", "domestic_violence_victims", age=33)
    assert SOS in asked(session, place, region, "emergency_shelter", *PARTNER, age=33)


def test_a_network_of_houses_for_the_young_is_not_for_who_flees_a_partner(session: Session) -> None:
    assert "auberges-du-coeur" not in asked(session, "Gaspé", "11", "emergency_shelter", *PARTNER, age=30)
    assert "auberges-du-coeur" in asked(session, "Gaspé", "11", "emergency_shelter", "men", age=19)


def test_who_helps_the_exploited_stands_aside_for_others(session: Session) -> None:
    found = asked(session, "Laval", "13", "counselling", "women", ASSAULT, age=30)
    assert "cavac-edies" not in found[:3] and "cavac-13-laval" in found[:4]
    leaving = asked(session, "Laval", "13", "exit_prostitution", "women", "sex_workers", age=30)
    assert "cavac-edies" in leaving[:3]


def test_a_house_for_the_sex_industry_is_for_who_says_so(session: Session) -> None:
    assert "projet-lune" not in asked(session, "Québec", "03", "emergency_shelter", *PARTNER, age=30)
    assert "projet-lune" in asked(session, "Québec", "03", "emergency_shelter", "women", "sex_workers", age=30)


def test_an_emergency_room_is_no_counselling_and_a_legal_line_no_settlement(session: Session) -> None:
    assert not [slug for slug in asked(session, "Joliette", "14", "counselling", "men", ASSAULT, age=50)[:3]
                if slug.startswith("centre")]  # fmt: skip
    settling = asked(session, "Rimouski", "01", "immigration_support", "newcomers", age=30)
    assert not {"rebatir", "juripop", "cavac-reseau-provincial"} & set(settling)


@pytest.mark.parametrize(
    ("place", "region", "need", "audiences", "lone"),
    [
        ("Trois-Rivières", "04", "counselling", ("men", ASSAULT), "emphase"),
        ("Sherbrooke", "05", "immigration_support", ("newcomers",), "sanc-sherbrooke"),
        ("Chandler", "11", "emergency_shelter", PARTNER, "blanche-morin"),
        ("Mont-Laurier", "15", "emergency_shelter", PARTNER, "la-passe-r-elle"),
    ],
)
def test_the_one_made_for_them_is_offered_beside_a_line(
    session: Session, place: str, region: str, need: str, audiences: tuple[str, ...], lone: str
) -> None:
    found = asked(session, place, region, need, *audiences, age=40)
    assert lone in found and IAVS in found and found.index(IAVS) < found.index(lone)
    assert found[0] != lone


@pytest.mark.parametrize(("place", "region"), [("Les Îles-de-la-Madeleine", "11"), ("Blanc-Sablon", "09")])
def test_where_no_road_leads_lines_come_first(session: Session, place: str, region: str) -> None:
    first = search_resources(session, at(place, region, needs=("emergency_shelter",), audiences=PARTNER, age=40))
    assert first[0].slug == SOS
    assert all(r.record.is_wide or not r.record.has_contact for r in first[:3])


def test_beyond_a_sensible_journey_lines_come_first(session: Session) -> None:
    found = search_resources(
        session, at("Mont-Laurier", "15", needs=("emergency_shelter",), audiences=PARTNER, age=40, limit=8)
    )
    far = [place for place, r in enumerate(found) if r.distance_km is not None and r.distance_km > 120]
    assert far and slugs(found).index(SOS) < far[0] and slugs(found).index(IAVS) < far[0]


def test_the_houses_of_first_peoples_are_for_who_says_so_and_of_their_nation(session: Session) -> None:
    kinds = {slug: record.kind for slug, record in read_catalogue(session).records.items()}
    for place, region in (("Sainte-Anne-des-Monts", "11"), ("Chibougamau", "10"), ("Québec", "03")):
        found = asked(session, place, region, "emergency_shelter", *PARTNER, age=40)
        assert not [slug for slug in found if kinds[slug] == "indigenous"], place
    inuk = asked(session, "Inukjuak", "10", "emergency_shelter", "inuit", *PARTNER, age=27)
    assert "robins-nest-eeyou-istchee" not in inuk and "ajapirvik-inukjuak" in inuk
    cree = asked(session, "Chisasibi", "10", "emergency_shelter", "indigenous", *PARTNER, age=27)
    assert cree[0] == "robins-nest-eeyou-istchee" and "tungasuvvik-kuujjuaq" not in cree


def test_words_beside_a_need_rank_and_those_found_nowhere_are_said(session: Session) -> None:
    query = at("Victoriaville", "17", needs=("legal_information",), q="harcèlement au travail", limit=5)
    found = search_resources(session, query)
    assert found[0].slug == "cnesst-harcelement" and found[0].found > 0.99
    lost = search_resources(session, at("Victoriaville", "17", needs=("legal_information",), q="zzzz", limit=3))
    assert len(lost) == 3 and all("Ne mentionne pas les mots cherchés" in r.to_dict("fr")["why"] for r in lost)
    assert "maison-flora-tristan" in slugs(search_resources(session, ResourceQuery(q="espagnol Montréal", limit=10)))


def test_any_language_may_be_asked(session: Session) -> None:
    arabic = at("Montréal", "06", needs=("emergency_shelter",), audiences=PARTNER, language="ar", age=30)
    found = search_resources(session, arabic)
    assert found[0].slug == "maison-flora-tristan" and "Offered in Arabic" in found[0].to_dict("en")["why"]
    unknown = at("Alma", "02", needs=("listening",), audiences=("women",), language="tl", age=30)
    known = set(lines_data()["interpreters"])
    assert known & set(slugs(search_resources(session, unknown)))


def test_the_interpreters_are_those_of_the_conversation() -> None:
    file = Path(__file__).parents[3] / "bot/actions/data/languages.yml"
    assert lines_data()["interpreters"] == yaml.safe_load(file.read_text("utf-8"))["interpreters"]


def test_another_s_short_number_is_no_night_service(session: Session) -> None:
    records = read_catalogue(session).records
    assert not records["spvm-les-survivantes"].day_and_night and not records["calas-outaouais"].day_and_night
    assert records["info-social-811"].day_and_night and records["police-911"].day_and_night


def test_towns_and_dates_are_said_in_the_language() -> None:
    assert [in_town(name) for name in ("Les Îles-de-la-Madeleine", "Le Bic", "La Malbaie", "L'Islet")] == [
        "aux Îles-de-la-Madeleine", "au Bic", "à La Malbaie", "à L'Islet"]  # fmt: skip
    assert (date_text("c. 2011", "fr"), date_text("c. 2011", "en")) == ("vers 2011", "around 2011")
    assert (date_text("before 2020", "fr"), date_text("2019-04-01", "fr")) == ("avant 2020", "2019-04-01")
