"""Everything the bot can say exists in both languages, and every intent leads somewhere."""

from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from bot.actions.settings import dialogue

BOT = Path("bot")


def _domain(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((BOT / "domain" / name).read_text("utf-8"))
    return found


RESPONSES = _domain("responses.yml")["responses"]


def _variants(name: str, language: str) -> list[str]:
    return [v["text"] for v in RESPONSES[name] if v["condition"][0]["value"] == language]


@pytest.mark.parametrize("name", RESPONSES)
def test_a_response_says_the_same_in_both_languages(name: str) -> None:
    french, english = _variants(name, "fr"), _variants(name, "en")
    assert french and english
    fields = [{f for text in texts for _, f, _, _ in Formatter().parse(text) if f} for texts in (french, english)]
    assert fields[0] == fields[1]
    assert not set(french) & set(english)


def test_every_response_that_an_action_names_exists_and_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in (BOT / "actions").glob("*.py"))
    named = {
        word.strip('"')
        for word in code.replace("(", " ").replace(",", " ").replace(")", " ").split()
        if word.startswith('"utter_')
    }
    assert named == set(RESPONSES)


def test_every_intent_has_exactly_one_rule() -> None:
    rules = [
        rule
        for path in (BOT / "data" / "rules").glob("*.yml")
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]
    ]
    ruled = [rule["steps"][0]["intent"] for rule in rules]
    assert sorted(ruled) == sorted(_domain("intents.yml")["intents"])


def test_every_rule_names_an_action_that_exists() -> None:
    from rasa_sdk.executor import ActionExecutor

    executor = ActionExecutor()
    for package in ("bot.actions.reading", "bot.actions.dialogue", "bot.actions.facts", "bot.actions.safety"):
        executor.register_package(package)
    declared = _domain("slots.yml")["actions"]
    assert sorted(declared) == sorted(executor.actions)


@pytest.mark.parametrize("key", ["choices", "after_results", "learn_more", "after_fact", "skip", "yes_no", "safety"])
def test_suggested_answers_come_in_both_languages(key: str) -> None:
    offered = dialogue()[key]
    assert len(offered["fr"]) == len(offered["en"]) > 0
