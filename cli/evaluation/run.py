"""`repere evaluate`: the figures of a labelled file through the trained model, or of the held-out batches."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from cli import bot_environment
from cli.errors import CommandError
from cli.evaluation import dialogues
from cli.evaluation.cases import held_out_cases, served_cases
from cli.evaluation.labelled import read_labelled
from cli.evaluation.reader_sets import score_readers
from cli.evaluation.report import Report, make_report
from cli.evaluation.served import Latency, Served, analyse
from cli.evaluation.tables import show, show_dialogues, show_misses
from cli.labels import load_labels
from cli.paths import DataDir
from cli.training import ensure_model, risk_is_trained, risk_records
from understanding.risk.fingerprint import fingerprint

TIMED = 300
"""Training sentences analysed one by one to measure the answer time."""
_SEED = 20261124
HELD_OUT = "held-out batches"


@dataclass(frozen=True)
class Wish:
    """What to write besides the tables."""

    json_path: Path | None = None
    misses: bool = False
    latency: bool = True
    card: bool = True


def evaluate(data: DataDir, file: Path | None, wish: Wish, console: Console) -> Report:
    """Print the tables and write what is wished; raise CommandError if the file cannot be read."""
    report = _held_out(data, wish, console) if file is None else evaluate_file(data, file, console)
    show(console, report)
    if wish.misses:
        show_misses(console, report.misses)
    if wish.json_path is not None:
        write_json(wish.json_path, report.as_dict())
        console.print(f"written: {wish.json_path}")
    return report


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write figures for machines; raise CommandError if the place cannot be written."""
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error}") from error


def evaluate_file(data: DataDir, file: Path, console: Console) -> Report:
    """Score a labelled file through the trained model."""
    labels = read_labelled(file)
    model, served = _serve(data, labels, console)
    return make_report(
        file.name, served_cases(labels, served.answers), fingerprint=_name(model), latency=served.latency
    )


def _held_out(data: DataDir, wish: Wish, console: Console) -> Report:
    from cli.corpus.command import checked_corpus
    from cli.corpus.sources import read_sources
    from cli.evaluation import card
    from cli.evaluation.held_out import held_out_readings, shipped_thresholds
    from understanding.encoder.held_out import HeldOut

    corpus = checked_corpus()
    records = risk_records()
    latency = _latency(data, [record.text for record in records], console) if wish.latency else None
    where = {(s.fields["batch"], s.fields["text"]): s.where for s in read_sources()}
    cases = held_out_cases(records, held_out_readings(records), frozenset(load_labels().needs), where)
    console.print(f"{len(cases)} of {len(records)} sentences were read by models that never saw their batch.")
    report = make_report(
        HELD_OUT,
        cases,
        fingerprint=fingerprint(records, HeldOut.load()),
        readers=score_readers(),
        latency=latency,
        thresholds=shipped_thresholds() if risk_is_trained(records) else {},
    )
    if wish.card:
        card.write(report, corpus)
    return report


def _latency(data: DataDir, texts: list[str], console: Console) -> Latency:
    chosen = random.Random(_SEED).sample(texts, min(TIMED, len(texts)))  # noqa: S311 - which texts to time
    return _serve(data, [{"id": i, "text": text} for i, text in enumerate(chosen)], console)[1].latency


def _serve(data: DataDir, records: list[dict[str, Any]], console: Console) -> tuple[Path, Served]:
    if not bot_environment.is_installed():
        console.print("installing Rasa's environment …")
        bot_environment.install()
    model = ensure_model(data, lambda text: console.print(f"{text} …"))
    console.print(f"{len(records)} messages through the trained model, one by one …")
    return model, analyse(model, records)


def _name(model: Path) -> str:
    return model.name.removesuffix(".tar.gz")


def evaluate_dialogues(
    file: Path, url: str, console: Console, play: Callable[[str, Path], list[dialogues.Outcome]] = dialogues.play_file
) -> None:
    """Hold every conversation of a file with a running Repère and print how each went."""
    show_dialogues(console, play(url, file))
