"""How figures are written, in tables and in pages."""

from cli.evaluation.figures import Figure
from cli.evaluation.scores import Share

NOTHING = "–"
VERDICTS = {"goal": "goal reached", "must": "must reached", "missed": "missed", "not measured": "not measured"}


def share_text(share: Share) -> str:
    """Return `0.952 (0.93–0.97, 310)`: the share, its 95 % interval and how many it was counted on."""
    if share.value is None:
        return NOTHING
    low, high = share.interval
    return f"{share.value:.3f} ({low:.2f}–{high:.2f}, {share.total})"


def figure_cells(figure: Figure) -> tuple[str, str, str, str, str, str]:
    """Return a main figure as title, value, 95 % interval, count, `must / goal` and verdict."""
    goal = figure.goal
    sign = "≥" if goal.better == "more" else "≤"
    limits = f"{sign} {goal.must:g} / {sign} {goal.goal:g}"
    verdict = VERDICTS[figure.verdict]
    if figure.value is None:
        return goal.title, NOTHING, NOTHING, NOTHING, limits, verdict
    if figure.counted is None:
        return goal.title, f"{figure.value:.1f}", NOTHING, NOTHING, limits, verdict
    low, high = figure.counted.interval
    counted = f"{figure.counted.hits}/{figure.counted.total}"
    return goal.title, f"{figure.value:.3f}", f"{low:.3f}–{high:.3f}", counted, limits, verdict
