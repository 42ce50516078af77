"""Everything the bot can say exists in both languages, and every intent leads somewhere."""

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from bot.actions.settings import dialogue
from bot.actions.words import choose

BOT = Path("bot")


def _domain(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((BOT / "domain" / name).read_text("utf-8"))
    return found


FILES = sorted(path.name for path in (BOT / "domain").glob("responses*.yml"))
RESPONSES = {name: variants for file in FILES for name, variants in _domain(file)["responses"].items()}


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
    files = [path for kind in ("*.py", "*.yml") for path in (BOT / "actions").rglob(kind)]
    named = set(re.findall(r"\butter_\w+", "".join(path.read_text("utf-8") for path in files))) - {"utter_message"}
    assert named == set(RESPONSES)


def test_no_response_is_written_twice() -> None:
    names = [name for file in FILES for name in _domain(file)["responses"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", [name for name in RESPONSES if name.startswith(("utter_situation", "utter_ask"))])
def test_what_opens_or_asks_can_be_said_twice_in_other_words(name: str) -> None:
    for language in ("fr", "en"):
        said: dict[str, list[int]] = {}
        texts = []
        for _ in range(2):
            values = {"place": "Laval", "who": "", "dear": ""}
            text, used = choose(name, language=language, familiar=False, values=values, said=said)
            said[name] = used
            texts.append(text)
        assert texts[0] != texts[1]


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("familiar", [False, True])
def test_every_response_can_be_said_to_everyone_with_nothing_known(name: str, language: str, familiar: bool) -> None:
    values = {
        "place": "Laval",
        "summary": "Un service.",
        "service": "Un service",
        "topic": "prix",
        "kind": "de police",
        "lines": "Un",
        "who": "",
        "dear": "",
    }
    text, _ = choose(name, language=language, familiar=familiar, values=values, said={})
    assert text and "{" not in text


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


@pytest.mark.parametrize(
    "key", ["choices", "after_results", "not_ready", "buyer", "learn_more", "after_fact", "skip", "yes_no", "safety"]
)
def test_suggested_answers_come_in_both_languages(key: str) -> None:
    offered = dialogue()[key]
    assert len(offered["fr"]) == len(offered["en"]) > 0
