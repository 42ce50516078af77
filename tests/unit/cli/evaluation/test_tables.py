"""Groups, needs, calibration and trade-offs."""

from io import StringIO

import pytest
from rich.console import Console

from cli.evaluation.calibration import calibrations, reliability, trade_offs
from cli.evaluation.cases import age_group
from cli.evaluation.dialogues import Outcome
from cli.evaluation.groups import by_group
from cli.evaluation.needs import by_need
from cli.evaluation.report import make_report
from cli.evaluation.scores import Share
from cli.evaluation.served import Latency
from cli.evaluation.tables import show, show_dialogues, show_misses
from tests.unit.cli.evaluation.pairs import case, reading


def test_groups_count_their_own_messages_in_a_known_order() -> None:
    groups = by_group(
        [
            case("a", "high", "none", lang="en", age="under 18", risk_type="stalking"),
            case("b", "high", "high", lang="fr", age="adult"),
            case("c", "none", "high", lang="fr", register="sms", batch="b2"),
        ]
    )
    assert [(row.name, row.high, row.false_alarms) for row in groups["language"]] == [
        ("fr", Share(1, 1), Share(1, 1)),
        ("en", Share(0, 1), Share(0, 0)),
    ]
    assert [row.name for row in groups["age"]] == ["under 18", "adult", "not said"]
    assert [row.name for row in groups["risk type"]] == ["suicide", "stalking"]
    assert [row.name for row in groups["batch"]] == ["b1", "b2"]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("j'ai 15 ans et je cherche de l'aide", "under 18"),
        ("my daughter is 14, where can she get help?", "under 18"),
        ("j'ai 34 ans", "adult"),
        ("je cherche de l'aide", "not said"),
    ],
)
def test_the_age_is_read_in_the_words(text: str, group: str) -> None:
    assert age_group(text) == group


def test_needs_are_listed_worst_first_with_what_they_are_taken_for() -> None:
    rows = by_need(
        [
            case("a", "none", "none", need="greet", needs=("greet",)),
            case("b", "none", "none", need="training", needs=("greet", "training")),
            case("c", "none", "none", need="training", needs=("greet", "thanks")),
            case("d", "none", "none", need="training", needs=("deny",)),
        ]
    )
    assert [row.name for row in rows] == ["training", "greet"]
    assert rows[0].right == Share(0, 3) and rows[0].in_two == Share(1, 3)
    assert rows[0].taken_for == (("greet", 2), ("deny", 1))


def test_calibration_compares_what_was_predicted_with_what_happened() -> None:
    found = reliability("p", [0.05, 0.05, 0.95, 1.0], [False, True, True, True])
    assert found.bins[0].observed == Share(1, 2) and found.bins[0].predicted == 0.05
    assert found.bins[9].observed == Share(2, 2) and found.bins[9].predicted == pytest.approx(0.975)
    assert found.bins[5].predicted is None and len(found.bins) == 10
    assert found.error == pytest.approx((2 * 0.45 + 2 * 0.025) / 4)
    with pytest.raises(ValueError, match="at least one"):
        reliability("p", [], [])


def test_a_probability_that_is_not_known_for_all_has_no_table() -> None:
    known = case("a", "high", "high", reading=reading("high", 0.8, probabilities={"high": 0.8}))
    assert [c.name for c in calibrations([known])] == ["score: high or more", "high or more"]
    assert [c.name for c in calibrations([known, case("b", "none", "none")])] == ["score: high or more"]


def test_a_lower_threshold_finds_more_and_costs_more() -> None:
    rows = trade_offs([case("a", "high", "high", score=0.3), case("b", "none", "none", score=0.25)])
    found = {row.threshold: (row.found, row.false_alarms) for row in rows}
    assert found[0.2] == (Share(1, 1), Share(1, 1))
    assert found[0.3] == (Share(1, 1), Share(0, 1))
    assert found[0.4] == (Share(0, 1), Share(0, 1))


def test_everything_is_shown_and_misses_are_named_by_id() -> None:
    cases = [case("v7", "imminent", "none"), case("v8", "high", "concern"), case("v9", "none", "high", need="greet")]
    report = make_report("a file", cases, fingerprint="f", latency=Latency(5.0, 9.0, 10, "one core"))
    console = Console(file=StringIO(), width=200)
    show(console, report)
    show_misses(console, report.misses)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "imminent escalated" in shown and "p95 9.0 ms" in shown and "expected calibration error" in shown
    assert "imminent missed (1): v7" in shown and "high missed (1): v8" in shown and "false alarms (1): v9" in shown


def test_conversations_have_a_line_each_and_a_count() -> None:
    console = Console(file=StringIO(), width=200)
    show_dialogues(console, [Outcome("w1", 2, (), ()), Outcome("w2", None, ("escalated at None, wanted by 2",), ())])
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "wanted by 2" in shown and "1 of 2 conversations went as labelled." in shown
