"""Words are found in both languages, without accents, alike on SQLite and PostgreSQL."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from resources_db.catalogue import read_catalogue
from resources_db.full_text import words_of
from resources_db.geography import fold, regions
from resources_db.importing.repository import touch_revision
from resources_db.models import Address, Attribute, Language, Organization, Translation, stable_id
from resources_db.search import ResourceQuery, search_resources
from resources_db.search.columns import columns_of
from resources_db.vocabulary import vocabulary


def found(session: Session, question: str) -> set[str]:
    columns = columns_of(read_catalogue(session))
    return {columns.records[row].slug for row in np.flatnonzero(columns.holding(question))}


@pytest.fixture(scope="session")
def said() -> dict[str, set[str]]:
    """Words by slug, filled by the first test that reads them from the tables."""
    return {}


def words_in_tables(session: Session, slug: str) -> set[str]:
    """The words of one record, read plainly from its rows."""
    organization = session.scalars(select(Organization).where(Organization.slug == slug)).one()
    texts = [slug, organization.name, organization.description]
    if organization.region_code in regions():
        region = regions()[organization.region_code]
        texts += [region.name_fr, region.name_en]
    texts += session.scalars(select(Translation.value).where(Translation.owner_id == organization.id))
    texts += [city or "" for city in session.scalars(select(Address.city).where(Address.owner_id == organization.id))]
    services = select(Attribute.value).where(Attribute.owner_id == organization.id, Attribute.link_type == "service")
    for word in session.scalars(services):
        texts += vocabulary()["services"][word].values()
    spoken = select(Language.code).where(Language.service_id == stable_id("service", slug))
    for code in session.scalars(spoken):
        texts += vocabulary()["language_names"].get(code or "", {}).values()
    return set(fold(" ".join(texts)).split())


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
    assert search_resources(session, ResourceQuery(q=question))


QUESTIONS = st.text(max_size=12) | st.lists(
    st.sampled_from(
        ["femmes", "a", "violence", "conj", "Montréal", "l'", "d'urgence", "12", "œuvre", "shelt", "zzz", "s"]
    ),
    max_size=3,
).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=QUESTIONS)
def test_the_words_in_memory_are_those_of_the_tables(
    session: Session, said: dict[str, set[str]], question: str
) -> None:
    if not said:
        said |= {slug: words_in_tables(session, slug) for slug in read_catalogue(session).records}
    asked = words_of(question)
    plain = {slug for slug, words in said.items()
             if asked and all(any(known.startswith(word) for known in words) for word in asked)}  # fmt: skip
    assert found(session, question) == plain


def test_the_words_in_memory_follow_the_directory(session: Session) -> None:
    read_catalogue(session)
    organization = session.scalars(select(Organization).where(Organization.slug == "rebatir")).one()
    organization.name = "Xylophone juridique"
    touch_revision(session, [organization.id])
    assert search_resources(session, ResourceQuery(q="xylophone"))[0].slug == "rebatir"
    assert found(session, "xylophone") == {"rebatir"}


def test_no_table_keeps_words(session: Session) -> None:
    assert not [name for name in inspect(session.connection()).get_table_names() if name.startswith("search_")]
