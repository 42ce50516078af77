"""`repere availability …`: shelters' links and keys, their limits, and the reminders that are due."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile
from typing import Annotated, Literal

import typer
from sqlalchemy.orm import Session

from api.availability import credentials, reminders, repository
from api.availability.repository import Named
from api.database import make_engine, make_session_factory, upgrade
from api.errors import NotFoundError
from cli.errors import CommandError
from cli.paths import DataDir, data_dir
from resources_db.availability import limits_of, read_counts
from resources_db.database import upgrade as upgrade_directory
from resources_db.models import ShelterReporting

app = typer.Typer(no_args_is_help=True, help="Places that shelters report.")
ServiceArgument = Annotated[str, typer.Argument(metavar="SERVICE", help="The service's id, or its record's (slug)")]
BaseUrl = Annotated[str, typer.Option(envvar="REPERE_PUBLIC_URL", help="Where the site is, as shelters reach it")]
LOCAL = "http://127.0.0.1:8000"


def availability_secret(data: DataDir) -> str:
    """Return what signs the reminders' links: REPERE_AVAILABILITY_SECRET, or a file made once in the data directory."""
    given = os.environ.get("REPERE_AVAILABILITY_SECRET")
    if given:
        return given
    path = data.path / "availability.secret"
    if not path.exists():
        data.path.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=data.path) as made:  # private to its owner, and whole when it takes its name
            made.write(token_urlsafe(32).encode())
            made.flush()
            with suppress(FileExistsError):
                path.hardlink_to(made.name)
    return path.read_text("ascii")


@contextmanager
def _database() -> Iterator[Session]:
    url = data_dir().database_url
    upgrade_directory(url)
    upgrade(url)
    engine = make_engine(url)
    try:
        with make_session_factory(engine).begin() as session:
            yield session
    except NotFoundError as error:
        raise CommandError(error.detail) from error
    finally:
        engine.dispose()


@app.command()
def link(service: ServiceArgument, base_url: BaseUrl = LOCAL) -> None:
    """Print a new personal link; the earlier one stops working. It is shown once."""
    with _database() as session:
        found = credentials.find_service(session, service)
        token = credentials.issue(session, service_id=found.service_id, kind="link")
    typer.echo(f"{found.name}\n{base_url.rstrip('/')}/places/{token}")


@app.command()
def key(service: ServiceArgument) -> None:
    """Print a new key for the shelter's own program; earlier keys go on until revoked. It is shown once."""
    with _database() as session:
        found = credentials.find_service(session, service)
        token = credentials.issue(session, service_id=found.service_id, kind="key")
    typer.echo(f"{found.name}\nPUT /v1/availability/{found.service_id}\nAuthorization: Bearer {token}")


@app.command()
def revoke(
    service: ServiceArgument,
    only: Annotated[Literal["link", "key"] | None, typer.Option(help="Revoke these alone")] = None,
) -> None:
    """Revoke the shelter's link and keys; nothing can be reported with them from then on."""
    with _database() as session:
        found = credentials.find_service(session, service)
        count = credentials.revoke(session, service_id=found.service_id, kind=only)
    typer.echo(f"{found.name}: {count} revoked.")


@app.command()
def limits(
    service: ServiceArgument,
    confirm_after: Annotated[int | None, typer.Option(min=1, help="Minutes until a count is to be confirmed")] = None,
    hide_after: Annotated[int | None, typer.Option(min=1, help="Minutes until visitors stop seeing it")] = None,
    remind_to: Annotated[str | None, typer.Option(help="Where the gateway sends reminders; '' for none")] = None,
) -> None:
    """Set the shelter's own limits of age and where it is reminded; what is not given stays."""
    with _database() as session:
        found = credentials.find_service(session, service)
        shelter = repository.enable(session, found.service_id)
        confirm = confirm_after or shelter.confirm_after
        hide = hide_after or shelter.hide_after
        if confirm is not None and hide is not None and hide < confirm:
            raise CommandError("A count is hidden after it is to be confirmed, not before.")
        shelter.confirm_after, shelter.hide_after = confirm, hide
        if remind_to is not None:
            shelter.remind_to = remind_to or None
        text = _limits(shelter)
    typer.echo(f"{found.name}: {text}")


@app.command("list")
def list_(service: Annotated[str | None, typer.Argument(metavar="[SERVICE]")] = None) -> None:
    """Print the shelters that report: counts, age, limits, links and keys."""
    with _database() as session:
        wanted = credentials.find_service(session, service).service_id if service else None
        lines = [
            _line(session, credentials.find_service(session, shelter.id), shelter)
            for shelter in repository.shelters(session)
            if wanted in (None, shelter.id)
        ]
    typer.echo("\n".join(lines) or "No shelter reports its places yet: repere availability link SERVICE")


@app.command("reminders")
def reminders_(
    base_url: BaseUrl = LOCAL,
    sent: Annotated[
        bool, typer.Option("--sent", help="Mark what is printed as handed over: it is not printed again")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, for a mail or text gateway")] = False,
) -> None:
    """Print the reminders that are due, with their signed links; this sends nothing."""
    secret = availability_secret(data_dir())
    with _database() as session:
        due = reminders.fill_outbox(session)
        messages = [reminders.message(session, reminder, base_url=base_url, secret=secret) for reminder in due]
        if sent:
            reminders.mark_sent(session, due)
    for message in messages:
        if as_json:
            typer.echo(json.dumps(message, ensure_ascii=False))
        else:
            typer.echo(f"{message['to'] or '?'}\n{message['text']['fr']}\n{message['text']['en']}\n")


def _line(session: Session, service: Named, shelter: ShelterReporting) -> str:
    counts = "; ".join(
        f"{c.available} of {c.maximum or '?'} {c.unit}, {c.updated_at:%Y-%m-%d %H:%M} UTC ({c.freshness})"
        for c in read_counts(session).get(service.service_id, ())
    )
    live = [credential.kind for credential in repository.credentials(session, service.service_id)]
    access = f"{live.count('link')} link, {live.count('key')} key"
    return f"{service.slug}  {service.service_id}\n  {counts or 'never reported'}\n  {_limits(shelter)}; {access}"


def _limits(shelter: ShelterReporting) -> str:
    chosen = limits_of(shelter.confirm_after, shelter.hide_after)
    return f"to confirm after {chosen.confirm_after} min, hidden after {chosen.hide_after} min"
