"""Words are found in both languages, without accents, alike on SQLite and PostgreSQL."""

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resources_db import full_text
from resources_db.importing.repository import touch_revision
from resources_db.models import Organization, SearchText
from resources_db.search import ResourceQuery, search_resources


def found(session: Session, question: str) -> set[str]:
    ids = full_text.matching(session, question).tolist()
    joined = select(Organization.slug).join(SearchText, SearchText.organization_id == Organization.id)
    return set(session.scalars(joined.where(SearchText.id.in_(ids))))


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("Tel-jeunes", "tel-jeunes"),
        ("tel jeunes", "tel-jeunes"),
        ("SOS VIOLENCE CONJUGALE", "sos-violence-conjugale"),
        ("Maison de Marthe Québec", "maison-de-marthe"),
        ("maison marthe quebec", "maison-de-marthe"),
        ("Gaspé hébergement", "l-aid-elle-gaspe"),
        ("Gaspe emergency shelter", "l-aid-elle-gaspe"),
        ("L'Escale de l'Estrie", "escale-de-l-estrie"),
        ("refuges jeunes Montréal", "refuge-des-jeunes-de-montreal"),
        ("rebât", "rebatir"),
        ("œuvre", ""),
    ],
)
def test_found_whatever_the_accents_case_or_language(session: Session, question: str, slug: str) -> None:
    assert not slug or slug in found(session, question)


@pytest.mark.parametrize("question", ["'", '"', "a:* & b", "NOT", "( OR", "\\", "*", "", " ", "'; DROP TABLE x", "zzz"])
def test_signs_are_never_commands(session: Session, question: str) -> None:
    assert len(full_text.matching(session, question)) >= 0
    assert search_resources(session, ResourceQuery(q=question))


def test_both_databases_answer_as_the_plain_reading_does(session: Session) -> None:
    texts = dict(
        session.execute(
            select(Organization.slug, SearchText.text).join(SearchText, SearchText.organization_id == Organization.id)
        ).all()
    )
    for question in (
        "femmes",
        "a",
        "violence conj",
        "hebergement 24",
        "montreal english",
        "CALACS",
        "12 17",
        "d'urgence",
    ):
        words = full_text.words_of(question)
        plain = {slug for slug, text in texts.items()
                 if all(any(token.startswith(word) for token in text.split()) for word in words)}  # fmt: skip
        assert found(session, question) == plain, question


def test_the_index_follows_the_directory(session: Session) -> None:
    organization = session.scalars(select(Organization).where(Organization.slug == "rebatir")).one()
    organization.name = "Xylophone juridique"
    touch_revision(session)
    assert found(session, "xylophone") == {"rebatir"}
    session.execute(delete(SearchText).where(SearchText.organization_id == organization.id))
    assert found(session, "xylophone") == set()
    touch_revision(session)
    assert found(session, "xylophone") == {"rebatir"}
