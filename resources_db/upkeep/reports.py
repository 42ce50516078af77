"""What visitors say is wrong: nothing is kept of who said it, and only the day of when."""

from datetime import UTC, date, datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from resources_db.models import ErrorReport, stable_id
from resources_db.upkeep import repository
from resources_db.upkeep.attention import attention_data
from resources_db.upkeep.editing import UnknownRecordError

OUTCOMES = ("fixed", "dismissed")


class UnknownReportError(LookupError):
    """No open report has that id."""


def add_report(session: Session, key: str, *, what: str, note: str | None, today: date | None = None) -> bool:
    """Keep a report on the shown record of that service id or slug; False when enough are kept already.

    Raises UnknownRecordError when visitors are shown no such record.
    """
    owner = repository.find_owner(session, key)
    if owner is None:
        raise UnknownRecordError(key)
    if repository.open_counts(session).get(owner, 0) >= attention_data()["reports_kept"]:
        return False
    day = (today or datetime.now(UTC).date()).isoformat()
    session.add(
        ErrorReport(id=str(uuid4()), owner_id=owner, what=what, note=note or None, reported_on=day, status="open")
    )
    return True


def reports_of(session: Session, slug: str) -> list[ErrorReport]:
    """Return the reports of a record, open ones first."""
    return repository.reports_of(session, stable_id("organization", slug))


def close_report(session: Session, report_id: str, *, outcome: str, by: str, today: date | None = None) -> str:
    """Say what became of a report and return the record's slug; its note, a visitor's own words, is erased.

    Raises UnknownReportError.
    """
    report = session.get(ErrorReport, report_id)
    if report is None or report.status != "open" or outcome not in OUTCOMES:
        raise UnknownReportError(report_id)
    report.status, report.closed_by, report.note = outcome, by[:60], None
    report.closed_on = (today or datetime.now(UTC).date()).isoformat()
    return repository.slug_of(session, report.owner_id)
