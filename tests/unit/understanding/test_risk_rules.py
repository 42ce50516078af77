"""Each near-certain rule holds for its sentences and lets its others through."""

import pytest
import yaml

from understanding.risk import rules

ENTRIES = yaml.safe_load(rules.FILE.read_text("utf-8"))
RULES = rules.load()


@pytest.mark.parametrize(("rule", "text"), [(e["id"], text) for e in ENTRIES for text in e["matches"]])
def test_a_rule_holds_for_its_sentences(rule: str, text: str) -> None:
    assert rule in {found.id for found in rules.match(RULES, text)}


@pytest.mark.parametrize(("rule", "text"), [(e["id"], text) for e in ENTRIES for text in e["passes"]])
def test_a_rule_lets_its_counter_examples_through(rule: str, text: str) -> None:
    assert rule not in {found.id for found in rules.match(RULES, text)}


def test_every_rule_has_both() -> None:
    assert all(entry["matches"] and entry["passes"] for entry in ENTRIES)
