"""The sourced facts in the admin area: what must be read again, and what an editor may do to a fact."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, StringConstraints
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from api.admin.dependencies import ActingEditorDep, EditorDep, FormDep
from api.admin.fact_forms import SPARE_SOURCES, label_of, read_fact, read_kept
from api.admin.forms import text_of
from api.admin.pages import Pages, language_of, page
from api.auth.models import ConsoleSession
from api.dependencies import DirectorySessionDep, DirectoryWriterDep
from api.errors import NotFoundError, RepereError
from api.web.routes import words_of
from resources_db.knowledge import editing
from resources_db.knowledge.current import EDITABLE, Standing, as_record, read_standings
from resources_db.knowledge.listing import STATES, Filter, cases, counts, states
from resources_db.knowledge.records import FactsFileError
from resources_db.knowledge.review import confirmed_by, lawyer_items, review_date
from resources_db.models import FactVersion
from resources_db.search import resource_by_slug

PER_PAGE = 50
router = APIRouter(prefix="/facts", default_response_class=HTMLResponse, route_class=Pages)
Do = Callable[[str, str, str | None], FactVersion | None]
"""(who, mark of what was read, why) → what changed."""


class ListParams(BaseModel):
    """What to show of the list; blank is as good as none."""

    q: Annotated[str, StringConstraints(max_length=100)] = ""
    topic: Annotated[str, StringConstraints(max_length=30)] = ""
    state: Annotated[str, StringConstraints(max_length=20)] = ""
    page: Annotated[int, Query(ge=1, le=1000)] = 1
    lang: str = "fr"


@dataclass(frozen=True)
class Answer:
    """What a fact's page says of the last act: how it went, what was typed and what is wrong in it."""

    done: str = ""
    typed: dict[str, Any] = field(default_factory=dict)
    faults: tuple[editing.Fault, ...] = ()
    status: int = 200


def count_due(session: Session) -> int | None:
    """Return how many facts are past their review date, None when their file cannot be used."""
    try:
        return counts(read_standings(session), datetime.now(UTC).date())["stale"]
    except FactsFileError:
        return None


@router.get("")
def show_list(
    request: Request, console: EditorDep, session: DirectorySessionDep, params: Annotated[ListParams, Query()]
) -> HTMLResponse:
    """The facts, those to read again first."""
    facts, today = _standings(session), datetime.now(UTC).date()
    found = cases(facts, Filter(params.q or None, params.topic or None, params.state or None), today)
    start = (params.page - 1) * PER_PAGE
    following = params.model_dump() | {"page": params.page + 1, "lang": language_of(request)}
    return page(request, "facts", console=console, said=_words(request), params=params, states=STATES,
                cases=found[start : start + PER_PAGE], total=len(found), counts=counts(facts, today), today=today,
                next_href=f"/admin/facts?{urlencode(following)}" if start + PER_PAGE < len(found) else None,
                )  # fmt: skip


@router.get("/{fact_id}")
def show(
    request: Request, console: EditorDep, session: DirectorySessionDep, fact_id: str, done: str = ""
) -> HTMLResponse:
    """Everything known of a fact."""
    return _fact_page(request, console, session, fact_id, Answer(done))


@router.post("/{fact_id}/confirm")
def confirm(
    request: Request, console: ActingEditorDep, session: DirectoryWriterDep, form: FormDep, fact_id: str
) -> Response:
    """Say that the fact was read again and is right."""
    kept = read_kept(form)

    def act(by: str, mark: str, why: str | None) -> FactVersion | None:
        return editing.confirm(session, fact_id, kept=kept, by=by, mark=mark, why=why)

    return _do(request, console, session, fact_id, form, act, "confirmed", {"kept": kept})


@router.post("/{fact_id}/correct")
def correct(
    request: Request, console: ActingEditorDep, session: DirectoryWriterDep, form: FormDep, fact_id: str
) -> Response:
    """Correct the fact."""
    fields = read_fact(form)

    def act(by: str, mark: str, why: str | None) -> FactVersion | None:
        return editing.correct(session, fact_id, fields, by=by, mark=mark, why=why)

    return _do(request, console, session, fact_id, form, act, "corrected", fields)


@router.post("/{fact_id}/return")
def take_back(
    request: Request, console: ActingEditorDep, session: DirectoryWriterDep, form: FormDep, fact_id: str
) -> Response:
    """Put an earlier version in force again, or the file's text."""
    to = text_of(form, "version") or ""
    if not (to.isascii() and to.isdigit() and len(to) < 9):
        raise NotFoundError

    def act(by: str, mark: str, why: str | None) -> FactVersion | None:
        return editing.take_back(session, fact_id, to=int(to), by=by, mark=mark, why=why)

    return _do(request, console, session, fact_id, form, act, "returned", {})


def _do(request: Request, console: ConsoleSession, session: Session, fact_id: str, form: FormData, act: Do, done: str,
        typed: dict[str, Any]) -> Response:  # fmt: skip
    """Do it; what cannot be done comes back with what was typed and the reason."""
    why = text_of(form, "why")
    typed = typed | {"why": why}
    try:
        changed = act(console.counsellor.username, text_of(form, "mark") or "", why)
    except editing.UnknownFactError as error:
        raise NotFoundError from error
    except editing.StaleFactError:
        answer = Answer("stale", typed, status=409)
    except editing.InvalidFactError as error:
        answer = Answer("", typed, tuple(error.faults), status=422)
    except editing.FactsNotReadyError:
        answer = Answer("not_ready", typed, status=503)
    else:
        query = f"lang={language_of(request)}&done={done if changed else 'nothing'}"
        return RedirectResponse(f"/admin/facts/{fact_id}?{query}", 303)
    return _fact_page(request, console, session, fact_id, answer)


def _fact_page(
    request: Request, console: ConsoleSession, session: Session, fact_id: str, answer: Answer
) -> HTMLResponse:
    said, today = _words(request), datetime.now(UTC).date()
    standing = _standing(session, fact_id)
    fact, slug = standing.fact, confirmed_by(standing.fact)
    resource = resource_by_slug(session, slug)
    record = as_record(fact)
    fields = {name: record[name] for name in EDITABLE} | {"kept": range(len(fact.sources)), "why": None} | answer.typed
    return page(
        request, "fact", console=console, status=answer.status, said=said, standing=standing, fact=fact,
        fields=fields, states=states(standing, today), review_on=review_date(fact), lawyer=lawyer_items(fact_id),
        service=slug, service_name=resource.to_dict(language_of(request))["name"] if resource else None,
        history=editing.read_history(session, fact_id), done=answer.done, longest=editing.LONGEST,
        faults=[(fault.field, label_of(fault.field, said), said["faults"][fault.code]) for fault in answer.faults],
        faulty={fault.field for fault in answer.faults}, spare_sources=SPARE_SOURCES,
    )  # fmt: skip


def _standing(session: Session, fact_id: str) -> Standing:
    found = next((standing for standing in _standings(session) if standing.fact.id == fact_id), None)
    if found is None:
        raise NotFoundError
    return found


def _standings(session: Session) -> tuple[Standing, ...]:
    try:
        return read_standings(session)
    except FactsFileError as error:
        raise RepereError("The facts' file cannot be used: repere content check says why.") from error


def _words(request: Request) -> dict[str, Any]:
    return words_of("admin_facts", language_of(request))
