"""`repere console …`: counsellors' accounts."""

from typing import Annotated

import typer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.auth.models import COUNSELLOR, EDITOR, ROLES, Counsellor
from api.auth.service import add_counsellor, set_roles
from api.database import make_engine, make_session_factory, upgrade
from api.errors import ConflictError, NotFoundError
from cli.errors import CommandError
from cli.paths import data_dir

RoleOption = Annotated[list[str], typer.Option("--role", help=f"{' | '.join(ROLES)}; may be repeated")]
app = typer.Typer(no_args_is_help=True, help="Counsellors' accounts.")


@app.callback()
def group() -> None:
    """Counsellors' accounts."""


@app.command("add-user")
def add_user(
    username: Annotated[str, typer.Argument(help="What the counsellor types to log in")],
    name: Annotated[str | None, typer.Option(help="What visitors see; the username if absent")] = None,
    password: Annotated[
        str,
        typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, envvar="REPERE_NEW_PASSWORD"),
    ] = "",
    role: RoleOption = [COUNSELLOR],  # noqa: B006 - typer copies it
) -> None:
    """Create an account; the password is asked for, or taken from REPERE_NEW_PASSWORD."""
    url = data_dir().database_url
    upgrade(url)
    sessions = make_session_factory(make_engine(url))
    try:
        with sessions.begin() as session:
            add_counsellor(session, username=username, name=name or username, password=password, roles=role)
    except (ConflictError, ValueError) as error:
        raise CommandError(str(error)) from error
    pages = [page for name, page in ((COUNSELLOR, "/console"), (EDITOR, "/admin")) if name in role]
    typer.echo(f"{username} can now log in at {' and '.join(pages)}.")


@app.command("set-roles")
def change_roles(username: Annotated[str, typer.Argument(help="An account")], role: RoleOption) -> None:
    """Replace what an account may do: counsellors read conversations, editors keep the directory."""
    url = data_dir().database_url
    upgrade(url)
    try:
        with make_session_factory(make_engine(url)).begin() as session:
            set_roles(session, username=username, roles=role)
    except (NotFoundError, ValueError) as error:
        raise CommandError(str(error)) from error
    typer.echo(f"{username}: {', '.join(role)}.")


def count_counsellors(url: str) -> int:
    """Return how many accounts there are."""
    with Session(make_engine(url)) as session:
        return session.scalar(select(func.count()).select_from(Counsellor)) or 0
