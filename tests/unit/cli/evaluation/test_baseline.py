"""Rasa's default pipeline beside ours: same data in, same figures out."""

from typing import Any

import yaml

from cli.evaluation import baseline
from cli.evaluation.figures import main_figures, risk_and_needs
from cli.evaluation.scores import Share
from cli.evaluation.served import Latency
from understanding.risk.corpus import Record
from understanding.risk.taxonomy import Level

LABEL: dict[str, Any] = {
    "id": "x",
    "text": "t",
    "lang": "fr",
    "register": "sms",
    "risk": "high",
    "risk_type": "stalking",
    "speaker": "other",
    "need": "greet",
}


def test_training_data_has_one_intent_a_label_and_each_text_once() -> None:
    records = [
        Record(text, "fr", "sms", level, None, "other", need, "b1")
        for text, level, need in (("un: 'a'", Level.HIGH, "greet"), ("deux\n", Level.NONE, "greet"))
    ]
    by_level = yaml.safe_load(baseline.nlu_file([*records, records[0]], lambda r: str(r.risk)))["nlu"]
    assert [(b["intent"], [e["text"] for e in b["examples"]]) for b in by_level] == [
        ("high", ["un: 'a'"]),
        ("none", ["deux"]),
    ]
    (by_need,) = yaml.safe_load(baseline.nlu_file(records, lambda r: r.need))["nlu"]
    assert by_need["intent"] == "greet" and len(by_need["examples"]) == 2


def test_the_pipeline_is_rasa_s_with_the_epochs_asked_for() -> None:
    pipeline = yaml.safe_load(baseline.config_with(3))["pipeline"]
    assert [c["name"] for c in pipeline] == [
        "WhitespaceTokenizer",
        "RegexFeaturizer",
        "LexicalSyntacticFeaturizer",
        "CountVectorsFeaturizer",
        "CountVectorsFeaturizer",
        "DIETClassifier",
        "EntitySynonymMapper",
        "ResponseSelector",
        "FallbackClassifier",
    ]
    assert [c["epochs"] for c in pipeline if "epochs" in c] == [3, 3]


def test_both_sides_are_counted_the_same_way_and_compared_by_their_errors() -> None:
    cases = baseline.baseline_cases(
        [LABEL, {**LABEL, "risk": "none", "risk_type": None}],
        [[("deny", 0.6), ("greet", 0.3)]] * 2,
        [[("high", 0.7), ("none", 0.2)], [("none", 0.9)]],
    )
    theirs = risk_and_needs(cases)
    assert theirs["high_escalated"] == Share(1, 1) and theirs["none_escalated"] == Share(0, 1)
    assert theirs["need_right"] == Share(0, 1) and theirs["need_in_two"] == Share(1, 1)
    ours = main_figures({"high_escalated": Share(8, 10), "need_right": Share(9, 10)}, lambda _: "", p95=10.0)
    sides = baseline.sides_of(ours, {**theirs, "high_escalated": Share(6, 10)}, Latency(1.0, 30.0, 2, "m"))
    by_title = {side.title: side for side in sides}
    assert round(by_title["high escalated"].errors_ratio or 0, 6) == 2.0
    assert round(by_title["need right, harmless messages"].errors_ratio or 0, 6) == 10.0
    assert by_title["analysis of one message, 95th percentile, one core (ms)"].errors_ratio == 3.0
    assert len(sides) == 3
