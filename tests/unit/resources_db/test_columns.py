"""The columns rank the real directory exactly as the formula read one record at a time does."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest
from sqlalchemy.orm import Session

from resources_db.catalogue import Catalogue, read_catalogue
from resources_db.search import ResourceQuery, known_needs
from resources_db.search.columns import columns_of
from resources_db.search.service import ranking_of
from resources_db.search.wanted import wanted_by
from tests.unit.resources_db.reference import ranked
from tests.unit.resources_db.test_referrals import QUESTIONS, query_of
from tests.unit.resources_db.test_search import PEOPLE, REGIONS


def agree(catalogue: Catalogue, query: ResourceQuery) -> None:
    columns = columns_of(catalogue)
    ranking = ranking_of(columns, query, wanted_by(query), {}, datetime(2026, 11, 24, 19, tzinfo=UTC))
    found, expected = [(c.record.slug, c.score) for c in ranking], ranked(catalogue, query)
    assert [slug for slug, _ in found] == [slug for slug, _ in expected], query
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], abs=2e-6), query


@pytest.mark.parametrize("need", [None, *sorted(known_needs())])
def test_every_need_region_and_person(session: Session, need: str | None) -> None:
    catalogue = read_catalogue(session)
    every = list(product(REGIONS, PEOPLE))
    for region, person in every[len(need or "") % 3 :: 3]:  # each need with another third: all of them take minutes
        agree(catalogue, ResourceQuery(needs=(need,) if need else (), region_code=region, **person))


def test_every_referral_question(session: Session) -> None:
    catalogue = read_catalogue(session)
    for question in QUESTIONS:
        query = replace(query_of(question), open_now=False, q=None)
        agree(catalogue, query)
        agree(catalogue, replace(query, age=None, audiences=(), specialised=True))
