"""The `repere` command."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli import directory_changes, fairness  # noqa: F401 - they add their commands
from cli.availability import app as availability_app
from cli.console import app as console_app
from cli.directory import app as directory_app
from cli.errors import CommandError
from cli.paths import data_dir

_app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Repère, from the command line.")
_app.add_typer(directory_app, name="directory")
_app.add_typer(console_app, name="console")
_app.add_typer(availability_app, name="availability")
DataDirOption = Annotated[Path | None, typer.Option("--data-dir", help="Where everything that runs is kept [var]")]


@_app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address that the pages listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    data: DataDirOption = None,
) -> None:
    """Run everything: installs, migrates, imports and trains what is missing, then serves until Ctrl-C."""
    from cli.serve.run import serve as run

    run(data=data_dir(data), host=host, port=port)


@_app.command()
def migrate(data: DataDirOption = None) -> None:
    """Bring the databases to the newest migration and the directory to the shipped records."""
    from cli.serve.run import prepare_databases

    prepare_databases(data_dir(data))


@_app.command()
def train(
    force: Annotated[bool, typer.Option(help="Train even if nothing changed")] = False, data: DataDirOption = None
) -> None:
    """Train the risk assessment and the assistant, where their data or configuration changed."""
    from cli import bot_environment
    from cli.training import ensure_model

    if not bot_environment.is_installed():
        typer.echo("installing Rasa's environment …", err=True)
        bot_environment.install()
    path = ensure_model(data_dir(data), lambda text: typer.echo(f"{text} …", err=True), force=force)
    typer.echo(path)


@_app.command()
def adapt() -> None:
    """Train the encoder's upper layers on the sentences (PyTorch, an hour or more); `repere train` must follow."""
    from cli.adapting.run import adapt as run
    from cli.training import risk_records

    run(risk_records(), lambda text: typer.echo(f"{text} …", err=True))


@_app.command()
def analyse(data: DataDirOption = None) -> None:
    """Read JSON lines {id, text} and write each with its language, risk, need and place, in order."""
    from cli.analyse import analyse as run

    raise typer.Exit(run(data_dir(data)))


@_app.command()
def evaluate(
    file: Annotated[Path | None, typer.Argument(help="A JSON-lines file with the evaluation's fields")] = None,
    data: DataDirOption = None,
) -> None:
    """Score the understanding on a labelled file, or the risk assessment on hands it never saw."""
    from cli.evaluation.run import evaluate as run

    run(data_dir(data), file)


@_app.command()
def purge(
    days: Annotated[int, typer.Option(min=1, help="Erase conversations silent for longer [REPERE_RETENTION_DAYS]")] = 0,
    data: DataDirOption = None,
) -> None:
    """Erase old conversations for good."""
    from api.settings import get_settings
    from cli.purge import purge as run

    conversations, orphans = run(data_dir(data), days=days or get_settings().retention_days)
    typer.echo(f"{conversations} conversations and {orphans} forgotten trackers erased.")


def app() -> None:
    """Run the command; errors that a person can act on are printed without a traceback."""
    try:
        _app()
    except CommandError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
