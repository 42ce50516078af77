"""What must be looked at: facts in doubt, facts to read again, what a lawyer must confirm (`review.yml`)."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from resources_db.knowledge.records import Fact

DATA = Path(__file__).parent / "review.yml"
REASONS = ("stale", "medium", "low", "estimated_date", "lawyer")
"""Why a fact, as it is written, may have to be looked at."""


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(DATA.read_text("utf-8"))
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


def lawyer_items(fact_id: str) -> list[str]:
    """Return what a lawyer must confirm of this fact, in French."""
    return [item["what"] for item in _data()["lawyer"] if fact_id in item["records"]]


def reasons(fact: Fact, today: date) -> tuple[str, ...]:
    """Return the REASONS to look at `fact`, in their order."""
    found = {
        "stale": is_stale(fact, today),
        fact.confidence: True,
        "estimated_date": fact.as_of_estimated,
        "lawyer": bool(lawyer_items(fact.id)),
    }
    return tuple(reason for reason in REASONS if found.get(reason))


def check(facts: Sequence[Fact], today: date) -> dict[str, list[Any]]:
    """Return the operator's list: record ids by reason, and the lawyer's checklist, the most urgent first."""
    why = {fact.id: reasons(fact, today) for fact in facts}
    listed = [reason for reason in REASONS if reason != "lawyer"]
    found: dict[str, list[Any]] = {reason: [name for name, held in why.items() if reason in held] for reason in listed}
    return found | {"lawyer": [dict(item) for item in _data()["lawyer"]]}
