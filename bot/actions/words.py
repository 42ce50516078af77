"""Choosing the words of a response: the visitor's language, tu or vous, and never the same words twice in a row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

DOMAIN = Path(__file__).resolve().parents[1] / "domain"
DATA = Path(__file__).parent / "data"
LANGUAGES = ("fr", "tu", "en")
Said = Mapping[str, Sequence[int]]
_LEAD = re.compile(r"\s+(?:Voici|Here (?:is|are))\b[^.!?;:«»“”0-9]*[.!]\s*$")


@dataclass(frozen=True)
class Variant:
    """One wording of a response: its language, `tu` where only a minor is told it, and the values that it needs."""

    text: str
    language: str
    address: str | None
    needs: frozenset[str]


@cache
def responses() -> dict[str, tuple[Variant, ...]]:
    """Return every response of the domain's `responses*.yml` files, in their order, and the announcements of lists."""
    found: dict[str, tuple[Variant, ...]] = {}
    for path in sorted(DOMAIN.glob("responses*.yml")):
        loaded = yaml.safe_load(path.read_text("utf-8"))["responses"]
        found |= {name: tuple(map(_variant, variants)) for name, variants in loaded.items()}
    return found | announcements()


@cache
def announcements() -> dict[str, tuple[Variant, ...]]:
    """Return what announces a list (`data/announcements*.yml`), hears (`hearing.yml`, `themes/`), orients or replies.

    It is sent as text: the trained domain does not know it.
    """
    loaded: dict[str, dict[str, list[str]]] = {}
    for path in (*sorted(DATA.glob("announcements*.yml")), DATA / "hearing.yml"):
        loaded |= yaml.safe_load(path.read_text("utf-8"))
    for entry in yaml.safe_load((DATA / "guidance.yml").read_text("utf-8"))["entries"]:
        loaded[entry["name"]] = {language: entry[language] for language in LANGUAGES if language in entry}
    for path in (*sorted((DATA / "replies").glob("*.yml")), *sorted((DATA / "themes").glob("*.yml"))):
        for entry in yaml.safe_load(path.read_text("utf-8")):
            loaded[entry["id"]] = {language: entry[language] for language in LANGUAGES if language in entry}
    return {
        name: tuple(
            Variant(text, "en" if key == "en" else "fr", "tu" if key == "tu" else None, _fields(text))
            for key, texts in by_language.items()
            for text in texts
        )
        for name, by_language in loaded.items()
    }


def without_question(text: str) -> str:
    """Return the text without the question that ends it, if it says something else too."""
    kept = re.sub(r"(?<=[.»\"”’'])\s+[^.?!»\"”]+\?\s*$", "", text)
    return kept if kept.strip() else text


def without_lead(text: str) -> str:
    """Return the text without the last sentence that announces what comes next ("Here is what I know")."""
    return _LEAD.sub("", text) or text


def _fields(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)


def _variant(entry: dict[str, Any]) -> Variant:
    slots = {condition["name"]: condition["value"] for condition in entry["condition"]}
    return Variant(entry["text"], slots["language"], slots.get("address"), _fields(entry["text"]))


def choose(
    response: str, *, language: str, familiar: bool, values: Mapping[str, Any], said: Said
) -> tuple[str, list[int]]:
    """Return a wording not used yet in the conversation, filled, and the numbers of those used by now.

    A wording that has a use for the known `values` is preferred. When all were used it starts again with the one that
    was used longest ago. Raises KeyError for an unknown response or one without words in that language.
    """
    variants = responses()[response]
    usable = _usable(variants, language, familiar, {name for name, value in values.items() if value})
    if not usable:
        raise KeyError(f"{response} has no words in {language}")
    used = [number for number in said.get(response, ()) if number in usable]
    fresh = [number for number in usable if number not in used]
    number = fresh[0] if fresh else used[0]
    return variants[number].text.format(**values), [*(n for n in used if n != number), number]


def _usable(variants: Sequence[Variant], language: str, familiar: bool, known: set[str]) -> list[int]:
    """Return the numbers of the variants that can be said, those that use the most of what is known first."""
    spoken = [n for n, v in enumerate(variants) if v.language == language and v.needs <= known]
    close = [n for n in spoken if familiar and variants[n].address == "tu"]
    plain = [n for n in spoken if variants[n].address is None]
    return sorted(close or plain, key=lambda n: -len(variants[n].needs))
