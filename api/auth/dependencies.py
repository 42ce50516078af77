"""Who is calling the console."""

from typing import Annotated

from fastapi import Cookie, Depends, Header

from api.auth import service
from api.auth.models import COUNSELLOR, ConsoleSession, Counsellor
from api.dependencies import SessionDep

COOKIE = "repere_console"


def get_console_session(session: SessionDep, repere_console: Annotated[str | None, Cookie()] = None) -> ConsoleSession:
    """Return the caller's console session; raise UnauthorisedError."""
    return service.find_session(session, repere_console)


ConsoleSessionDep = Annotated[ConsoleSession, Depends(get_console_session)]


def get_counsellor(console: ConsoleSessionDep) -> Counsellor:
    """Return the counsellor, for calls that change nothing; raise ForbiddenError for other accounts."""
    service.check_role(console.counsellor, COUNSELLOR)
    return console.counsellor


def get_acting_counsellor(
    console: ConsoleSessionDep, x_csrf_token: Annotated[str | None, Header()] = None
) -> Counsellor:
    """Return the counsellor for calls that change something; raise ForbiddenError without the CSRF token."""
    service.check_role(console.counsellor, COUNSELLOR)
    service.check_csrf(console, x_csrf_token)
    return console.counsellor


CounsellorDep = Annotated[Counsellor, Depends(get_counsellor)]
ActingCounsellorDep = Annotated[Counsellor, Depends(get_acting_counsellor)]
