"""A counsellor keeps a place for somebody, for half an hour. Nothing here commits."""

from datetime import timedelta

from sqlalchemy.orm import Session

from api.auth.models import Counsellor
from api.availability import repository
from api.database import now
from api.errors import ConflictError, ForbiddenError, NotFoundError
from resources_db.availability import read_counts, rules
from resources_db.models import PlaceHold


def hold(session: Session, *, service_id: str, unit: str | None, counsellor: Counsellor) -> PlaceHold:
    """Hold one free place (of the unit, or of the most useful one); raise ConflictError when none is left."""
    if repository.shelter(session, service_id, lock=True) is None:
        raise NotFoundError("This shelter does not report its places.")
    moment = now()
    known = [c for c in read_counts(session, moment).get(service_id, ()) if c.freshness != "hidden"]
    count = next((c for c in known if unit in (None, c.unit) and c.free > 0), None)
    if count is None:
        raise ConflictError("No place is left to hold here.")
    kept = PlaceHold(
        id=repository.new_id(),
        service_id=service_id,
        unit=count.unit,
        counsellor_id=counsellor.id,
        created_at=moment,
        expires_at=moment + timedelta(minutes=rules()["hold_minutes"]),
        released_at=None,
    )
    repository.add(session, kept)
    repository.touch(session, moment)
    return kept


def release(session: Session, *, hold_id: str, counsellor: Counsellor) -> None:
    """End one's own hold; ending it twice, or after it ended by itself, changes nothing."""
    found = repository.hold(session, hold_id)
    if found is None:
        raise NotFoundError("This hold does not exist.")
    if found.counsellor_id != counsellor.id:
        raise ForbiddenError("A colleague holds this place.")
    if found.released_at is None and found.expires_at > now():
        found.released_at = now()
        session.flush()
        repository.touch(session, now())
