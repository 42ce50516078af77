"""Personal links and keys: random, shown once, of which only a hash is kept."""

import hmac
from hashlib import sha256
from secrets import token_urlsafe
from typing import Literal

from sqlalchemy.orm import Session

from api.availability import repository
from api.availability.repository import Named
from api.database import now
from api.errors import NotFoundError, UnauthorisedError
from resources_db.models import ReportingCredential

Kind = Literal["link", "key"]


def find_service(session: Session, id_or_slug: str) -> Named:
    """Return a service of the directory by its id or its organisation's slug; raise NotFoundError."""
    found = repository.find_service(session, id_or_slug)
    if found is None:
        raise NotFoundError(f"No service of the directory is named {id_or_slug}.")
    return found


def issue(session: Session, *, service_id: str, kind: Kind) -> str:
    """Return a new secret; a new link replaces the earlier one, a new key stands beside the earlier ones."""
    repository.enable(session, service_id)
    if kind == "link":
        _revoke(session, service_id, "link")
    token = token_urlsafe(32)
    credential = ReportingCredential(
        id=repository.new_id(), service_id=service_id, kind=kind, token_hash=_hash(token), created_at=now(),
        used_at=None, revoked_at=None,
    )  # fmt: skip
    repository.add(session, credential)
    return token


def revoke(session: Session, *, service_id: str, kind: Kind | None = None) -> int:
    """Revoke the shelter's credentials, of one kind or all, and its open reminders; return how many were live."""
    count = _revoke(session, service_id, kind)
    repository.close_reminders(session, service_id, None, now=now(), outcome="revoked")
    return count


def _revoke(session: Session, service_id: str, kind: Kind | None) -> int:
    live = repository.credentials(session, service_id, kind)
    for credential in live:
        credential.revoked_at = now()
    session.flush()
    return len(live)


def check_key(session: Session, service_id: str, token: str | None) -> ReportingCredential:
    """Return the shelter's live key that `token` is; raise UnauthorisedError."""
    sent, found = _hash(token or ""), None
    for credential in repository.credentials(session, service_id, "key"):
        if hmac.compare_digest(credential.token_hash, sent):
            found = credential
    if found is None:
        raise UnauthorisedError("This is not a key of this shelter: Authorization: Bearer …")
    return found


def find_link(session: Session, token: str) -> ReportingCredential:
    """Return the live link that `token` is; raise NotFoundError."""
    sent = _hash(token)
    found = repository.credential_by_hash(session, "link", sent)
    if found is None or not hmac.compare_digest(found.token_hash, sent):
        raise NotFoundError("This link does not exist, or no longer does.")
    return found


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()
