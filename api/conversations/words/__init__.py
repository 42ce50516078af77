"""What the api itself says to visitors, in both languages, one file each with the same keys."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def _catalogue(language: str) -> dict[str, Any]:
    catalogue: dict[str, Any] = yaml.safe_load((Path(__file__).parent / f"{language}.yml").read_text("utf-8"))
    return catalogue


def say(key: str, language: str, **values: str) -> str:
    """Return the text of `key` in `language` (`fr` unless it is `en`), with `values` filled in; KeyError if unknown."""
    text: str = _catalogue("en" if language == "en" else "fr")[key]
    return text.format(**values)


def answers(question: str, language: str) -> list[dict[str, str]]:
    """Return the suggested answers to a question that the api asks, as the contract's buttons."""
    offered = _catalogue("en" if language == "en" else "fr")[f"answers_{question}"]
    return [{"title": title, "payload": payload} for title, payload in offered]
