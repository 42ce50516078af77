"""Keeps in memory what was made of the directory, and renews it after a change without making readers wait."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Thread
from typing import Generic, Protocol, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from resources_db import repository
from resources_db.collecting import collector_paused

SMALL = 1000
"""A directory of so few records is read again by whoever first sees the change; a larger one behind, on a thread."""
TURN = 0.0005
"""Seconds between two turns of the interpreter's threads while one of them reads behind."""
_log = logging.getLogger(__name__)


class Made(Protocol):
    """What is kept knows which state of the directory it was made of, and how many records it holds."""

    @property
    def token(self) -> str | None:
        """The token of that state; None before the first import."""

    def __len__(self) -> int: ...


T = TypeVar("T", bound=Made)


class Keeper(Generic[T]):
    """Gives the thing made of the directory as it stands, or of an earlier state while the next one is made.

    `make` reads everything; `renew` makes it of the earlier one and of the organisations that changed since.
    """

    def __init__(
        self,
        make: Callable[[Session, str | None], T],
        renew: Callable[[Session, str, T, frozenset[str]], T],
    ) -> None:
        self._make, self._renew = make, renew
        self._shared: WeakKeyDictionary[Engine, T] = WeakKeyDictionary()
        self._making: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()
        self._own: WeakKeyDictionary[Session, T] = WeakKeyDictionary()

    def read(self, session: Session) -> T:
        """Return the thing; only the first reader of all, and a session that changed the directory itself, wait."""
        engine, token = session.get_bind().engine, repository.revision(session)
        kept = self._shared.get(engine)
        if token is not None and repository.is_own(session, token):
            return self._read_own(session, token, kept)
        if kept is None or kept.token is None or token is None:
            return self._read_first(session, engine, token)
        return kept if kept.token == token else self._follow(session, engine, token, kept)

    def _read_own(self, session: Session, token: str, shared: T | None) -> T:
        """What is not committed yet is for its own session only."""
        own = self._own.get(session)
        if own is None or own.token != token:
            own = self._own[session] = self._next(session, token, own or shared)
        return own

    def _read_first(self, session: Session, engine: Engine, token: str | None) -> T:
        with self._lock(engine):
            kept = self._shared.get(engine)
            if kept is None or kept.token is None or token is None:
                kept = self._shared[engine] = self._whole(session, token)
        return kept

    def _follow(self, session: Session, engine: Engine, token: str, kept: T) -> T:
        """Renew what is kept, here if that is short, else behind; give the earlier one if another does so already."""
        lock = self._lock(engine)
        if not lock.acquire(blocking=False):
            return kept
        if len(kept) > SMALL:
            Thread(target=self._follow_behind, args=(engine, lock), daemon=True).start()
            return kept
        try:
            found = self._shared[engine] = self._next(session, token, self._shared[engine])
        finally:
            lock.release()
        return found

    def _follow_behind(self, engine: Engine, lock: Lock) -> None:
        try:
            with Session(engine) as session, frequent_turns():
                token, kept = repository.revision(session), self._shared[engine]
                if token is not None and token != kept.token:
                    self._shared[engine] = self._next(session, token, kept)
        except Exception:  # noqa: BLE001 (whatever it is, the earlier one stands, and the next reader tries again)
            _log.exception("the directory could not be read again")
        finally:
            lock.release()

    def _next(self, session: Session, token: str, earlier: T | None) -> T:
        if earlier is not None and earlier.token == token:
            return earlier
        changed = None if earlier is None else _changed(session, token, earlier)
        if earlier is None or changed is None:
            return self._whole(session, token)
        return self._renew(session, token, earlier, changed)

    def _whole(self, session: Session, token: str | None) -> T:
        with collector_paused():
            return self._make(session, token)

    def _lock(self, engine: Engine) -> Lock:
        return self._making.setdefault(engine, Lock())


@contextmanager
def frequent_turns() -> Iterator[None]:
    """Have the interpreter pass from thread to thread ten times as often: an answer asks for many short turns."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def _changed(session: Session, token: str, earlier: Made) -> frozenset[str] | None:
    return None if earlier.token is None else repository.changed_owners(session, since=earlier.token, until=token)
