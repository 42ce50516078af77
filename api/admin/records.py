"""One record in the admin area: everything known of it, and what an editor may do to it."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from api.admin.dependencies import ActingEditorDep, EditorDep, FormDep
from api.admin.forms import SPARE_PHONES, read_fields, text_of
from api.admin.pages import Pages, language_of, page
from api.auth.models import ConsoleSession
from api.dependencies import DirectorySessionDep, DirectoryWriterDep
from api.errors import NotFoundError
from resources_db import history
from resources_db.importing.fields import flatten
from resources_db.importing.formats import values
from resources_db.importing.report import Refusal
from resources_db.models import ChangeSet
from resources_db.upkeep import editing
from resources_db.upkeep.attention import Filter, queue
from resources_db.upkeep.reports import reports_of

router = APIRouter(prefix="/records/{slug}", default_response_class=HTMLResponse, route_class=Pages)
Act = Callable[[Session, str, str, str], ChangeSet | None]
"""(session, slug, who, version) → what changed."""


@router.get("")
def show(request: Request, console: EditorDep, session: DirectorySessionDep, slug: str, done: str = "") -> HTMLResponse:
    """Everything known of the record."""
    return _record_page(request, console, session, slug, done=done)


@router.post("/verify")
def verify(
    request: Request, console: ActingEditorDep, session: DirectoryWriterDep, form: FormDep, slug: str
) -> Response:
    """Set the date of verification."""
    url = text_of(form, "url")

    def act(session: Session, slug: str, by: str, version: str) -> ChangeSet | None:
        return editing.verify(session, slug, by=by, version=version, url=values.web_address(url) if url else None)

    return _do(request, console, session, slug, form, act, "verified")


@router.post("/correct")
def correct(
    request: Request, console: ActingEditorDep, session: DirectoryWriterDep, form: FormDep, slug: str
) -> Response:
    """Correct the facts."""
    stored = flatten(_found(session, slug)[0])
    fields, faults = read_fields(form, stored)
    if faults:
        return _record_page(request, console, session, slug, typed=fields, faults=faults, status=422)

    def act(session: Session, slug: str, by: str, version: str) -> ChangeSet | None:
        return editing.correct(session, slug, fields, by=by, version=version)

    return _do(request, console, session, slug, form, act, "corrected", typed=fields)


@router.post("/translate")
def translate(
    request: Request, console: ActingEditorDep, session: DirectoryWriterDep, form: FormDep, slug: str
) -> Response:
    """Put the English text in place, as reviewed by a person."""
    typed = {"name_en": text_of(form, "name_en"), "summary_en": text_of(form, "summary_en")}

    def act(session: Session, slug: str, by: str, version: str) -> ChangeSet | None:
        return editing.translate(
            session, slug, name=typed["name_en"], summary=typed["summary_en"], by=by, version=version
        )

    return _do(request, console, session, slug, form, act, "translated", typed=typed)


@router.post("/retire")
def retire(
    request: Request, console: ActingEditorDep, session: DirectoryWriterDep, form: FormDep, slug: str
) -> Response:
    """Stop showing the record, or show it again."""
    back = form.get("back") == "yes"

    def act(session: Session, slug: str, by: str, version: str) -> ChangeSet | None:
        return editing.retire(session, slug, by=by, version=version, back=back)

    return _do(request, console, session, slug, form, act, "restored" if back else "retired")


def _do(request: Request, console: ConsoleSession, session: Session, slug: str, form: FormData, act: Act, done: str, *,
        typed: dict[str, Any] | None = None) -> Response:  # fmt: skip
    """Do it; what cannot be done comes back with what was typed and the reason."""
    try:
        changed = act(session, slug, console.counsellor.username, text_of(form, "version") or "")
    except editing.UnknownRecordError as error:
        raise NotFoundError from error
    except editing.StaleRecordError:
        return _record_page(request, console, session, slug, typed=typed, done="stale", status=409)
    except editing.InvalidEditError as error:
        return _record_page(request, console, session, slug, typed=typed, faults=error.faults, status=422)
    query = f"lang={language_of(request)}&done={done if changed else 'nothing'}"
    return RedirectResponse(f"/admin/records/{slug}?{query}", 303)


def _record_page(request: Request, console: ConsoleSession, session: Session, slug: str, *, done: str = "",
                 typed: dict[str, Any] | None = None, faults: list[Refusal] | None = None, status: int = 200
                 ) -> HTMLResponse:  # fmt: skip
    record, version = _found(session, slug)
    fields = flatten(record) | (typed or {})
    case = next((c for c in queue(session, Filter(q=slug, retired=record.status != "active")) if c.slug == slug), None)
    return page(
        request, "record", console=console, status=status, slug=slug, record=record, version=version, fields=fields,
        case=case, reports=reports_of(session, slug), history=list(reversed(history.record_history(session, slug))),
        faults=faults or [], done=done, spare_phones=SPARE_PHONES,
    )  # fmt: skip


def _found(session: Session, slug: str) -> tuple[Any, str]:
    try:
        return editing.read_record(session, slug)
    except editing.UnknownRecordError as error:
        raise NotFoundError from error
