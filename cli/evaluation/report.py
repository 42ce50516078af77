"""Everything that one run measured, and its form for machines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cli.evaluation.calibration import Calibration, TradeOff, calibrations, trade_offs
from cli.evaluation.cases import Case
from cli.evaluation.figures import Figure, language_and_place, main_figures, risk_and_needs
from cli.evaluation.groups import GroupRow, by_group
from cli.evaluation.needs import NeedRow, by_need
from cli.evaluation.reader_sets import ReaderScores
from cli.evaluation.scores import Share, share
from cli.evaluation.served import Latency


@dataclass(frozen=True)
class Misses:
    """The ids of the messages that went wrong: never their words."""

    imminent: tuple[str, ...]
    high: tuple[str, ...]
    false_alarms: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """One run: `what` was scored, on how many messages, by the model of `fingerprint`, when."""

    what: str
    count: int
    fingerprint: str
    date: str
    figures: list[Figure]
    groups: dict[str, list[GroupRow]]
    needs: list[NeedRow]
    type_named: Share
    levels: dict[str, int]
    calibrations: list[Calibration]
    trade_offs: list[TradeOff]
    misses: Misses
    latency: Latency | None = None
    thresholds: dict[str, float] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return the report for machines: shares as `{hits, total, value, low, high}`."""
        return {
            "what": self.what,
            "count": self.count,
            "fingerprint": self.fingerprint,
            "date": self.date,
            "figures": {f.goal.key: _figure(f) for f in self.figures},
            "groups": {name: [_plain(row) for row in rows] for name, rows in self.groups.items()},
            "needs": [_plain(row) for row in self.needs],
            "type_named": _plain(self.type_named),
            "levels": self.levels,
            "calibration": [_plain(c) for c in self.calibrations],
            "trade_offs": [_plain(t) for t in self.trade_offs],
            "misses": _plain(self.misses),
            "latency": _plain(self.latency),
            "thresholds": self.thresholds,
        }


def make_report(
    what: str,
    cases: Sequence[Case],
    *,
    fingerprint: str,
    readers: ReaderScores | None = None,
    latency: Latency | None = None,
    thresholds: dict[str, float] | None = None,
) -> Report:
    """Count everything on `cases`; `readers` replaces the figures of language and place that cases do not carry."""
    shares = {key: s for key, s in {**risk_and_needs(cases), **language_and_place(cases)}.items() if s.total}
    sources = dict.fromkeys(shares, what)
    if readers is not None:
        shares.update(readers.shares)
        sources.update(readers.sources)
    if latency is not None:
        sources["latency_p95"] = f"{latency.count} messages, {latency.machine}"
    return Report(
        what=what,
        count=len(cases),
        fingerprint=fingerprint,
        date=datetime.now(UTC).date().isoformat(),
        figures=main_figures(shares, lambda key: sources.get(key, ""), latency.p95 if latency else None),
        groups=by_group(cases),
        needs=by_need(cases),
        type_named=share([c for c in cases if c.serious and c.escalated], lambda c: c.risk_type in c.reading.types),
        levels=dict(Counter(str(case.risk) for case in cases)),
        calibrations=calibrations(cases),
        trade_offs=trade_offs(cases),
        misses=misses(cases),
        latency=latency,
        thresholds=thresholds or {},
    )


def misses(cases: Sequence[Case]) -> Misses:
    """Return the ids of missed danger and of false alarms."""

    def missed(level: str) -> tuple[str, ...]:
        return tuple(case.id for case in cases if case.risk == level and not case.escalated)

    return Misses(missed("imminent"), missed("high"), tuple(c.id for c in cases if c.risk == "none" and c.escalated))


def _figure(figure: Figure) -> dict[str, Any]:
    counted = _plain(figure.counted) if figure.counted is not None else {"value": figure.milliseconds}
    return {
        **counted,
        "must": figure.goal.must,
        "goal": figure.goal.goal,
        "better": figure.goal.better,
        "verdict": figure.verdict,
        "source": figure.source,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Share):
        low, high = value.interval
        return {"hits": value.hits, "total": value.total, "value": value.value, "low": low, "high": high}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value
