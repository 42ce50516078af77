"""The editors' list of facts: why each is there, and what must be read first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from resources_db.geography import fold
from resources_db.knowledge.current import Standing
from resources_db.knowledge.records import Fact
from resources_db.knowledge.review import REASONS, reasons, review_date

STATES = ("on_older_text", *REASONS, "corrected")
"""What a fact may be listed for, the most pressing first."""


@dataclass(frozen=True)
class Case:
    """A fact in force, the day from which it is to be read again, and the STATES it is in."""

    fact: Fact
    review_on: date
    states: tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """What to show of the list; None shows all."""

    q: str | None = None
    topic: str | None = None
    state: str | None = None


def cases(facts: Sequence[Standing], wanted: Filter, today: date) -> list[Case]:
    """Return the cases that match: first what rests on an older text of the file, then by review date."""
    found = [case for case in (_case(standing, today) for standing in facts) if _matches(case, wanted)]
    return sorted(found, key=lambda case: ("on_older_text" not in case.states, case.review_on, case.fact.id))


def counts(facts: Sequence[Standing], today: date) -> dict[str, int]:
    """Return how many facts are in each of STATES."""
    every = [_case(standing, today) for standing in facts]
    return {state: sum(state in case.states for case in every) for state in STATES}


def states(standing: Standing, today: date) -> tuple[str, ...]:
    """Return the STATES of a fact, the most pressing first."""
    held = {*reasons(standing.fact, today)}
    held |= {"on_older_text"} if standing.on_older_text else set()
    held |= {"corrected"} if standing.corrected else set()
    return tuple(state for state in STATES if state in held)


def _case(standing: Standing, today: date) -> Case:
    return Case(standing.fact, review_date(standing.fact), states(standing, today))


def _matches(case: Case, wanted: Filter) -> bool:
    fact = case.fact
    text = fold(" ".join((fact.id, fact.question_fr, fact.question_en, fact.fact_fr, fact.fact_en)))
    return (
        wanted.topic in (None, fact.topic)
        and wanted.state in (None, *case.states)
        and all(word in text for word in fold(wanted.q or "").split())
    )
