"""The dialogue's data file, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "data" / "dialogue.yml"


@cache
def dialogue() -> dict[str, Any]:
    """Return `data/dialogue.yml`."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return data


def buttons(key: str, language: str) -> list[dict[str, str]]:
    """Return the suggested answers of `key` in Rasa's shape: `{title, payload}`."""
    return [{"title": title, "payload": payload} for title, payload in dialogue()[key][language]]
