"""What the api itself says to visitors, in both languages, one file each with the same keys."""

from functools import cache
from pathlib import Path

import yaml


@cache
def _catalogue(language: str) -> dict[str, str]:
    catalogue: dict[str, str] = yaml.safe_load((Path(__file__).parent / f"{language}.yml").read_text("utf-8"))
    return catalogue


def say(key: str, language: str, **values: str) -> str:
    """Return the text of `key` in `language` (`fr` unless it is `en`), with `values` filled in; KeyError if unknown."""
    return _catalogue("en" if language == "en" else "fr")[key].format(**values)
