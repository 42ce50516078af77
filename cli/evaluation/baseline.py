"""Rasa's default pipeline on the same training data and the same file, beside ours.

It is trained twice: once with the need as the intent, once with the level. Nothing else of ours reaches it.
"""

import json
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.table import Table

from cli import bot_environment
from cli.errors import CommandError
from cli.evaluation.cases import Case, served_cases
from cli.evaluation.figures import Figure, goals, risk_and_needs
from cli.evaluation.labelled import read_labelled
from cli.evaluation.reading import Reading
from cli.evaluation.report import Report
from cli.evaluation.scores import Share
from cli.evaluation.served import ONE_THREAD, Latency, latency_of, on_one_core
from cli.evaluation.text import NOTHING
from cli.paths import BOT_PYTHON, ROOT, DataDir
from cli.training import risk_records
from understanding.risk.corpus import Record
from understanding.risk.taxonomy import Level

CONFIG = ROOT / "bench" / "rasa_default.yml"
READER = ROOT / "bench" / "rasa_baseline.py"
Ranking = list[tuple[str, float]]


@dataclass(frozen=True)
class Side:
    """One figure of ours and of the default pipeline; `errors_ratio`: their errors (or time) over ours."""

    title: str
    ours: float | None
    theirs: float | None
    errors_ratio: float | None


@dataclass(frozen=True)
class Comparison:
    """All figures side by side, with the epochs the default pipeline was trained for."""

    epochs: int
    sides: list[Side]

    def as_dict(self) -> dict[str, Any]:
        """Return the comparison for machines."""
        return {"epochs": self.epochs, "figures": [vars(side) for side in self.sides]}


def compare(data: DataDir, file: Path, ours: Report, console: Console, *, epochs: int) -> Comparison:
    """Train the default pipeline, score `file` with it and print both sides; `ours` is our report on the same file."""
    records, labels = risk_records(), read_labelled(file)
    data.make()
    texts = [label["text"] for label in labels]
    by_need, needs_latency = _learn_and_read("need", records, texts, data, console, epochs=epochs)
    by_level, level_latency = _learn_and_read("level", records, texts, data, console, epochs=epochs)
    cases = baseline_cases(labels, by_need, by_level)
    both = Latency(
        needs_latency.p50 + level_latency.p50, needs_latency.p95 + level_latency.p95, len(texts), needs_latency.machine
    )
    comparison = Comparison(epochs, sides_of(ours.figures, risk_and_needs(cases), both))
    console.print(_table(comparison, file.name))
    return comparison


def baseline_cases(
    labels: Sequence[dict[str, Any]], by_need: Sequence[Ranking], by_level: Sequence[Ranking]
) -> list[Case]:
    """Return cases as the two rankings read the labelled records: the first level is the level."""
    answers = [
        {"risk": {"level": "none", "types": [], "score": 0.0}, "need": "none", "confidence": 0.0} for _ in labels
    ]
    blank = served_cases(labels, [{**a, "need_alternatives": [], "language": None, "location": None} for a in answers])
    return [
        replace(case, reading=_reading(needs, levels))
        for case, needs, levels in zip(blank, by_need, by_level, strict=True)
    ]


def _reading(needs: Ranking, levels: Ranking) -> Reading:
    chances = dict(levels)
    first = Level(levels[0][0]) if levels else Level.NONE
    score = min(1.0, chances.get("high", 0.0) + chances.get("imminent", 0.0))
    return Reading(first, (), score, {}, tuple(needs[:5]))


def sides_of(ours: Sequence[Figure], theirs: dict[str, Share], latency: Latency) -> list[Side]:
    """Pair the figures that both have, in our order."""
    found = []
    for figure in ours:
        goal = figure.goal
        other = latency.p95 if goal.key == "latency_p95" else theirs[goal.key].value if goal.key in theirs else None
        if figure.value is None or other is None:
            continue
        found.append(Side(goal.title, figure.value, other, _ratio(goal.key, figure.value, other)))
    return found


def _ratio(key: str, ours: float, theirs: float) -> float | None:
    if key != "latency_p95" and goals()[key].better == "more":
        ours, theirs = 1 - ours, 1 - theirs
    return theirs / ours if ours else None


def nlu_file(records: Sequence[Record], label: Callable[[Record], str]) -> str:
    """Return the records in Rasa's NLU format, with `label` as the intent."""
    by_intent: dict[str, list[str]] = defaultdict(list)
    for record in records:
        by_intent[label(record)].append(" ".join(record.text.split()))
    blocks = [
        {"intent": name, "examples": [{"text": text} for text in dict.fromkeys(texts)]}
        for name, texts in sorted(by_intent.items())
    ]
    return yaml.safe_dump({"version": "3.1", "nlu": blocks}, allow_unicode=True, sort_keys=False, width=10_000)


def config_with(epochs: int) -> str:
    """Return the default pipeline with that many epochs for each part that has some."""
    config = yaml.safe_load(CONFIG.read_text("utf-8"))
    for component in config["pipeline"]:
        if "epochs" in component:
            component["epochs"] = epochs
    return yaml.safe_dump(config, sort_keys=False)


def _learn_and_read(
    name: str, records: Sequence[Record], texts: Sequence[str], data: DataDir, console: Console, *, epochs: int
) -> tuple[list[Ranking], Latency]:
    console.print(f"Rasa's default pipeline learns the {name} from {len(records)} sentences, {epochs} epochs …")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        label: Callable[[Record], str] = (lambda r: r.need) if name == "need" else (lambda r: str(r.risk))
        (place / "nlu.yml").write_text(nlu_file(records, label), "utf-8")
        (place / "config.yml").write_text(config_with(epochs), "utf-8")
        log = data.logs / f"baseline-{name}.log"
        status = bot_environment.run(
            *("-m", "rasa", "train", "nlu", "--config", str(place / "config.yml"), "--nlu", str(place / "nlu.yml")),
            *("--out", folder, "--fixed-model-name", "default"),
            log=log,
        )
        if status or not (place / "default.tar.gz").exists():
            raise CommandError(f"Rasa's default pipeline failed. The end of {log}:\n{log.read_text('utf-8')[-2000:]}")
        return _read(place / "default.tar.gz", texts)


def _read(model: Path, texts: Sequence[str]) -> tuple[list[Ranking], Latency]:
    done = subprocess.run(  # noqa: S603
        [*on_one_core(), str(BOT_PYTHON), str(READER), str(model)],
        cwd=ROOT,
        env=bot_environment.environment(LOG_LEVEL="ERROR", **ONE_THREAD),
        input="".join(json.dumps({"text": text}) + "\n" for text in texts),
        capture_output=True,
        text=True,
        check=False,
    )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if done.returncode or len(answers) != len(texts):
        raise CommandError(f"Rasa's default pipeline stopped before the end of the file:\n{done.stderr[-1500:]}")
    rankings = [[(name, confidence) for name, confidence in answer["ranking"]] for answer in answers]
    return rankings, latency_of([answer["milliseconds"] for answer in answers])


def _table(comparison: Comparison, title: str) -> Table:
    headings = ("figure", "Repère", "Rasa's default", "their errors (or ms) over ours")
    table = Table(*headings, title=f"{title}: beside Rasa's default pipeline, {comparison.epochs} epochs, same data")
    for side in comparison.sides:
        ratio = NOTHING if side.errors_ratio is None else f"{side.errors_ratio:.1f} ×"
        table.add_row(side.title, *(NOTHING if v is None else f"{v:.3f}" for v in (side.ours, side.theirs)), ratio)
    return table
