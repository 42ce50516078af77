"""docs/model-card.md: what one run measured, in words for a clinician."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cli.corpus.counts import Corpus
from cli.evaluation.figures import Goal, goals
from cli.evaluation.report import Report
from cli.evaluation.scores import Share
from cli.evaluation.text import NOTHING, figure_cells, share_text
from cli.paths import ROOT

CARD = ROOT / "docs" / "model-card.md"
SETTINGS = ROOT / "understanding" / "risk" / "training.json"
TEMPLATE = "card.md.j2"
ENOUGH = 20
"""A group smaller than that says too little to be called a failure."""


def render(report: Report, corpus: Corpus, settings: dict[str, Any]) -> str:
    """Return the card's Markdown; `settings` is what training.json holds."""
    environment = Environment(  # noqa: S701 - Markdown, and nothing in it comes from a visitor
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, keep_trailing_newline=True
    )
    environment.filters.update(share=share_text, cells=figure_cells)
    return environment.get_template(TEMPLATE).render(
        report=report,
        corpus=corpus,
        prices=list(prices(settings)),
        failures=list(failures(report)),
        sources=sources(report),
        enough=ENOUGH,
        nothing=NOTHING,
    )


def write(report: Report, corpus: Corpus, path: Path = CARD) -> None:
    """Write the card."""
    path.write_text(render(report, corpus, json.loads(SETTINGS.read_text("utf-8"))), "utf-8")


def prices(settings: dict[str, Any]) -> Iterator[str]:
    """Say what each error costs, as the training settings have it; what they do not hold is not said."""
    levels = ("concern", "high", "imminent")
    for level, cost in zip(levels, settings.get("miss_cost", ()), strict=False):
        yield f"a missed `{level}` weighs as much as {cost} false alarms"
    for level, limit in settings.get("false_alarm_limit", {}).items():
        yield f"false alarms of `{level}` may not exceed {limit:.1%} of the messages they are counted on"


def sources(report: Report) -> list[str]:
    """Say what the figures that were not counted on the held-out sentences were counted on."""
    return [
        f"{figure.goal.title}: {figure.source}"
        for figure in report.figures
        if figure.source and figure.source != report.what
    ]


def failures(report: Report) -> Iterator[str]:
    """Name the main figures that fall short of what they must reach, and the groups that surely do.

    A group surely does when even the favourable end of its interval falls short.
    """
    for figure in report.figures:
        if figure.verdict == "missed":
            title, value, interval, *_ = figure_cells(figure)
            yield f"**{title}**: {value} ({interval}), short of what it must reach"
    wanted = goals()
    for dimension, rows in report.groups.items():
        for row in rows:
            for key, counted in (
                ("imminent_escalated", row.imminent),
                ("high_escalated", row.high),
                ("none_escalated", row.false_alarms),
            ):
                if _falls_short(wanted[key], counted):
                    yield f"{wanted[key].title}, {dimension} `{row.name}`: {share_text(counted)}"


def _falls_short(goal: Goal, counted: Share) -> bool:
    low, high = counted.interval
    return counted.total >= ENOUGH and goal.verdict(high if goal.better == "more" else low) == "missed"
