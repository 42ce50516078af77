"""Counsellors' accounts and console sessions: argon2 for passwords, random tokens of which only a hash is kept."""

import hmac
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.auth.models import COUNSELLOR, ROLES, ConsoleSession, Counsellor
from api.database import now
from api.errors import ConflictError, ForbiddenError, NotFoundError, TooManyRequestsError, UnauthorisedError

MIN_PASSWORD = 12
_hasher = PasswordHasher()
_DECOY = _hasher.hash(token_urlsafe(16))
"""Verified when the username is unknown, so that both refusals take as long."""


@dataclass
class LoginGuard:
    """Refuses a username after too many failures; the count forgets with time. Thread-safe."""

    failures: int = 5
    seconds: float = 300.0
    _seen: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: Lock = field(default_factory=Lock)

    def check(self, username: str) -> None:
        """Raise TooManyRequestsError while the username has too many recent failures."""
        with self._lock:
            recent = self._recent(username)
            if len(recent) >= self.failures:
                wait = int(self.seconds - (time.monotonic() - recent[0])) + 1
                raise TooManyRequestsError("Too many attempts. Try again later.", headers={"Retry-After": str(wait)})

    def failed(self, username: str) -> None:
        """Count a failure."""
        with self._lock:
            self._recent(username).append(time.monotonic())

    def _recent(self, username: str) -> deque[float]:
        seen = self._seen[username]
        while seen and time.monotonic() - seen[0] > self.seconds:
            seen.popleft()
        return seen


def add_counsellor(
    session: Session, *, username: str, name: str, password: str, roles: Sequence[str] = (COUNSELLOR,)
) -> Counsellor:
    """Create an account; raise ConflictError if the name is taken, ValueError for a short password or a bad role."""
    _check_roles(roles)
    if len(password) < MIN_PASSWORD:
        raise ValueError(f"The password must have at least {MIN_PASSWORD} characters.")
    if session.scalars(select(Counsellor).where(Counsellor.username == username)).first():
        raise ConflictError(f"There already is a counsellor named {username}.")
    counsellor = Counsellor(username=username, name=name, password_hash=_hasher.hash(password), roles=list(roles))
    session.add(counsellor)
    session.flush()
    return counsellor


def set_roles(session: Session, *, username: str, roles: Sequence[str]) -> None:
    """Replace what an account may do; raise NotFoundError, ValueError for a bad role."""
    _check_roles(roles)
    counsellor = session.scalars(select(Counsellor).where(Counsellor.username == username)).first()
    if counsellor is None:
        raise NotFoundError(f"There is no account named {username}.")
    counsellor.roles = list(roles)


def check_role(counsellor: Counsellor, role: str) -> None:
    """Raise ForbiddenError unless the account has the role."""
    if role not in counsellor.roles:
        raise ForbiddenError(f"This account is not allowed here: it lacks the role {role}.")


def _check_roles(roles: Sequence[str]) -> None:
    if not roles or not set(roles) <= set(ROLES):
        raise ValueError(f"The roles are: {', '.join(ROLES)}.")


def log_in(
    session: Session, *, username: str, password: str, guard: LoginGuard, hours: int
) -> tuple[ConsoleSession, str]:
    """Open a console session; return it with the cookie's value. Raises UnauthorisedError, TooManyRequestsError."""
    guard.check(username)
    counsellor = session.scalars(select(Counsellor).where(Counsellor.username == username, Counsellor.active)).first()
    if not _verified(counsellor, password) or counsellor is None:
        guard.failed(username)
        raise UnauthorisedError("Wrong username or password.")
    token = token_urlsafe(32)
    opened = ConsoleSession(
        token_hash=_hash(token),
        csrf_token=token_urlsafe(32),
        counsellor=counsellor,
        expires_at=now() + timedelta(hours=hours),
    )
    session.execute(delete(ConsoleSession).where(ConsoleSession.expires_at < now()))
    session.add(opened)
    return opened, token


def _verified(counsellor: Counsellor | None, password: str) -> bool:
    try:
        return _hasher.verify(counsellor.password_hash if counsellor else _DECOY, password) and counsellor is not None
    except (VerificationError, InvalidHashError):
        return False


def find_session(session: Session, token: str | None) -> ConsoleSession:
    """Return the live console session of a cookie; raise UnauthorisedError."""
    found = session.get(ConsoleSession, _hash(token)) if token else None
    if found is None or found.expires_at < now() or not found.counsellor.active:
        raise UnauthorisedError("Log in first.")
    return found


def check_csrf(console: ConsoleSession, sent: str | None) -> None:
    """Raise ForbiddenError unless `sent` is the session's CSRF token."""
    if not sent or not hmac.compare_digest(console.csrf_token.encode(), sent.encode()):
        raise ForbiddenError("Missing or wrong X-CSRF-Token.")


def log_out(session: Session, token: str | None) -> None:
    """Close a console session, if it is open."""
    if token:
        session.execute(delete(ConsoleSession).where(ConsoleSession.token_hash == _hash(token)))


def active_counsellors(session: Session) -> list[Counsellor]:
    """Return those to whom a conversation can be transferred, by name."""
    active = session.scalars(select(Counsellor).where(Counsellor.active).order_by(Counsellor.name))
    return [counsellor for counsellor in active if COUNSELLOR in counsellor.roles]


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
