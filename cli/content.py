"""`repere content`: what the bot may state, and what must be looked at again."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.actions.knowledge.library import library
from bot.actions.knowledge.records import FILE, FactsFileError, read_facts
from bot.actions.knowledge.review import check as check_facts
from cli.errors import CommandError

app = typer.Typer(help="Les faits sourcés que l'assistant peut dire.", no_args_is_help=True)
console = Console(highlight=False)
TITLES = {
    "low": "Jamais montrées (confiance faible)",
    "medium": "Montrées « à vérifier avec… » (confiance moyenne)",
    "stale": "À relire (date de révision passée)",
    "estimated_date": "Date estimée (la page n'en portait pas)",
}


@app.command()
def check(as_json: Annotated[bool, typer.Option("--json", help="Réponse en JSON, pour une machine.")] = False) -> None:
    """Dire quelles fiches sont en doute, à relire, ou à faire confirmer par une personne juriste."""
    try:
        facts = read_facts(FILE)
    except FactsFileError as error:
        raise CommandError(str(error)) from error
    found = check_facts(facts, datetime.now(UTC).date())
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


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Questions, une par ligne (JSON) : voir docs/knowledge.md.")],
    fit: Annotated[bool, typer.Option("--fit", help="Proposer aussi les poids, d'après la part « tuning ».")] = False,
) -> None:
    """Mesurer la recherche des faits : bonne fiche en premier, réponses justes, fausses, refus."""
    from cli.evaluation.facts import evaluate as measure
    from cli.evaluation.facts import fit_weights, read_questions

    index = library()
    if index is None:
        raise CommandError("facts.json ne peut pas servir : `repere content check` dit pourquoi.")
    questions = read_questions(file)
    table = Table("part", "genre", "nombre", "première", "juste", "fausse", "refus")
    for score in measure(index, questions):
        shares = (score.right_first, score.answered_right, score.answered_wrong, score.refused)
        table.add_row(score.split, score.kind, str(score.number), *(f"{share:.3f}" for share in shares))
    console.print(table)
    if fit:
        console.print(f"weights: {fit_weights(index, questions)}")
