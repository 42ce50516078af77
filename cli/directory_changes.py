"""`repere directory import · history · undo`: what changes the directory, and what changed it."""

from getpass import getuser
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlalchemy.exc import OperationalError

from cli.directory import DEFAULT_URL, AsJson, DatabaseUrl, app, console, open_session, print_json
from resources_db.history import (
    UndoRefusedError,
    UnknownChangeError,
    change_sets,
    changes_in,
    record_history,
)
from resources_db.history import (
    undo as undo_change,
)
from resources_db.importing import DEFAULT_FILE, FORMATS, DirectoryFileError, ImportReport, import_file

ByOption = Annotated[str | None, typer.Option("--by", help="Qui fait ce changement [le nom de la session].")]
SHOWN = 60
LONG = 80


def _who(by: str | None) -> str:
    return by or getuser()


def _fail(message: str, code: int) -> typer.Exit:
    Console(stderr=True).print(f"[red]{escape(message)}[/red]")
    return typer.Exit(code)


@app.command("import")
def import_(
    file: Annotated[
        Path, typer.Argument(help="Fichier JSON, CSV, XLSX, ou paquet HSDS (dossier ou zip).")
    ] = DEFAULT_FILE,
    format_: Annotated[str, typer.Option("--format", help=" | ".join(FORMATS))] = "auto",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Montrer la différence sans rien écrire.")] = False,
    losses: Annotated[
        bool, typer.Option("--losses", help="Permettre à un fichier de retirer beaucoup de fiches ou de numéros.")
    ] = False,
    by: ByOption = None,
    database_url: DatabaseUrl = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Importer des fiches. Sort avec 1 si des fiches sont refusées, 2 si rien n'a pu être lu ou écrit."""
    if format_ not in FORMATS:
        raise _fail(f"format inconnu : {format_} ({', '.join(FORMATS)})", 2)
    try:
        with open_session(database_url) as session:
            report = import_file(session, path=file, format_=format_, dry_run=dry_run, by=_who(by), losses=losses)
    except DirectoryFileError as error:
        raise _fail(str(error), 2) from error
    except OperationalError as error:
        raise _fail(f"la base n'a pas pu écrire, rien n'est changé : {_first(error).orig}", 2) from error
    print_json(report.to_dict()) if as_json else _show(report)
    if report.refused:
        raise typer.Exit(1)


def _first(error: OperationalError) -> OperationalError:
    """Return what went wrong first: a full disk also loses the savepoint to which the program then wants to go back."""
    while isinstance(error.__context__, OperationalError):
        error = error.__context__
    return error


def _show(report: ImportReport) -> None:
    heading = "Essai, rien n'est écrit" if report.dry_run else f"Import {report.change_set or 'sans changement'}"
    console.print(
        f"[bold]{heading}[/bold] ({report.format}) : {report.read} fiches lues, {len(report.added)} ajoutées, "
        f"{len(report.updated)} modifiées, {report.unchanged} inchangées, {len(report.missing)} absentes du fichier "
        f"(gardées), {len(report.refused)} refus ({report.seconds} s)"
    )
    for warning in report.warnings:
        console.print(f"[yellow]{escape(warning)}[/yellow]")
    if report.added:
        console.print(f"Nouvelles : {_some(report.added)}")
    if report.missing:
        console.print(f"Absentes du fichier : {_some(report.missing)}")
    _table("Changements", ("fiche", "champ", "avant", "après"), [
        (slug, change.field, change.before, change.after)
        for slug, changes in report.differences.items() for change in changes
    ])  # fmt: skip
    _table("Gardé tel quel", ("fiche", "champ", "en place", "dans le fichier", "raison"),
           [(kept.id, kept.field, kept.stored, kept.offered, kept.reason) for kept in report.kept])  # fmt: skip
    _table("Refusé", ("fiche", "champ", "raison"), [(r.id, r.field, r.reason) for r in report.refused])


def _some(names: list[str]) -> str:
    more = f" et {len(names) - SHOWN} autres" if len(names) > SHOWN else ""
    return escape(", ".join(names[:SHOWN])) + more


def _table(title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    if not rows:
        return
    table = Table(*columns, title=f"{title} ({len(rows)})")
    for row in rows[: SHOWN * 5]:
        table.add_row(*(escape(_short(cell)) for cell in row))
    console.print(table)
    if len(rows) > SHOWN * 5:
        console.print(f"… et {len(rows) - SHOWN * 5} autres : --json les donne tous.")


def _short(value: Any) -> str:
    text = "" if value is None else str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…"


@app.command()
def history(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Une fiche, ou un import; rien : les derniers.")
    ] = None,
    database_url: DatabaseUrl = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Dire qui a changé quoi, et quand."""
    with open_session(database_url) as session:
        if id_ is None:
            found = change_sets(session)
        else:
            try:
                found = changes_in(session, id_)
            except UnknownChangeError:
                found = record_history(session, id_)
    if as_json:
        print_json([{name: _plain(value) for name, value in row.items()} for row in found])
    elif id_ is None:
        _table("Changements", ("id", "quand", "qui", "quoi", "origine", "fichier", "fiches", "annulé par"),
               [_act_cells(row) for row in found])  # fmt: skip
    else:
        _table(id_, ("fiche", "quand", "qui", "dans", "champ", "avant", "après"), [_entry_cells(row) for row in found])
    if not found:
        console.print("Aucun changement.")


def _act_cells(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["id"], _when(row["at"]), row["by"], row["kind"], row["origin"], row["file"], row["records"],
            row["undone_by"])  # fmt: skip


def _entry_cells(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["slug"] or row["owner_id"], _when(row["last_action_date"]), row["updated_by"], row["change_set_id"],
            row["field_name"], row["previous_value"], row["replacement_value"])  # fmt: skip


def _when(moment: Any) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


@app.command()
def undo(
    change: Annotated[str, typer.Argument(metavar="IMPORT", help="L'identifiant donné par `history`.")],
    by: ByOption = None,
    database_url: DatabaseUrl = DEFAULT_URL,
) -> None:
    """Reprendre les valeurs d'avant un import ou une correction; refusé si un changement plus récent y a touché."""
    try:
        with open_session(database_url) as session:
            act = undo_change(session, change, by=_who(by))
            act_id = act.id
    except UnknownChangeError as error:
        raise _fail(f"aucun changement ne s'appelle {change}", 2) from error
    except UndoRefusedError as error:
        raise _fail(
            "Refusé, rien n'est annulé :\n" + "\n".join(f"- {reason}" for reason in error.reasons), 1
        ) from error
    console.print(f"{change} est annulé (changement {act_id}).")
