"""Who is calling the admin area. Nothing here keeps the api's database while the directory's is written to."""

from typing import Annotated

from fastapi import Cookie, Depends, Request
from starlette.datastructures import FormData

from api.auth import service
from api.auth.models import EDITOR, ConsoleSession


def get_editor(request: Request, repere_console: Annotated[str | None, Cookie()] = None) -> ConsoleSession:
    """Return the editor's session; raise UnauthorisedError, or ForbiddenError for accounts without the role."""
    with request.app.state.sessions.begin() as session:
        console = service.find_session(session, repere_console)
    service.check_role(console.counsellor, EDITOR)
    return console


EditorDep = Annotated[ConsoleSession, Depends(get_editor)]


async def get_form(request: Request) -> FormData:
    """Return the form that was sent."""
    return await request.form(max_files=0, max_fields=500)


FormDep = Annotated[FormData, Depends(get_form)]


def get_acting_editor(console: EditorDep, form: FormDep) -> ConsoleSession:
    """Return the editor for what changes something; raise ForbiddenError without the form's CSRF token."""
    token = form.get("csrf_token")
    service.check_csrf(console, token if isinstance(token, str) else None)
    return console


ActingEditorDep = Annotated[ConsoleSession, Depends(get_acting_editor)]
