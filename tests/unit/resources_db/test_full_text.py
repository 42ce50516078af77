"""Words are found in both languages, without accents, alike on SQLite and PostgreSQL."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from resources_db import full_text
from resources_db.catalogue import read_catalogue
from resources_db.importing.repository import touch_revision
from resources_db.models import Organization, SearchText
from resources_db.search import ResourceQuery, search_resources
from resources_db.search.columns import columns_of


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


QUESTIONS = st.text(max_size=12) | st.lists(
    st.sampled_from(
        ["femmes", "a", "violence", "conj", "Montréal", "l'", "d'urgence", "12", "œuvre", "shelt", "zzz", "s"]
    ),
    max_size=3,
).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=QUESTIONS)
def test_the_words_in_memory_answer_as_the_database_does(session: Session, question: str) -> None:
    columns = columns_of(read_catalogue(session))
    in_memory = {columns.records[row].slug for row in np.flatnonzero(columns.holding(question))}
    assert in_memory == found(session, question).intersection(columns.row_of)


def test_the_words_in_memory_follow_the_directory(session: Session) -> None:
    read_catalogue(session)
    organization = session.scalars(select(Organization).where(Organization.slug == "rebatir")).one()
    organization.name = "Xylophone juridique"
    touch_revision(session, [organization.id])
    assert search_resources(session, ResourceQuery(q="xylophone"))[0].slug == "rebatir"


def test_the_index_follows_the_directory(session: Session) -> None:
    organization = session.scalars(select(Organization).where(Organization.slug == "rebatir")).one()
    organization.name = "Xylophone juridique"
    touch_revision(session)
    assert found(session, "xylophone") == {"rebatir"}
    session.execute(delete(SearchText).where(SearchText.organization_id == organization.id))
    assert found(session, "xylophone") == set()
    touch_revision(session)
    assert found(session, "xylophone") == {"rebatir"}
