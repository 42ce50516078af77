"""The directory's closed lists of words and their labels (data/vocabulary.yml)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
Slot = tuple[tuple[str, ...], str, str]


def read_data(name: str) -> dict[str, Any]:
    """Return the content of a YAML file of `resources_db/data`."""
    content: dict[str, Any] = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    return content


@cache
def vocabulary() -> dict[str, Any]:
    """Return kinds, confidences, genders, short codes, languages, services and groups with their labels."""
    return read_data("vocabulary.yml")
