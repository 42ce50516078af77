"""What an operator must look at: facts in doubt, facts to read again, what a lawyer must confirm."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import yaml

from bot.actions.knowledge.records import Fact
from bot.actions.knowledge.searched import DATA


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DATA / "review.yml").read_text("utf-8"))
    return data


def confirmed_by(fact: Fact) -> str:
    """Return the directory slug of the service that can confirm `fact`."""
    services = _data()["confirmed_by"]
    return str(services["records"].get(fact.id) or services["topics"][fact.topic])


def review_date(fact: Fact) -> date:
    """Return the day from which `fact` is to be read again; a year alone counts from its first day."""
    year, month = (int(part) for part in (fact.as_of if "-" in fact.as_of else f"{fact.as_of}-01").split("-"))
    months = year * 12 + month - 1 + int(_data()["months"])
    return date(months // 12, months % 12 + 1, 1)


def is_stale(fact: Fact, today: date) -> bool:
    """Whether the review date of `fact` has come."""
    return today >= review_date(fact)


def check(facts: Sequence[Fact], today: date) -> dict[str, list[Any]]:
    """Return the operator's list: record ids by reason, and the lawyer's checklist, the most urgent first."""
    return {
        "low": [fact.id for fact in facts if fact.confidence == "low"],
        "medium": [fact.id for fact in facts if fact.confidence == "medium"],
        "stale": [fact.id for fact in facts if is_stale(fact, today)],
        "estimated_date": [fact.id for fact in facts if fact.as_of_estimated],
        "lawyer": [dict(item) for item in _data()["lawyer"]],
    }
