"""The pages that a shelter opens from its personal link or from a reminder: no login, no script needed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.availability import form, reminders, reports, repository
from api.availability.credentials import find_link, find_service
from api.database import now
from api.dependencies import SettingsDep
from api.errors import ConflictError, InvalidError, NotFoundError
from api.hub import CONSOLE
from api.web.routes import templates, words_of
from resources_db.availability import Count, read_counts, rules

router = APIRouter(prefix="/places", include_in_schema=False, default_response_class=HTMLResponse)
HEADERS = {"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer"}
QUEBEC_TIME = ZoneInfo("America/Toronto")
Language = Literal["fr", "en"]


@router.get("/{token}")
def show(request: Request, token: str, lang: str = "fr", saved: bool = False) -> Response:
    """Show the present counts, ready to be changed."""
    with request.app.state.sessions.begin() as session:
        try:
            service_id = find_link(session, token).service_id
        except NotFoundError:
            return _gone(request, lang)
        counts = _counts(session, service_id)
        return _form(request, session, service_id, lang, form.fields_of(counts), saved=saved)


@router.post("/{token}")
async def save(request: Request, token: str, lang: str = "fr") -> Response:
    """Store the counts; a button that only adds or removes one shows the page again without storing."""
    sent = {key: value for key, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_save, request, token, lang, sent)


def _save(request: Request, token: str, lang: str, sent: Mapping[str, str]) -> Response:
    try:
        with request.app.state.sessions.begin() as session:
            answer = _store(request, session, token, lang, sent)
    except NotFoundError:
        return _gone(request, lang)
    except OperationalError:
        fields = form.fields_sent(sent)
        return _page(request, "places.html", lang=lang, status=503, fields=fields, error="not_stored")
    if isinstance(answer, RedirectResponse):
        request.app.state.hub.publish(CONSOLE, {"type": "changed"})
    return answer


def _store(request: Request, session: Session, token: str, lang: str, sent: Mapping[str, str]) -> Response:
    credential = find_link(session, token)
    fields = form.fields_sent(sent)
    if "step" in sent:
        return _form(request, session, credential.service_id, lang, form.stepped(fields, sent["step"]), unsaved=True)
    try:
        said = form.said_by(fields, quick=sent.get("quick"), counts=_counts(session, credential.service_id))
        reports.report_with(session, credential, said)
    except (InvalidError, form.FieldError) as error:
        wrong = error.problem if isinstance(error, form.FieldError) else "too_many"
        if wrong == "changed":
            fields = form.fields_of(_counts(session, credential.service_id))
        return _form(request, session, credential.service_id, lang, fields, error=wrong, status=422)
    return RedirectResponse(f"/places/{token}?lang={_language(lang)}&saved=true", 303, headers=HEADERS)


@router.get("/r/{token}")
def ask(request: Request, token: str, settings: SettingsDep, lang: str = "fr", saved: bool = False) -> Response:
    """Show the answer that the link carries and the button that gives it: a program that opens links says nothing."""
    with request.app.state.sessions.begin() as session:
        try:
            reminder, answer = reminders.read(session, token, settings.availability_secret.get_secret_value())
        except NotFoundError:
            return _gone(request, lang)
        except ConflictError:
            return _reminder_page(request, lang, "thanks" if saved else "superseded", status=200 if saved else 409)
        service = find_service(session, reminder.service_id)
        count = reminder.available if answer == "same" else 0
        said = reminders.count_text(count, reminder.unit, _language(lang))
        return _reminder_page(request, lang, "ask", name=service.name, said=said, full=count == 0)


@router.post("/r/{token}")
def answer(request: Request, token: str, settings: SettingsDep, lang: str = "fr") -> Response:
    """Store the answer."""
    try:
        with request.app.state.sessions.begin() as session:
            reminders.answer_with(session, token, settings.availability_secret.get_secret_value())
    except NotFoundError:
        return _gone(request, lang)
    except ConflictError:
        return _reminder_page(request, lang, "superseded", status=409)
    request.app.state.hub.publish(CONSOLE, {"type": "changed"})
    return RedirectResponse(f"/places/r/{token}?lang={_language(lang)}&saved=true", 303, headers=HEADERS)


def _counts(session: Session, service_id: str) -> dict[str, Count]:
    return {count.unit: count for count in read_counts(session).get(service_id, ())}


def _form(
    request: Request,
    session: Session,
    service_id: str,
    lang: str,
    fields: list[form.Fields],
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    counts, service = _counts(session, service_id), find_service(session, service_id)
    held = repository.live_holds(session, now(), service_id)
    english = repository.english_name(session, service.organization_id)
    name = english or service.name if _language(lang) == "en" else service.name
    context = {"name": name, "fields": fields, "counts": counts, "held": held, **values}
    return _page(request, "places.html", lang=lang, status=status, **context)


def _reminder_page(request: Request, lang: str, state: str, *, status: int = 200, **values: Any) -> Response:
    return _page(request, "places_reminder.html", lang=lang, status=status, state=state, **values)


def _gone(request: Request, lang: str) -> Response:
    return _page(request, "places_reminder.html", lang=lang, status=404, state="gone")


def _page(request: Request, template: str, *, lang: str, status: int, **values: Any) -> Response:
    language = _language(lang)
    context = {"words": words_of("places", language), "clock": _clock, "rules": rules(), **values}
    return templates.TemplateResponse(request, template, context, status_code=status, headers=HEADERS)


def _language(lang: str) -> Language:
    return "en" if lang == "en" else "fr"


def _clock(moment: datetime) -> str:
    return moment.astimezone(QUEBEC_TIME).strftime("%Y-%m-%d %H:%M")
