"""The `repere` command."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import directory_changes, fairness  # noqa: F401 - they add their commands
from cli.availability import app as availability_app
from cli.console import app as console_app
from cli.content import app as content_app
from cli.directory import app as directory_app
from cli.errors import CommandError
from cli.paths import data_dir
from cli.words.command import app as words_app

if TYPE_CHECKING:
    from understanding.classes import Worth

_app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, help="Repère, from the command line.")
_app.add_typer(directory_app, name="directory")
_app.add_typer(console_app, name="console")
_app.add_typer(availability_app, name="availability")
_app.add_typer(words_app, name="words")
_app.add_typer(content_app, name="content")
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
def adapt(
    held_out: Annotated[bool, typer.Option(help="also train what measures and calibrates, without each fold")] = True,
    batch: Annotated[list[str] | None, typer.Option(help="Go on from the shipped network with these batches")] = None,
    acts: Annotated[
        bool, typer.Option("--acts", help="Train only the reader of what people do (no PyTorch, minutes)")
    ] = False,
    topics: Annotated[
        bool, typer.Option("--topics", help="Train only the reader of what people ask (no PyTorch, minutes)")
    ] = False,
    replies: Annotated[
        bool,
        typer.Option("--replies", help="Train only the reader of which reply or fact fits (PyTorch, 30 minutes)"),
    ] = False,
    further: Annotated[
        bool, typer.Option("--further", help="With --replies: go on from the shipped layers with the conversations")
    ] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Fit only the judge of whether an answer fits (no PyTorch, minutes)")
    ] = False,
    speaker: Annotated[
        bool, typer.Option("--speaker", help="Train only the reader of who speaks (no PyTorch, minutes)")
    ] = False,
    calls: Annotated[
        bool, typer.Option("--calls", help="Train only the reader of what a message calls for (no PyTorch, a minute)")
    ] = False,
    ours: Annotated[
        bool, typer.Option("--ours", help="Train only the reader of what is asked of this chat (no PyTorch, a minute)")
    ] = False,
    heads: Annotated[
        bool, typer.Option("--heads", help="With --batch: only the outputs that read the level (no PyTorch, minutes)")
    ] = False,
) -> None:
    """Train the encoder's upper layers on the sentences (PyTorch, an hour or more); `repere train` must follow."""
    if further and not replies:
        raise typer.BadParameter("--further goes with --replies")
    if acts:
        _learn_acts()
    if topics:
        _learn_topics()
    if replies:
        _learn_replies(further=further)
    elif judge:
        _learn_judge()
    if speaker:
        _learn_speaker()
    if calls:
        _learn_calls()
    if ours:
        _learn_ours()
    if acts or topics or replies or judge or speaker or calls or ours:
        return
    from cli.training import risk_records

    if heads:
        from cli.adapting.heads import refit

        refit(risk_records(), batch or [])
        return
    from cli.adapting.run import adapt as run
    from cli.adapting.run import go_on

    if batch:
        go_on(risk_records(), batch, lambda text: typer.echo(f"{text} …", err=True))
        return
    run(risk_records(), lambda text: typer.echo(f"{text} …", err=True), held_out=held_out)


def _learn_acts() -> None:
    from understanding.acts.corpus import read_examples
    from understanding.acts.training import train as learn

    acts, worth = learn(read_examples())
    acts.save()
    for act in worth:
        typer.echo(
            f"{act.act}: {act.sentences} sentences, found {act.recall:.2f}, right {act.precision:.2f}, "
            f"believed from {act.sure:.2f}"
        )


def _learn_topics() -> None:
    from understanding.topics.corpus import read_examples
    from understanding.topics.model import FILE
    from understanding.topics.training import train as learn

    topics, worth = learn(read_examples())
    topics.save(FILE)
    _tell_worth(worth, topics.heat)


def _learn_calls() -> None:
    from understanding.calls.corpus import read_examples
    from understanding.calls.reading import FILE
    from understanding.calls.training import train as learn

    calls, worth = learn(read_examples())
    calls.save(FILE)
    _tell_worth(worth, calls.heat)


def _learn_ours() -> None:
    from understanding.ours.corpus import read_examples
    from understanding.ours.reading import FILE
    from understanding.ours.training import train as learn

    ours, worth = learn(read_examples())
    ours.save(FILE)
    _tell_worth(worth, ours.heat)


def _learn_replies(*, further: bool) -> None:
    from cli.adapting.answers import go_on, learn

    (go_on if further else learn)(lambda text: typer.echo(f"{text} …", err=True))
    _learn_judge()


def _learn_judge() -> None:
    from bot.actions.written import Visitor, known_to
    from understanding.replies.corpus import read_live
    from understanding.replies.judge_training import learn_judge
    from understanding.replies.reading import trained_on

    judge = learn_judge(
        read_live(),
        lambda each: known_to(Visitor(who=each.who, unknown=each.unknown, minor=each.minor, begun=each.begun)),
        fingerprint=trained_on(),
    )
    judge.save()


def _learn_speaker() -> None:
    from understanding.risk.corpus import read_corpus
    from understanding.speaker.corpus import read_examples
    from understanding.speaker.reading import FILE
    from understanding.speaker.training import train as learn

    reader, worth = learn(read_examples(read_corpus()))
    reader.save(FILE)
    _tell_worth(worth, reader.heat)


def _tell_worth(worth: "list[Worth]", heat: float) -> None:
    for each in sorted(worth, key=lambda each: each.recall):
        typer.echo(f"{each.name}: {each.sentences} sentences, found {each.recall:.2f}, right {each.precision:.2f}")
    found = sum(each.recall * each.sentences for each in worth) / sum(each.sentences for each in worth)
    typer.echo(f"all: found {found:.3f}, heat {heat:.2f}")


@_app.command()
def analyse(data: DataDirOption = None) -> None:
    """Read JSON lines {id, text} and write each with its language, risk, need and place, in order."""
    from cli.analyse import analyse as run

    raise typer.Exit(run(data_dir(data)))


@_app.command()
def evaluate(
    file: Annotated[Path | None, typer.Argument(help="A JSON-lines file with the evaluation's fields")] = None,
    json_path: Annotated[Path | None, typer.Option("--json", help="Write the figures there, for machines")] = None,
    misses: Annotated[bool, typer.Option("--misses", help="List the ids of missed danger and of false alarms")] = False,
    latency: Annotated[bool, typer.Option(help="Also time the trained model on held-out sentences")] = True,
    card: Annotated[bool, typer.Option(help="Write docs/model-card.md (held-out batches only)")] = True,
    dialogues: Annotated[Path | None, typer.Option(help="Hold the labelled conversations of this file instead")] = None,
    url: Annotated[str, typer.Option(help="The running Repère that holds them")] = "http://127.0.0.1:8000",
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Beside FILE's figures, Rasa's default pipeline")
    ] = False,
    epochs: Annotated[int, typer.Option(min=1, help="Epochs of the default pipeline")] = 100,
    data: DataDirOption = None,
) -> None:
    """Score the understanding on a labelled file, or on the project's own held-out batches."""
    from rich.console import Console

    from cli.evaluation.run import Wish, evaluate_dialogues, write_json
    from cli.evaluation.run import evaluate as run

    console = Console(width=None if sys.stdout.isatty() else 160)
    if dialogues is not None:
        evaluate_dialogues(dialogues, url, console)
        return
    if baseline and file is None:
        raise CommandError("--baseline compares on a labelled file: repere evaluate --baseline FILE")
    report = run(data_dir(data), file, Wish(json_path, misses, latency, card), console)
    if baseline and file is not None:
        from cli.evaluation.baseline import compare

        sides = compare(data_dir(data), file, report, console, epochs=epochs)
        if json_path is not None:
            write_json(json_path, {**report.as_dict(), "baseline": sides.as_dict()})


@_app.command()
def corpus(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; fail if the page is stale")] = False,
) -> None:
    """Check the training sentences and write docs/training-data.md, the grid of what they cover."""
    from cli.corpus.command import corpus as run

    typer.echo(run(check=check))


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
