"""Cost and wheelchair: a fact is what the record says; silence is never a yes."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from resources_db.facts import is_free, is_wheelchair_accessible
from resources_db.importing.repository import touch_revision
from resources_db.models import Accessibility, Location, Organization, stable_id
from resources_db.search import ResourceQuery, search_resources

LA_DEBROUILLE = ResourceQuery(needs=("emergency_shelter",), region_code="01", wheelchair=True, limit=10)


def cost(**said: Any) -> dict[str, Any]:
    return {"amount": None, "option": None, "amount_description": None} | said


@pytest.mark.parametrize(
    ("description", "costs", "free"),
    [
        ("Aide gratuite et confidentielle", [], True),
        ("Aide juridique, gratuite ou à faible coût selon le revenu", [], False),
        ("Maison d'hébergement", [], None),
        ("Maison d'hébergement", [cost(amount=0.0)], True),
        ("Aide gratuite", [cost(amount=20.0)], False),
        ("Maison", [cost(amount_description="Sans frais")], True),
    ],
)
def test_what_a_record_says_of_its_cost(description: str, costs: list[dict[str, Any]], free: bool | None) -> None:
    assert is_free(description, costs) is free


def test_what_a_record_says_of_wheelchairs() -> None:
    assert is_wheelchair_accessible([]) is None
    assert is_wheelchair_accessible([{"description": "Accessible en fauteuil roulant", "details": None}]) is True
    assert is_wheelchair_accessible([{"description": "Non accessible en fauteuil roulant", "details": None}]) is False


def test_unknown_access_is_said_and_known_access_comes_first(session: Session) -> None:
    for resource in search_resources(session, LA_DEBROUILLE):
        assert "Accès en fauteuil roulant non précisé : posez la question" in resource.to_dict("fr")["why"]
    _say_of_wheelchairs(session, "la-gigogne-matane", "Accessible en fauteuil roulant")
    _say_of_wheelchairs(session, "la-debrouille", "Bâtiment non accessible")
    found = search_resources(session, LA_DEBROUILLE)
    assert found[0].slug == "la-gigogne-matane"
    assert "Wheelchair accessible" in found[0].to_dict("en")["why"]
    assert "la-debrouille" not in [resource.slug for resource in found]


def _say_of_wheelchairs(session: Session, slug: str, words: str) -> None:
    owner = session.scalars(select(Organization.id).where(Organization.slug == slug)).one()
    location = session.scalars(select(Location.id).where(Location.organization_id == owner)).one()
    session.add(
        Accessibility(
            id=stable_id("accessibility", slug), owner_id=owner, location_id=location, description=words, details=None
        )
    )
    touch_revision(session)
    session.flush()
