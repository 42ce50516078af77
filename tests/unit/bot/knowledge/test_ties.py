"""The facts, the directory and the dialogue name the same things."""

from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from bot.actions.knowledge.searched import read_phrasings
from bot.actions.settings import dialogue
from resources_db.database import make_engine, make_session_factory
from resources_db.knowledge import review
from resources_db.knowledge.records import read_facts
from resources_db.search import lines


def test_every_fact_in_doubt_has_a_service_that_visitors_may_be_sent_to(directory_url: str) -> None:
    slugs = {review.confirmed_by(fact) for fact in read_facts() if fact.confidence != "high"}
    with make_session_factory(make_engine(directory_url))() as session:
        assert _visible(session, slugs) == slugs


def _visible(session: Session, slugs: set[str]) -> set[str]:
    return {resource.to_dict("fr")["slug"] for resource in lines(session, sorted(slugs))}


def test_every_need_and_phrasing_is_known() -> None:
    facts = read_facts()
    needs = {need for fact in facts for need in fact.needs}
    assert needs - set(dialogue()["service_needs"]) <= {"quick_exit_or_privacy"}
    assert set(read_phrasings()) <= {fact.id for fact in facts}
    intents = yaml.safe_load(Path("bot/domain/intents.yml").read_text("utf-8"))["intents"]
    assert needs <= set(intents)
