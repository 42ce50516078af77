"""The model card says what was measured, and nothing else."""

from cli.corpus.counts import count_corpus
from cli.evaluation.card import failures, prices, render
from cli.evaluation.reader_sets import ReaderScores
from cli.evaluation.report import Report, make_report
from cli.evaluation.scores import Share
from tests.unit.cli.evaluation.pairs import case

SETTINGS = {"miss_cost": [5, 30, 100], "false_alarm_limit": {"high": 0.035}}
RECORD = {
    "text": "x",
    "lang": "fr",
    "register": "sms",
    "risk": "high",
    "risk_type": "stalking",
    "speaker": "victim",
    "need": "none",
    "batch": "b7",
}


def _report() -> Report:
    cases = [case(f"m{n}", "high", "none", lang="en") for n in range(30)]
    cases += [case(f"h{n}", "none", "none", need="greet", needs=("thanks",)) for n in range(30)]
    readers = ReaderScores({"language_right": Share(99, 100)}, {"language_right": "languages.jsonl, 100 messages"})
    return make_report("held-out batches", cases, fingerprint="abc123", readers=readers, thresholds={"high": 0.42})


def test_the_card_holds_the_run_s_figures_and_marks_what_was_not_measured() -> None:
    text = render(_report(), count_corpus([RECORD]), SETTINGS)
    assert "`abc123`" in text and "| b7 | 1 | 0 | 1 | 0 | 0 |" in text
    assert "| high escalated | 0.000 | 0.000–0.114 | 0/30 | ≥ 0.9 / ≥ 0.97 | missed |" in text
    assert "| place right | – | – | – | ≥ 0.9 / ≥ 0.98 | not measured |" in text
    assert "language right, French or English: languages.jsonl, 100 messages" in text
    assert "a missed `imminent` weighs as much as 100 false alarms" in text and "`high` from 0.42" in text
    assert "thanks (30)" in text and "How to contest a decision" in text


def test_failures_are_those_that_the_interval_proves() -> None:
    named = list(failures(_report()))
    assert any(line.startswith("**high escalated**") for line in named)
    assert any("language `en`" in line for line in named)
    few = make_report("x", [case("a", "high", "none", lang="en")], fingerprint="f")
    assert not any("language" in line for line in failures(few))


def test_prices_that_the_settings_do_not_hold_are_not_said() -> None:
    assert list(prices({})) == []
    assert "3.5%" in list(prices(SETTINGS))[-1]
