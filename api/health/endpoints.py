"""For operators: is it alive, can it serve, how does it do."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from api.conversations import repository
from api.metrics import WAITING
from api.openapi import problems

router = APIRouter(tags=["operators"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@router.get("/readyz", responses={503: {"description": "A part is not ready"}})
def readyz(request: Request) -> JSONResponse:
    """Each part's readiness; 503 unless all are ready. The visitor is answered either way.

    A large directory is being read for a while after the start: until then a first question may wait for it.
    """
    app = request.app.state
    parts = {
        "database": _answers(app.sessions, "SELECT 1"),
        "directory": bool(app.safety.kept()) and app.warming.is_over,
        "rasa": app.turns.rasa.ready(),
        "actions": app.actions_ready(),
    }
    return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)


@router.get("/metrics", response_class=Response, responses=problems(503))
def metrics(request: Request) -> Response:
    """Prometheus text format."""
    with request.app.state.sessions() as session:
        WAITING.set(len(repository.in_states(session, ["waiting"])))
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _answers(sessions: sessionmaker[Session], statement: str) -> bool:
    try:
        with sessions() as session:
            session.execute(text(statement))
    except SQLAlchemyError:
        return False
    return True
