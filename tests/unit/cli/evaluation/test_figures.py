"""The main figures, counted by hand on small sets."""

import pytest

from cli.evaluation.figures import goals, language_and_place, main_figures, risk_and_needs
from cli.evaluation.scores import Share, percentile
from tests.unit.cli.evaluation.pairs import case


def test_wilson_interval_is_the_published_one() -> None:
    low, high = Share(81, 263).interval  # Newcombe, 1998, table I
    assert round(low, 4) == 0.2553 and round(high, 4) == 0.3662
    assert Share(0, 0).interval == (0.0, 1.0) and Share(0, 0).value is None
    assert Share(10, 10).interval[1] == 1.0 and Share(10, 10).interval[0] < 0.75


def test_percentiles_are_of_nearest_rank() -> None:
    values = [float(n) for n in range(1, 101)]
    assert percentile(values, 0.5) == 50 and percentile(values, 0.95) == 95 and percentile([7.0], 0.95) == 7
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_risk_is_counted_as_escalated_and_as_seen() -> None:
    found = risk_and_needs(
        [
            case("a", "imminent", "high"),
            case("b", "imminent", "imminent", register="sms"),
            case("c", "imminent", "concern", register="sms"),
            case("d", "high", "imminent", register="formal"),
            case("e", "concern", "none"),
            case("f", "concern", "high"),
            case("g", "none", "concern"),
            case("h", "none", "high"),
        ]
    )
    assert found["imminent_escalated"] == Share(2, 3) and found["imminent_seen"] == Share(1, 3)
    assert found["high_escalated"] == Share(1, 1) and found["non_standard_escalated"] == Share(1, 2)
    assert found["concern_seen"] == Share(1, 2) and found["none_escalated"] == Share(1, 2)


def test_needs_are_counted_on_harmless_messages_that_have_one() -> None:
    found = risk_and_needs(
        [
            case("a", "none", "none", need="training", needs=("training", "greet")),
            case("b", "none", "none", need="greet", needs=("training", "greet")),
            case("c", "none", "none", need="greet", needs=("training", "thanks", "greet")),
            case("d", "none", "none", need=None, needs=("training",)),
            case("e", "high", "high", need="training", needs=("greet",)),
        ]
    )
    assert found["need_right"] == Share(1, 3) and found["need_in_two"] == Share(2, 3)


def test_languages_and_places_are_counted_only_where_they_were_asked_for() -> None:
    found = language_and_place(
        [
            case(
                "a", "none", "none", has_language=True, language="fr", has_place=True, place_wanted="Laval", place=None
            ),
            case("b", "none", "none", has_language=True, language="en", has_place=True, place="Laval"),
            case("c", "none", "none", has_place=True, place_wanted="Laval", place="Laval"),
            case("d", "none", "none"),
        ]
    )
    assert found["language_right"] == Share(1, 2)
    assert found["place_right"] == Share(1, 2) and found["place_invented"] == Share(1, 1)


@pytest.mark.parametrize(
    ("key", "value", "verdict"),
    [
        ("imminent_escalated", 0.99, "goal"),
        ("imminent_escalated", 0.95, "must"),
        ("imminent_escalated", 0.949, "missed"),
        ("none_escalated", 0.02, "goal"),
        ("none_escalated", 0.06, "must"),
        ("none_escalated", 0.061, "missed"),
        ("place_right", None, "not measured"),
    ],
)
def test_a_figure_says_which_aim_it_reaches(key: str, value: float | None, verdict: str) -> None:
    assert goals()[key].verdict(value) == verdict


def test_the_main_figures_keep_the_order_of_the_goals_and_say_what_is_missing() -> None:
    figures = main_figures({"high_escalated": Share(9, 10)}, lambda key: "a file", p95=14.0)
    assert [f.goal.key for f in figures] == list(goals())
    by_key = {f.goal.key: f for f in figures}
    assert by_key["high_escalated"].verdict == "must" and by_key["high_escalated"].source == "a file"
    assert by_key["latency_p95"].verdict == "goal" and by_key["latency_p95"].value == 14.0
    assert by_key["place_right"].verdict == "not measured" and by_key["place_right"].source == ""
