"""The admin area: pages without scripts, for the accounts that hold the role of editor."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Cookie, FastAPI, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, StringConstraints

from api.admin import facts, records
from api.admin.dependencies import ActingEditorDep, EditorDep, FormDep
from api.admin.forms import text_of
from api.admin.pages import Pages, language_of, page
from api.auth import service as auth
from api.auth.dependencies import COOKIE
from api.auth.models import EDITOR, ConsoleSession
from api.dependencies import DirectorySessionDep, DirectoryWriterDep, SettingsDep
from api.errors import ConflictError, ForbiddenError, NotFoundError, UnauthorisedError
from resources_db import history
from resources_db.upkeep.attention import SORTS, Filter, Sort, counts, queue
from resources_db.upkeep.reports import UnknownReportError, close_report

PER_PAGE = 50


router = APIRouter(prefix="/admin", include_in_schema=False, default_response_class=HTMLResponse, route_class=Pages)
router.include_router(records.router)
router.include_router(facts.router)


class QueueParams(BaseModel):
    """What to show of the queue; blank is as good as none."""

    hole: Annotated[str, StringConstraints(max_length=30)] = ""
    region: Annotated[str, StringConstraints(max_length=2)] = ""
    kind: Annotated[str, StringConstraints(max_length=20)] = ""
    q: Annotated[str, StringConstraints(max_length=100)] = ""
    sort: Sort = "urgency"
    retired: bool = False
    page: Annotated[int, Query(ge=1, le=10_000)] = 1
    lang: str = "fr"


def install(app: FastAPI) -> None:
    """Serve the admin area on `app`."""
    app.include_router(router)


@router.get("")
def show_queue(
    request: Request, console: EditorDep, session: DirectorySessionDep, params: Annotated[QueueParams, Query()]
) -> HTMLResponse:
    """What needs attention."""
    wanted = Filter(hole=params.hole or None, region=params.region or None, kind=params.kind or None,
                    q=params.q or None, retired=params.retired, sort=params.sort)  # fmt: skip
    cases = queue(session, wanted)
    start = (params.page - 1) * PER_PAGE
    shown = cases[start : start + PER_PAGE]
    following = params.model_dump() | {"page": params.page + 1, "lang": language_of(request)}
    return page(request, "queue", console=console, cases=shown, total=len(cases), params=params, sorts=SORTS,
                counts=counts(session), first=start + 1, facts_due=facts.count_due(session),
                next_href=f"/admin?{urlencode(following)}" if start + PER_PAGE < len(cases) else None)  # fmt: skip


@router.get("/changes")
def show_changes(request: Request, console: EditorDep, session: DirectorySessionDep) -> HTMLResponse:
    """The latest changes, imports and corrections alike."""
    return page(request, "changes", console=console, changes=history.change_sets(session, limit=100))


@router.get("/changes/{change_id}")
def show_change(request: Request, console: EditorDep, session: DirectorySessionDep, change_id: str) -> HTMLResponse:
    """What one change changed."""
    try:
        entries = history.changes_in(session, change_id)
    except history.UnknownChangeError as error:
        raise NotFoundError from error
    act = next((a for a in history.change_sets(session, limit=10_000) if a["id"] == change_id), None)
    return page(request, "change", console=console, act=act, entries=entries[:500], total=len(entries))


@router.post("/changes/{change_id}/undo")
def undo(request: Request, console: ActingEditorDep, session: DirectoryWriterDep, change_id: str) -> Response:
    """Take a change back, or say why not."""
    try:
        act = history.undo(session, change_id, by=console.counsellor.username)
    except history.UnknownChangeError as error:
        raise NotFoundError from error
    except history.UndoRefusedError as error:
        raise ConflictError("\n".join(error.reasons[:20])) from error
    return RedirectResponse(f"/admin/changes/{act.id}?lang={language_of(request)}", 303)


@router.post("/reports/{report_id}/close")
def close(
    request: Request, console: ActingEditorDep, session: DirectoryWriterDep, form: FormDep, report_id: str
) -> Response:
    """Say what became of a visitor's report."""
    try:
        slug = close_report(session, report_id, outcome=text_of(form, "outcome") or "", by=console.counsellor.username)
    except UnknownReportError as error:
        raise NotFoundError from error
    return RedirectResponse(f"/admin/records/{slug}?lang={language_of(request)}", 303)


@router.get("/login")
def show_login(request: Request) -> HTMLResponse:
    """The page to log in."""
    return page(request, "login")


@router.post("/login")
def log_in(request: Request, form: FormDep, settings: SettingsDep) -> Response:
    """Open a session with the same account and cookie as the console."""
    if request.headers.get("sec-fetch-site") == "cross-site":
        raise ForbiddenError("Log in from this page.")
    username, password = (form.get("username"), form.get("password"))
    if not isinstance(username, str) or not isinstance(password, str) or len(username) + len(password) > 400:
        return page(request, "login", status=401, failed="wrong")
    try:
        console, token = _open(request, username, password, settings.console_session_hours)
    except UnauthorisedError:
        return page(request, "login", status=401, failed="wrong")
    if EDITOR not in console.counsellor.roles:
        raise ForbiddenError(f"This account is not allowed here: it lacks the role {EDITOR}.")
    answer = RedirectResponse(f"/admin?lang={language_of(request)}", 303)
    answer.set_cookie(
        COOKIE, token, httponly=True, samesite="strict", secure=settings.secure_cookies,
        max_age=settings.console_session_hours * 3600, path="/",
    )  # fmt: skip
    return answer


def _open(request: Request, username: str, password: str, hours: int) -> tuple[ConsoleSession, str]:
    state = request.app.state
    with state.sessions.begin() as session:
        return auth.log_in(session, username=username, password=password, guard=state.login_guard, hours=hours)


@router.post("/logout")
def log_out(
    request: Request, _console: ActingEditorDep, repere_console: Annotated[str | None, Cookie()] = None
) -> Response:
    """Close the session."""
    with request.app.state.sessions.begin() as session:
        auth.log_out(session, repere_console)
    answer = RedirectResponse(f"/admin/login?lang={language_of(request)}", 303)
    answer.delete_cookie(COOKIE, path="/")
    return answer
