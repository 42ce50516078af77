"""The command line of the words."""

from statistics import mean

import typer

from cli.words.lint import check as find
from cli.words.lint import levels
from cli.words.sources import all_texts

app = typer.Typer(no_args_is_help=True, help="What Repère says, against docs/words.md.")


@app.callback()
def words() -> None:
    """What Repère says, against docs/words.md."""


@app.command()
def check() -> None:
    """Check every text that people read, in both languages; ends with 1 if something is to be mended."""
    texts = all_texts()
    found = find(texts)
    for fault in found:
        typer.echo(str(fault))
    ease = ", ".join(f"{language} {mean(levels(texts, language)):.1f}" for language in ("fr", "en"))
    typer.echo(f"{len(texts)} texts, {len(found)} to mend. Reading level: {ease}.")
    raise typer.Exit(1 if found else 0)
