"""A report on the terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from cli.evaluation.calibration import Calibration
from cli.evaluation.dialogues import Outcome
from cli.evaluation.groups import GroupRow
from cli.evaluation.report import Misses, Report
from cli.evaluation.text import NOTHING, figure_cells, share_text

_WIDE = 80
_COLOURS = {"goal": "green", "must": "green", "missed": "red", "not measured": "dim"}


def show(console: Console, report: Report) -> None:
    """Print every table of a report."""
    console.print(_main(report))
    for name, rows in report.groups.items():
        console.print(_group(name, rows))
    console.print(_needs(report))
    for calibration in report.calibrations:
        console.print(_calibration(calibration))
    console.print(_trade_offs(report))
    console.print(f"Type of danger named among those read, once escalated: {share_text(report.type_named)}")
    if report.latency:
        found = report.latency
        console.print(f"One analysis: p50 {found.p50:.1f} ms, p95 {found.p95:.1f} ms, {found.count} messages")
        console.print(f"  {found.machine}")


def show_misses(console: Console, misses: Misses) -> None:
    """Print the ids of what went wrong, one group a paragraph."""
    for title, ids in (
        ("imminent missed", misses.imminent),
        ("high missed", misses.high),
        ("false alarms", misses.false_alarms),
    ):
        console.print(f"{title} ({len(ids)}): {' '.join(ids) or NOTHING}", markup=False, highlight=False)


def show_dialogues(console: Console, outcomes: Iterable[Outcome]) -> None:
    """Print one line a conversation, and how many went as labelled."""
    outcomes = list(outcomes)
    table = Table("conversation", "escalated at turn", "faults", title="Conversations")
    for outcome in outcomes:
        at = NOTHING if outcome.escalated_at is None else str(outcome.escalated_at)
        table.add_row(outcome.id, at, "; ".join(outcome.faults) or "none")
    console.print(table)
    right = sum(not outcome.faults for outcome in outcomes)
    console.print(f"{right} of {len(outcomes)} conversations went as labelled.")


def _main(report: Report) -> Table:
    table = Table(
        "figure", "value", "95 %", "count", "must / goal", "", title=f"{report.what}: {report.count} messages"
    )
    for figure in report.figures:
        *cells, verdict = figure_cells(figure)
        table.add_row(*cells, f"[{_COLOURS[figure.verdict]}]{verdict}[/]")
    return table


def _group(name: str, rows: list[GroupRow]) -> Table:
    headings = ("imminent escalated", "high escalated", "concern seen", "false alarms")
    table = Table(name, *headings, title=f"By {name}: share (95 %, count)")
    for row in rows:
        table.add_row(row.name, *map(share_text, (row.imminent, row.high, row.concern, row.false_alarms)))
    return table


def _needs(report: Report) -> Table:
    table = Table("need", "right", "among the first two", "taken for", title="Needs of harmless messages, worst first")
    for row in report.needs:
        others = ", ".join(f"{name} {count}" for name, count in row.taken_for)
        table.add_row(row.name, share_text(row.right), share_text(row.in_two), others)
    return table


def _calibration(found: Calibration) -> Table:
    title = f"Calibration of P({found.name}): expected calibration error {found.error:.3f}"
    table = Table("probability", "mean predicted", "observed", title=title, min_width=_WIDE)
    for row in found.bins:
        predicted = NOTHING if row.predicted is None else f"{row.predicted:.3f}"
        table.add_row(f"{row.low:.1f}–{row.high:.1f}", predicted, share_text(row.observed))
    return table


def _trade_offs(report: Report) -> Table:
    table = Table(
        "score from",
        "high and imminent found",
        "false alarms",
        title="What another threshold would cost",
        min_width=_WIDE,
    )
    for row in report.trade_offs:
        table.add_row(f"{row.threshold:.2f}", share_text(row.found), share_text(row.false_alarms))
    return table
