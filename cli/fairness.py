"""`repere directory fairness`: which regions and audiences are poorly served."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from cli.directory import DEFAULT_URL, AsJson, DatabaseUrl, app, console, open_session, print_json
from resources_db import fairness as report
from resources_db.geography import regions


@app.command()
def fairness(
    output: Annotated[Path | None, typer.Option("--output", help="Écrire le rapport entier (Markdown) ici.")] = None,
    database_url: DatabaseUrl = DEFAULT_URL,
    as_json: AsJson = False,
) -> None:
    """Compter, par région et par public, qui répond à chaque besoin, et dire où il n'y a personne."""
    with open_session(database_url) as session:
        cells = report.fairness(session)
    if output is not None:
        output.write_text(report.to_markdown(cells), encoding="utf-8")
        console.print(f"{output} : {len(cells)} combinaisons")
    elif as_json:
        print_json(report.to_plain(cells))
    else:
        _show(cells)


def _show(cells: list[report.Cell]) -> None:
    data = report.fairness_data()
    within = data["poor"]["within_km"]
    title = f"Besoins sans organisme à moins de {within} km de la plus grande ville"
    table = Table("région", *(about["fr"] for about in data["audiences"].values()), title=title)
    for code, region in regions().items():
        poor = [cell for cell in cells if cell.region == code and cell.poor]
        lacking = [
            ", ".join(data["needs"][cell.need]["fr"] for cell in poor if cell.audience == name)
            for name in data["audiences"]
        ]
        table.add_row(region.name_fr, *(text or "–" for text in lacking))
    console.print(table)
