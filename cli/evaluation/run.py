"""`repere evaluate`: a labelled file through the trained model, or the risk assessment on hands it never saw."""

import json
import subprocess
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from cli import bot_environment
from cli.errors import CommandError
from cli.evaluation.scores import Pair, Share, figures, share
from cli.paths import BOT, BOT_PYTHON, DataDir
from cli.training import ensure_model, risk_records
from understanding.encoder.held_out import HeldOut
from understanding.risk.taxonomy import Level

console = Console()


def evaluate(data: DataDir, file: Path | None) -> None:
    """Print the figures; raise CommandError if the file cannot be read."""
    if file is None:
        _print("Risk, each batch held out in turn", _held_out_figures())
    else:
        _print(f"{file.name}, through the trained model", figures(read_pairs(data, file)))


def read_pairs(data: DataDir, file: Path) -> list[Pair]:
    """Return each labelled record of `file` with what the trained model reads in its text."""
    try:
        records: list[dict[str, Any]] = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line]
    except (OSError, ValueError) as error:
        raise CommandError(f"{file}: {error}") from error
    if not bot_environment.is_installed():
        bot_environment.install()
    model = ensure_model(data, console.print)
    lines = "".join(json.dumps({"id": r.get("id"), "text": r["text"]}) + "\n" for r in records)
    done = subprocess.run(  # noqa: S603
        [str(BOT_PYTHON), "analyse.py", str(model)],
        cwd=BOT,
        env=bot_environment.environment(LOG_LEVEL="ERROR"),
        input=lines,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return list(zip(records, map(json.loads, done.stdout.splitlines()), strict=True))


def _held_out_figures() -> list[Share]:
    from understanding.risk.training import train

    records = risk_records()
    trained = train(records, HeldOut.load())
    pairs: list[Pair] = [
        (
            {"risk": record.risk, "lang": record.lang, "register": record.register, "batch": record.batch},
            {"level": trained.calibration.level(row)},
        )
        for record, row, known in zip(records, trained.probabilities, trained.known, strict=True)
        if known
    ]
    found = []
    for language in ("fr", "en", "mixed"):
        chosen = [p for p in pairs if p[0]["lang"] == language]
        found += [
            share(f"{language}: {risk} escalated", [p for p in chosen if p[0]["risk"] == risk], _escalated)
            for risk in reversed(Level)
        ]
    return found


def _escalated(pair: Pair) -> bool:
    level: Level = pair[1]["level"]
    return level.escalates


def _print(title: str, shares: list[Share]) -> None:
    table = Table("figure", "share", "95 %", "count", title=title)
    for found in shares:
        low, high = found.interval
        table.add_row(found.name, f"{found.value:.3f}", f"{low:.3f}–{high:.3f}", f"{found.hits}/{found.total}")
    console.print(table)
