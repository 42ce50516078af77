"""Logging into the console and out of it."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, StringConstraints, ValidationError
from starlette.concurrency import run_in_threadpool

from api.auth import service
from api.auth.dependencies import COOKIE, ConsoleSessionDep
from api.auth.models import ConsoleSession
from api.dependencies import SessionDep, SettingsDep
from api.errors import ForbiddenError
from api.openapi import problems

router = APIRouter(tags=["console"])
Credential = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


class Login(BaseModel):
    """Username and password, as JSON or as a form."""

    username: Credential
    password: Credential


class Person(BaseModel):
    """A counsellor as others see them."""

    id: str
    name: str


class SessionOut(BaseModel):
    """Who is logged in, and the token that unsafe calls must carry."""

    counsellor: Person
    csrf_token: str


async def _read_login(request: Request) -> Login:
    """Read the credentials of either content type; raise RequestValidationError."""
    try:
        if request.headers.get("content-type", "").startswith("application/json"):
            return Login.model_validate_json(await request.body())
        form = await request.form()
        return Login.model_validate({key: value for key, value in form.items() if isinstance(value, str)})
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {"schema": Login.model_json_schema()}
            for kind in ("application/json", "application/x-www-form-urlencoded")
        },
    }
}


@router.post("/console/login", responses=problems(401, 403, 422, 429, 503), openapi_extra=_BODY)
async def log_in(request: Request, response: Response, settings: SettingsDep) -> SessionOut:
    """Open a session; the cookie is out of reach of scripts and of other sites."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise ForbiddenError("Log in from the console's own page.")
    credentials = await _read_login(request)

    def _open() -> tuple[ConsoleSession, str]:
        with request.app.state.sessions.begin() as session:
            return service.log_in(
                session,
                username=credentials.username,
                password=credentials.password,
                guard=request.app.state.login_guard,
                hours=settings.console_session_hours,
            )

    console, token = await run_in_threadpool(_open)
    response.set_cookie(
        COOKIE,
        token,
        httponly=True,
        samesite="strict",
        secure=settings.secure_cookies,
        max_age=settings.console_session_hours * 3600,
        path="/",
    )
    return _out(console)


@router.get("/v1/console/session", responses=problems(401, 503))
def current(console: ConsoleSessionDep) -> SessionOut:
    """Say who is logged in."""
    return _out(console)


@router.post("/console/logout", status_code=204, responses=problems(503))
def log_out(response: Response, session: SessionDep, repere_console: Annotated[str | None, Cookie()] = None) -> None:
    """Close the session."""
    service.log_out(session, repere_console)
    response.delete_cookie(COOKIE, path="/")


def _out(console: ConsoleSession) -> SessionOut:
    person = Person(id=console.counsellor.id, name=console.counsellor.name)
    return SessionOut(counsellor=person, csrf_token=console.csrf_token)
