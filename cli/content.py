"""`repere content`: what the bot may state, and what must be looked at again."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

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


@app.callback()
def _group() -> None:
    """Keep `check` a command of its own."""


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
