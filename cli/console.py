"""`repere console …`: counsellors' accounts."""

from typing import Annotated

import typer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.auth.models import Counsellor
from api.auth.service import add_counsellor
from api.database import make_engine, make_session_factory, upgrade
from api.errors import ConflictError
from cli.errors import CommandError
from cli.paths import data_dir

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
) -> None:
    """Create an account; the password is asked for, or taken from REPERE_NEW_PASSWORD."""
    url = data_dir().database_url
    upgrade(url)
    sessions = make_session_factory(make_engine(url))
    try:
        with sessions.begin() as session:
            add_counsellor(session, username=username, name=name or username, password=password)
    except (ConflictError, ValueError) as error:
        raise CommandError(str(error)) from error
    typer.echo(f"{username} can now log in at /console.")


def count_counsellors(url: str) -> int:
    """Return how many accounts there are."""
    with Session(make_engine(url)) as session:
        return session.scalar(select(func.count()).select_from(Counsellor)) or 0
