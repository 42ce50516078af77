"""`repere directory`: see what the directory lacks, count what it holds (importing is in `directory_changes`)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from resources_db import reports
from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.hsds.export import ExportError, Format, export
from resources_db.importing import ImportReport, import_file

app = typer.Typer(help="Le répertoire des organismes.", no_args_is_help=True)
console = Console()
DatabaseUrl = Annotated[
    str, typer.Option("--database-url", envvar="REPERE_DATABASE_URL", help="Base de données du répertoire.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Réponse en JSON, pour une machine.")]
Language = Literal["fr", "en"]
DEFAULT_URL = "sqlite:///var/repere.db"


@contextmanager
def open_session(url: str) -> Iterator[Session]:
    upgrade(url)
    engine: Engine = make_engine(url)
    try:
        with make_session_factory(engine).begin() as session:
            yield session
    finally:
        engine.dispose()


def import_shipped(url: str) -> ImportReport:
    """Migrate the database and load the file that ships with the program; a database up to date is left as it is."""
    with open_session(url) as session:
        return import_file(session, losses=True)


def print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


@app.command("export")
def export_(
    to: Annotated[Path, typer.Option("--to", help="Fichier JSON; ou dossier ou fichier .zip des tables CSV.")],
    form: Annotated[Format, typer.Option("--format", help="Un seul JSON, ou un paquet de données HSDS.")] = "hsds-json",
    language: Annotated[
        Language, typer.Option("--language", help="Langue des mots; l'autre suit en traductions.")
    ] = "fr",
    database_url: DatabaseUrl = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Écrire au format HSDS 3.1 ce que tout le monde peut voir. Sort avec 2 si l'endroit ne peut servir."""
    try:
        with open_session(database_url) as session:
            counts = export(session, form=form, to=to, language=language)
    except ExportError as error:
        Console(stderr=True).print(f"[red]{error}[/red]")
        raise typer.Exit(2) from error
    if as_json:
        print_json(counts)
        return
    console.print(f"{to} : " + ", ".join(f"{count} {name}" for name, count in counts.items() if count))


@app.command()
def check(database_url: DatabaseUrl = DEFAULT_URL, as_json: AsJson = False) -> None:
    """Dire ce qui manque ou ce qui est en doute, fiche par fiche."""
    with open_session(database_url) as session:
        holes = reports.check(session)
    if as_json:
        print_json(holes)
        return
    for name, slugs in holes.items():
        console.print(f"[bold]{reports.CHECK_TITLES[name]}[/bold] : {len(slugs)}")
        console.print("  " + ", ".join(slugs), style="dim")


@app.command()
def stats(database_url: DatabaseUrl = DEFAULT_URL, as_json: AsJson = False) -> None:
    """Compter les fiches par région, par genre et par service."""
    with open_session(database_url) as session:
        counts = reports.stats(session)
    if as_json:
        print_json(counts)
        return
    console.print(f"[bold]{counts['records']}[/bold] fiches")
    for name in ("region", "kind", "service"):
        table = Table(name, "fiches", "numéro visible")
        for key, row in counts[name].items():
            table.add_row(key, str(row["records"]), str(row["with_visible_phone"]))
        console.print(table)
