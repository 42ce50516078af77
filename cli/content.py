"""`repere content`: what the bot may state, and what must be looked at again."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.actions.knowledge.library import shipped_index
from cli.directory import DEFAULT_URL, DatabaseUrl
from cli.errors import CommandError
from resources_db.database import make_engine, make_session_factory
from resources_db.knowledge.current import standings
from resources_db.knowledge.records import FILE, FactsFileError, read_facts
from resources_db.knowledge.repository import newest
from resources_db.knowledge.review import check as check_facts
from resources_db.models import FactVersion

app = typer.Typer(help="Les faits sourcés que l'assistant peut dire.", no_args_is_help=True)
console = Console(highlight=False)
TITLES = {
    "low": "Jamais montrées (confiance faible)",
    "medium": "Montrées « à vérifier avec… » (confiance moyenne)",
    "stale": "À relire (date de révision passée)",
    "estimated_date": "Date estimée (la page n'en portait pas)",
    "corrected": "Corrigées dans l'espace d'administration",
    "on_older_text": "Corrigées sur un texte que le fichier a changé depuis",
}


@app.command()
def check(
    as_json: Annotated[bool, typer.Option("--json", help="Réponse en JSON, pour une machine.")] = False,
    database_url: DatabaseUrl = DEFAULT_URL,
) -> None:
    """Dire quelles fiches, corrections comprises, sont en doute, à relire, ou à montrer à une personne juriste."""
    try:
        shipped = read_facts(FILE)
    except FactsFileError as error:
        raise CommandError(str(error)) from error
    facts = standings(shipped, _corrections(database_url))
    found = check_facts([standing.fact for standing in facts], datetime.now(UTC).date())
    found["corrected"] = [standing.fact.id for standing in facts if standing.corrected]
    found["on_older_text"] = [standing.fact.id for standing in facts if standing.on_older_text]
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    console.print(f"[bold]{len(facts)}[/bold] fiches")
    for name, title in TITLES.items():
        console.print(f"[bold]{title}[/bold] : {len(found[name])}")
        console.print("  " + ", ".join(found[name]), style="dim")
    console.print("[bold]À faire relire par une personne juriste avant l'ouverture, le plus urgent d'abord[/bold]")
    for number, item in enumerate(found["lawyer"], start=1):
        console.print(f"  {number}. {item['what']}")
        console.print("     " + ", ".join(item["records"]), style="dim")


def _corrections(url: str) -> Mapping[str, FactVersion]:
    """Return what editors corrected; nothing where no database was made yet, nor (said) where it does not answer."""
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and not Path(place.database or "").exists():
        return {}
    engine = make_engine(url)
    try:
        with make_session_factory(engine)() as session:
            return newest(session)
    except SQLAlchemyError as error:
        typer.echo(
            f"La base ne répond pas ({type(error).__name__}) : fiches du fichier, sans les corrections.", err=True
        )
        return {}
    finally:
        engine.dispose()


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Questions, une par ligne (JSON) : voir docs/knowledge.md.")],
    fit: Annotated[bool, typer.Option("--fit", help="Proposer aussi les poids, d'après la part « tuning ».")] = False,
) -> None:
    """Mesurer la recherche des faits du fichier : bonne fiche en premier, réponses justes, fausses, refus."""
    from cli.evaluation.facts import evaluate as measure
    from cli.evaluation.facts import fit_weights, read_questions

    try:
        index = shipped_index()
    except FactsFileError as error:
        raise CommandError(str(error)) from error
    questions = read_questions(file)
    table = Table("part", "genre", "nombre", "première", "juste", "fausse", "refus")
    for score in measure(index, questions):
        shares = (score.right_first, score.answered_right, score.answered_wrong, score.refused)
        table.add_row(score.split, score.kind, str(score.number), *(f"{share:.3f}" for share in shares))
    console.print(table)
    if fit:
        console.print(f"weights: {fit_weights(index, questions)}")
