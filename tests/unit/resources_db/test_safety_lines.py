"""Lines given in danger."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from resources_db.safety_lines import general_lines, safety_lines

IAVS = "info-aide-violence-sexuelle"


def lines(session: Session, level: str, types: tuple[str, ...], **more: Any) -> list[str]:
    asked: dict[str, Any] = {"age": None, "region_code": None, "audiences": ()} | more
    found = safety_lines(session, level=level, types=types, **asked)
    assert len(found) <= 4
    assert all(resource.to_dict("fr")["phones"] for resource in found)
    return [resource.slug for resource in found]


def test_the_lines_kept_at_start_are_those_of_the_whole_directory(session: Session) -> None:
    whole = safety_lines(session, level="imminent", types=(), age=None, region_code=None, audiences=())
    kept = general_lines(session)
    for language in ("fr", "en"):
        assert [line.to_dict(language) for line in kept] == [line.to_dict(language) for line in whole]
    assert [line.slug for line in kept] == ["police-911", IAVS]


@pytest.mark.parametrize(
    ("level", "types", "more", "expected"),
    [
        ("imminent", (), {}, ["police-911", IAVS]),
        ("imminent", ("suicide",), {"age": 30}, ["police-911", IAVS, "suicide-1-866-appelle", "ligne-988-suicide"]),
        ("imminent", ("suicide",), {"age": 16}, ["police-911", IAVS, "suicide-1-866-appelle", "tel-jeunes"]),
        ("imminent", ("medical_overdose",), {}, ["police-911", IAVS, "centre-antipoison-quebec", "info-social-811"]),
        ("high", ("violence_now",), {"age": 30}, [IAVS, "sos-violence-conjugale"]),
        ("high", ("coercion_trafficking",), {"age": 22}, [IAVS, "ligne-urgence-traite-personnes"]),
        ("high", ("threats_blackmail",), {"age": 15, "region_code": "16"},
         [IAVS, "cyberaide-ca", "tel-jeunes", "dpj-16-monteregie"]),
        ("high", ("runaway_missing_minor",), {"audiences": ("relatives",), "region_code": "02"},
         ["police-911", "dpj-02-saguenay-lac-saint-jean", "ligneparents", IAVS]),
        ("high", ("distress",), {"audiences": ("buyers",)}, ["info-social-811"]),
        ("high", ("minor_exploitation",), {"audiences": ("witnesses",), "region_code": "02"},
         ["police-911", "dpj-02-saguenay-lac-saint-jean", "ligne-urgence-traite-personnes"]),
        ("high", ("recent_sexual_assault",), {"age": 25, "region_code": "11"}, [IAVS, "centres-designes-trouver"]),
        ("high", ("minor_exploitation",), {"age": 15, "region_code": "10", "place": "Salluit"},
         [IAVS, "tel-jeunes", "dpj-10-nunavik-hudson", "ligne-urgence-traite-personnes"]),
    ],
)  # fmt: skip
def test_the_right_lines_in_order(
    session: Session, level: str, types: tuple[str, ...], more: dict[str, Any], expected: list[str]
) -> None:
    assert lines(session, level, types, **more) == expected


def test_no_northern_office_is_guessed(session: Session) -> None:
    found = lines(session, "high", ("minor_exploitation",), age=15, region_code="10")
    assert not [slug for slug in found if slug.startswith("dpj-")]


def test_the_designated_centre_fits_the_age(session: Session) -> None:
    child = lines(session, "high", ("recent_sexual_assault",), age=14, region_code="06")
    assert "chu-sainte-justine-centre-designe" in child
    adult = lines(session, "high", ("recent_sexual_assault",), age=25, region_code="06")
    assert "chu-sainte-justine-centre-designe" not in adult and len(adult) == 2


def test_indigenous_people_also_get_their_line(session: Session) -> None:
    assert "ligne-aide-espoir-mieux-etre" in lines(session, "high", ("violence_now",), age=30, audiences=("inuit",))


def test_an_english_speaking_family_gets_the_english_office(session: Session) -> None:
    asked: dict[str, Any] = {"age": 15, "region_code": "06", "types": ("minor_exploitation",), "audiences": ()}
    found = safety_lines(session, level="high", language="en", **asked)
    assert "dpj-06-montreal-anglophone" in [resource.slug for resource in found]
    found = safety_lines(session, level="high", language=None, **asked)
    assert "dpj-06-montreal-francophone" in [resource.slug for resource in found]
