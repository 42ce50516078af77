"""Questions answered by hand: a right organisation is among the first three, nobody is sent where they may not go."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from sqlalchemy.orm import Session

from resources_db.geography import find_town
from resources_db.search import RankedResource, ResourceQuery, search_resources

QUESTIONS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("data").joinpath("referrals.yml").read_text(encoding="utf-8")
)
BLIND: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("data").joinpath("referral_key.jsonl").read_text("utf-8").splitlines()
]
USUAL = "2026-11-24 14:00"  # a Tuesday afternoon


def query_of(question: dict[str, Any]) -> ResourceQuery:
    town = find_town(question["place"], question["region"]) if "place" in question else None
    return ResourceQuery(
        needs=(question["need"],) if "need" in question else (),
        place=town.name if town else None,
        region_code=question.get("region"),
        lat=town.lat if town else None,
        lon=town.lon if town else None,
        audiences=tuple(question.get("audience", ())),
        age=question.get("age"),
        language=question.get("language"),
        open_now=question.get("open_now", False),
        q=question.get("q"),
    )


def answers(session: Session, question: dict[str, Any]) -> list[RankedResource]:
    moment = datetime.fromisoformat(question.get("at", USUAL)).replace(tzinfo=ZoneInfo("America/Toronto"))
    return search_resources(session, query_of(question), now=moment)


@pytest.mark.parametrize("question", QUESTIONS, ids=[question["ask"] for question in QUESTIONS])
def test_a_right_organisation_is_among_the_first_three(session: Session, question: dict[str, Any]) -> None:
    found = answers(session, question)
    slugs = {resource.slug for resource in found}
    assert slugs & set(question["right"]), slugs
    assert not slugs & set(question.get("never", ()))
    for resource in found:
        _may_go_there(question, resource)


def _may_go_there(question: dict[str, Any], resource: RankedResource) -> None:
    record, said = resource.record, set(question.get("audience", ()))
    assert record.serves(question.get("region"))
    if "men" in said:
        assert record.genders != {"women"}
    if question.get("age", 99) < 18:
        assert not ("adults" in record.groups and "minors" not in record.groups)
        assert record.min_age is None or record.min_age <= question["age"]


def test_a_key_written_blind_is_met(session: Session) -> None:
    """Somebody who saw only the directory wrote these questions, what is right and what is a fault."""
    wrong = [key["id"] for key in BLIND if not _as_keyed(session, key)]
    assert len(wrong) <= 0.05 * len(BLIND), wrong


def _as_keyed(session: Session, key: dict[str, Any]) -> bool:
    question = {"need": key["need"], "audience": key["audiences"], "language": key["language"]}
    question |= {name: key[name] for name in ("place", "region", "age") if key[name] is not None}
    question |= {"at": key["at"]} if key["at"] else {}
    slugs = {resource.slug for resource in answers(session, question)}
    return bool(slugs & set(key["must"])) and not slugs & set(key["never"])


def test_the_first_answer_is_mostly_the_one_a_person_would_give(session: Session) -> None:
    first = [answers(session, question)[0].slug in question["right"] for question in QUESTIONS]
    assert sum(first) / len(first) >= 0.9, f"{sum(first)} of {len(first)}"
