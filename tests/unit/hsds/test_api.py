"""Filters, paging, languages and refusals of the HSDS endpoints."""

import json
import re
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.hsds.language import preferred
from tests.unit.hsds.conftest import SCHEMAS, Get
from tests.unit.hsds.test_schemas import everything

PATHS = ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"]


def named(get: Get, name: str) -> dict[str, Any]:
    found = [item for item in get("/services", search=name)["contents"] if item["name"] == name]
    return get(f"/services/{found[0]['id']}")


def test_about(get: Get) -> None:
    about = get("")
    assert about["version"] == "3.1" and about["openapi_url"] == "http://testserver/hsds/openapi.json"


def test_the_description_has_the_paths_and_parameters_of_hsds_from_its_own_root(get: Get) -> None:
    described = get("/openapi.json")
    published = json.loads((SCHEMAS / "openapi.json").read_text("utf-8")) if SCHEMAS.is_dir() else None
    if published is None:
        pytest.skip(f"the HSDS 3.1 schemas are not in {SCHEMAS} (set REPERE_HSDS_SCHEMAS)")
    assert described["servers"] == [{"url": "http://testserver/hsds"}] and "/hsds/services" not in described["paths"]
    assert set(described["paths"]) == set(published["paths"])
    for path, item in published["paths"].items():
        asked = {p.get("name") or p["$ref"].rpartition("/")[2] for p in item["get"].get("parameters", [])}
        assert asked <= {p["name"] for p in described["paths"][path]["get"].get("parameters", [])}, path
    named = re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described))
    assert set(named) == set(described["components"]["schemas"])


@pytest.mark.parametrize("path", PATHS)
def test_lines_hold_all_that_the_pages_hold(client: TestClient, get: Get, path: str) -> None:
    answer = client.get(f"/hsds/{path}", params={"format": "ndjson", "language": "en"})
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    assert answer.headers["content-language"] == "en"
    assert [json.loads(line) for line in answer.text.splitlines()] == everything(get, f"/{path}", language="en")


def test_lines_are_filtered_and_refused_as_pages_are(client: TestClient, get: Get) -> None:
    found = client.get("/hsds/services?format=ndjson&search=ivac&full=true").text.splitlines()
    assert [json.loads(line) for line in found] == get("/services", search="ivac", full=True)["contents"] != []
    assert client.get("/hsds/services?format=ndjson&search=zzzz").text == ""
    refused = client.get("/hsds/service_at_locations?format=ndjson&postcode=G0X&proximity=1000")
    assert refused.status_code == 422 and refused.json()["title"] == "Position not known"
    assert client.get("/hsds/services?format=xml").status_code == 422


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_list_says_the_same_of_an_object_as_the_object_itself(get: Get, language: str) -> None:
    for path in ("/services", "/organizations"):
        for short in get(path, per_page=60, language=language)["contents"]:
            whole = get(f"{path}/{short['id']}", language=language)
            assert {key: whole[key] for key in short if key != "attributes"} == {
                key: short[key] for key in short if key != "attributes"
            }


def test_lists_nest_what_an_object_has_one_of(get: Get) -> None:
    for service in get("/services")["contents"]:
        assert service["organization"]["id"] == service["organization_id"]
    for link in get("/service_at_locations")["contents"]:
        assert link["service"]["id"] == link["service_id"] and link["location"]["id"] == link["location_id"]
        assert not [key for key, value in link["location"].items() if isinstance(value, list)]
    whole = get("/service_at_locations", full=True, per_page=5)["contents"]
    assert all("service_at_locations" not in link["service"] and link["service"]["service_areas"] for link in whole)


def test_pages_cover_everything_once(get: Get) -> None:
    first = get("/services", per_page=100)
    assert {key: first[key] for key in first if key != "contents"} == {
        "total_items": 293, "total_pages": 3, "page_number": 1, "size": 100, "first_page": True, "last_page": False,
        "empty": False,
    }  # fmt: skip
    ids = [item["id"] for item in everything(get, "/services")]
    assert len(ids) == len(set(ids)) == 293
    last = get("/services", per_page=100, page=3)
    assert (last["size"], last["first_page"], last["last_page"]) == (93, False, True)
    beyond = get("/services", page=99)
    assert beyond["empty"] and beyond["last_page"] and beyond["contents"] == [] and beyond["total_items"] == 293
    nobody = get("/services", search="zzzz")
    assert (nobody["total_items"], nobody["total_pages"], nobody["first_page"], nobody["last_page"]) == (
        0,
        1,
        True,
        True,
    )


def test_search_knows_both_languages_and_no_accents(get: Get) -> None:
    assert [item["name"] for item in get("/organizations", search="CHEZ doris")["contents"]] == ["Chez Doris"]
    ivac = "IVAC – Indemnisation des victimes d'actes criminels"
    for words in ("indemnisation psychothérapie", "PSYCHOTHERAPIE", "psychotherapy lost income"):
        assert ivac in [item["name"] for item in get("/services", search=words)["contents"]]


def test_every_term_and_area_that_is_shown_finds_its_service(get: Get) -> None:
    for service in get("/services", full=True, per_page=15)["contents"]:
        shown = service["attributes"] + [a for area in service["service_areas"] for a in area["attributes"]]
        for attribute in shown:
            if attribute["link_type"] in ("provenance", "translation"):
                continue
            found = get("/services", taxonomy_term_id=attribute["taxonomy_term_id"], minimal=True)["contents"]
            assert service["id"] in [item["id"] for item in found], attribute["label"]


def test_filters_narrow_together(get: Get) -> None:
    terms = {term["code"]: term for term in everything(get, "/taxonomy_terms")}
    women, shelter = terms["women"], terms["emergency_shelter"]
    both = everything(get, "/services", taxonomy_term_id=shelter["id"], taxonomy_id=women["taxonomy_id"], full=True)
    assert len(both) > 50
    codes = {attribute["value"] for attribute in both[0]["attributes"]}
    assert "emergency_shelter" in codes and codes & {"women", "men", "all"}
    one = get("/service_at_locations", organization_id=both[0]["organization_id"])
    assert one["total_items"] == 1 and one["contents"][0]["service_id"] == both[0]["id"]
    assert get("/services", organization_id="nobody")["empty"] and get("/services", taxonomy_id="none")["empty"]


def test_taxonomies_make_a_tree(get: Get) -> None:
    region = next(item for item in get("/taxonomies")["contents"] if item["name"] == "region")
    terms = get("/taxonomy_terms", taxonomy_id=region["id"], per_page=100)["contents"]
    assert len(terms) == 19
    quebec = next(term for term in terms if term["code"] == "QC")
    assert get("/taxonomy_terms", parent_id=quebec["id"])["total_items"] == 17
    tops = get("/taxonomy_terms", taxonomy_id=region["id"], top_only=True)["contents"]
    assert [term["code"] for term in tops] == ["CA"] and tops[0]["taxonomy_detail"]["id"] == region["id"]
    assert get("/taxonomy_terms", search="abitibi", language="en")["total_items"] == 1


def test_languages(client: TestClient, get: Get) -> None:
    key = named(get, "IVAC – Indemnisation des victimes d'actes criminels")["id"]
    asked = client.get(f"/hsds/services/{key}", headers={"Accept-Language": "en-CA,en;q=0.9,fr;q=0.8"})
    assert asked.headers["content-language"] == "en" and "Accept-Language" in asked.headers["vary"]
    english, french = asked.json(), get(f"/services/{key}")
    assert english["description"].startswith("Public financial aid") and french["description"] != english["description"]
    forced = client.get(f"/hsds/services/{key}?language=fr", headers={"Accept-Language": "en"})
    assert forced.headers["content-language"] == "fr" and forced.json() == french
    labels = {attribute["value"]: attribute["label"] for attribute in english["attributes"]}
    assert labels["adults"] == "Adults" and labels["crime_victims"] == "Victims of crime"
    assert english["eligibility_description"].startswith("All genders; Adults")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "fr"), ("en", "en"), ("EN-gb", "en"), ("fr-CA, en;q=0.5", "fr"), ("en;q=0.2, fr;q=0.1", "en"),
        ("de, *;q=0.5", "fr"), ("en;q=what", "fr"), (";;,,=", "fr"), ("en;q=nan", "fr"), ("en, fr", "fr"),
    ],
)  # fmt: skip
def test_what_a_program_prefers(header: str, language: str) -> None:
    assert preferred(header) == language


def test_a_postal_code_gives_what_serves_it(get: Get) -> None:
    def served(**params: Any) -> list[dict[str, Any]]:
        links = everything(get, "/service_at_locations", full=True, **params)
        return [link["service"] for link in links]

    def codes(service: dict[str, Any]) -> set[str]:
        return {a["value"] for area in service["service_areas"] for a in area["attributes"]}

    montreal = served(postcode="h2x 1y4")
    assert len(montreal) > 60 and all(codes(service) & {"06", "QC", "CA"} for service in montreal)
    rural = served(postcode="G0X")
    assert all(codes(service) & {"04", "17", "QC", "CA"} for service in rural)
    assert any("04" in codes(service) for service in rural) and any("17" in codes(service) for service in rural)
    assert {frozenset(codes(service)) for service in served(postcode="K1A 0A1")} == {frozenset({"CA"})}


def test_proximity_gives_the_nearest_first_and_only_known_places(get: Get) -> None:
    links = get("/service_at_locations", postcode="G1R", proximity=20_000, full=True, per_page=100)["contents"]
    towns = [link["location"]["name"] for link in links]
    assert towns[0] == "Québec" and len(links) > 5 and all("latitude" in link["location"] for link in links)
    wider = get("/service_at_locations", postcode="G1R", proximity=5_000_000, per_page=100)
    assert wider["total_items"] > len(links)


@pytest.mark.parametrize(
    "query",
    [
        "services?page=0", "services?page=x", "services?per_page=0", "services?per_page=501", "services?language=de",
        "services?modified_after=yesterday", "services?full=perhaps", f"organizations?search={'x' * 201}",
        "service_at_locations?postcode=90210", "service_at_locations?postcode=H2X1Y", "taxonomies?per_page=-1",
        "service_at_locations?proximity=100", "service_at_locations?postcode=H2X&proximity=0",
        "service_at_locations?postcode=H2X&proximity=nan", "service_at_locations?postcode=H2X&proximity=inf",
        "service_at_locations?postcode=G0X&proximity=1000", "services/x?language=de", "taxonomy_terms?top_only=7",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_a_reason(client: TestClient, query: str) -> None:
    answer = client.get(f"/hsds/{query}")
    assert answer.status_code == 422 and answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 422 and answer.json()["detail"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("key", ["nothing", "00000000-0000-4000-8000-00000000ffff", "%00", "%F0%9F%92%A5"])
def test_unknown_ids_are_not_found(client: TestClient, path: str, key: str) -> None:
    answer = client.get(f"/hsds/{path}/{key}")
    assert answer.status_code == 404 and answer.json()["title"] == "Not found"
    assert answer.headers["content-type"] == "application/problem+json"


def test_blank_parameters_are_as_good_as_none(get: Get) -> None:
    query = "search=&modified_after=&taxonomy_term_id=&language=&page="
    assert get(f"/services?{query}")["total_items"] == 293


def test_the_only_places_served_are_named_one_by_one(get: Get) -> None:
    found = get("/services", search="Sapummijiit", full=True)["contents"]
    names = [area["name"] for service in found for area in service["service_areas"]]
    assert "Kuujjuaq" in names and "Nord-du-Québec" not in names


def test_words_stand_for_hours_that_are_not_understood_and_streets_without_postal_code(get: Get) -> None:
    services = everything(get, "/services", full=True)
    words = [s for service in services for s in service.get("schedules", []) if "freq" not in s]
    assert {"soir", "jour"} & {slot["description"] for slot in words}
    places = [link["location"] for service in services for link in service["service_at_locations"]]
    assert any("1, rue Mitesh, Pessamit. " in place.get("description", "") for place in places)
    extended = [phone for service in services for phone in service.get("phones", []) if "extension" in phone]
    assert 2020 in [phone["extension"] for phone in extended]
