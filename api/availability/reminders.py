"""Asking a shelter whether its count still holds, before it grows too old. Nothing here commits, or sends.

`due` says what should be asked now; `fill_outbox` keeps it until the operator's gateway took it; its links are
signed, answer about one count only, and are refused once another count was reported.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from sqlalchemy.orm import Session

from api.availability import reports, repository
from api.availability.reports import Said
from api.database import now
from api.errors import ConflictError, NotFoundError
from resources_db.availability import Count, read_counts, rules
from resources_db.models import CountReminder

Answer = Literal["same", "full"]


@dataclass(frozen=True)
class Due:
    """A count that nears its shelter's limit, or is past it."""

    service_id: str
    count: Count


def due(session: Session, moment: datetime) -> list[Due]:
    """Return the counts to ask about, the oldest first; shelters whose credentials were all revoked are left alone."""
    counts = read_counts(session, moment)
    reporting = [shelter.id for shelter in repository.shelters(session) if repository.credentials(session, shelter.id)]
    found = [Due(key, count) for key in reporting for count in counts.get(key, ()) if moment >= remind_at(count)]
    return sorted(found, key=lambda one: (one.count.updated_at, one.service_id, one.count.unit))


def remind_at(count: Count) -> datetime:
    """Return when the shelter should be asked about its count."""
    return count.updated_at + timedelta(minutes=rules()["remind_at"] * count.limits.confirm_after)


def fill_outbox(session: Session) -> list[CountReminder]:
    """Add what is due to the outbox; return what nobody sent yet."""
    moment = now()
    for one in due(session, moment):
        count = one.count
        if repository.reminder_of(session, one.service_id, count.unit, count.updated_at) is None:
            reminder = CountReminder(
                id=repository.new_id(),
                service_id=one.service_id,
                unit=count.unit,
                available=count.available,
                counted_at=count.updated_at,
                created_at=moment,
                sent_at=None,
                closed_at=None,
                outcome=None,
            )
            repository.add(session, reminder)
    return [reminder for reminder in repository.open_reminders(session) if reminder.sent_at is None]


def mark_sent(session: Session, reminders: Sequence[CountReminder]) -> None:
    """Say that a gateway took them: they are not printed again."""
    for reminder in reminders:
        reminder.sent_at = now()
    session.flush()


def message(session: Session, reminder: CountReminder, *, base_url: str, secret: str) -> dict[str, Any]:
    """Return the reminder as a gateway sends it: to whom, the words in both languages, and the links."""
    service = repository.find_service(session, reminder.service_id)
    shelter = repository.shelter(session, reminder.service_id)
    name = service.name if service else reminder.service_id
    answers = get_args(Answer) if reminder.available else ("same",)
    links = {a: f"{base_url.rstrip('/')}/places/r/{sign(reminder.id, a, secret)}" for a in answers}
    kind = "free" if reminder.available else "full"
    text = {
        language: _words()["reminder"][kind][language].format(
            name=name, count=count_text(reminder.available, reminder.unit, language), **links
        )
        for language in ("fr", "en")
    }
    return {
        "id": reminder.id,
        "service_id": reminder.service_id,
        "name": name,
        "to": shelter.remind_to if shelter else None,
        "unit": reminder.unit,
        "available": reminder.available,
        "counted_at": reminder.counted_at.isoformat(),
        "text": text,
        "links": links,
    }


def count_text(count: int, unit: str, language: str) -> str:
    """Return "3 lits libres"."""
    one, many = _words()["units"][unit][language]
    return f"{count} {one if count in ((0, 1) if language == 'fr' else (1,)) else many}"


def sign(reminder_id: str, answer: Answer | str, secret: str) -> str:
    """Return the token of a one-tap link."""
    return f"{reminder_id}.{answer}.{_signature(reminder_id, answer, secret)}"


def read(session: Session, token: str, secret: str) -> tuple[CountReminder, Answer]:
    """Return the reminder and the answer of a signed token; raise NotFoundError, or ConflictError once it is closed."""
    reminder_id, _, rest = token.partition(".")
    answer, _, signature = rest.partition(".")
    expected = _signature(reminder_id, answer, secret)
    if not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogatepass")):
        raise NotFoundError("This link does not exist.")
    reminder = repository.reminder(session, reminder_id)
    if reminder is None or answer not in get_args(Answer) or reminder.outcome == "revoked":
        raise NotFoundError("This link does not exist, or no longer does.")
    present = repository.capacity(session, reminder.service_id, reminder.unit)
    if reminder.closed_at is not None or present is None or present.updated != reminder.counted_at:
        raise ConflictError("A more recent count was reported.")
    return reminder, "same" if answer == "same" else "full"


def answer_with(session: Session, token: str, secret: str) -> CountReminder:
    """Store the answer of a signed token as a report; raises as `read` does."""
    reminder, _ = read(session, token, secret)
    repository.shelter(session, reminder.service_id, lock=True)
    reminder, answer = read(session, token, secret)
    reminder.closed_at, reminder.outcome = now(), answer
    session.flush()
    available = reminder.available if answer == "same" else 0
    said = Said(reminder.unit, available, kept=frozenset({"maximum", "note"}))
    reports.report(session, service_id=reminder.service_id, said=[said], how="reminder", who=reminder.id)
    return reminder


def _signature(reminder_id: str, answer: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"reminder:{reminder_id}:{answer}".encode(), sha256).hexdigest()


@cache
def _words() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yml").read_text("utf-8"))
    return found
