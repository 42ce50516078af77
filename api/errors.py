"""One base for the errors a caller can meet, rendered by one handler as RFC 9457 problem details."""

from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException

log = structlog.get_logger()


class RepereError(Exception):
    """An error with an HTTP status and a title that is safe to show."""

    status = 500
    title = "Internal error"
    code = "internal"

    def __init__(self, detail: str | None = None, *, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.headers = headers


class NotFoundError(RepereError):
    """The thing does not exist, or the caller may not know that it does."""

    status, title, code = 404, "Not found", "not-found"


class UnauthorisedError(RepereError):
    """No valid token or session."""

    status, title, code = 401, "Authentication needed", "unauthorised"


class ForbiddenError(RepereError):
    """Authenticated, and not allowed."""

    status, title, code = 403, "Not allowed", "forbidden"


class ConflictError(RepereError):
    """The thing is not in a state that permits this."""

    status, title, code = 409, "Conflict", "conflict"


class InvalidError(RepereError):
    """Well formed, and wrong."""

    status, title, code = 422, "Invalid request", "invalid"


class TooManyRequestsError(RepereError):
    """Asked too often."""

    status, title, code = 429, "Too many requests", "too-many-requests"


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    code: str = "about:blank",
    headers: dict[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return a problem-details response."""
    body = {"type": code if code == "about:blank" else f"urn:repere:problem:{code}", "title": title, "status": status}
    return JSONResponse(
        body | {"detail": detail} | more, status_code=status, media_type="application/problem+json", headers=headers
    )


def install(app: FastAPI) -> None:
    """Register the handlers on `app`. What the caller sent is never echoed: it may be a visitor's words."""

    @app.exception_handler(RepereError)
    async def _repere(_request: Request, error: RepereError) -> JSONResponse:
        return problem(error.status, error.title, error.detail, code=error.code, headers=error.headers)

    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        headers = dict(error.headers) if error.headers else None
        return problem(error.status_code, str(error.detail), str(error.detail), headers=headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [{"field": ".".join(str(part) for part in e["loc"]), "reason": e["msg"]} for e in error.errors()]
        return problem(422, "Invalid request", "Some fields are not valid.", code="invalid", errors=errors)

    @app.exception_handler(OperationalError)
    async def _database(request: Request, error: OperationalError) -> JSONResponse:
        log.error("database_unavailable", route=request.scope["route"].path, error=type(error.orig).__name__)
        return problem(
            503,
            "Temporarily unavailable",
            "The service cannot store messages right now. In danger, call the emergency number below.",
            code="unavailable",
            headers={"Retry-After": "3"},
            safety=getattr(request.app.state, "emergency_lines", []),
        )
