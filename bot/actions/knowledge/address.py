"""A fact in the form of address of the conversation: the texts of the file say `vous`, a minor is told `tu`."""

import re
from functools import cache
from typing import Any

import yaml

from bot.actions.knowledge.searched import DATA
from resources_db.knowledge.records import Fact

_PARTS = re.compile(r"\w+['’]|\w+|[^\w\s]")
"""Words, elided words with their apostrophe, and signs: `t'aider` has as many parts as `vous aider`."""


def text_for(fact: Fact, *, language: str, familiar: bool) -> str:
    """Return the fact as it is written, or its reviewed wording with `tu`.

    That wording is only used where it says the same: a fact corrected since keeps its own.
    """
    written = fact.text(language)
    told = _wordings().get(fact.id) if familiar and language == "fr" else None
    return told if told and says_the_same(written, told) else written


def says_the_same(written: str, told: str) -> bool:
    """Whether `told` differs from `written` by the words that address the reader only (`data/familiar.yml`)."""
    before, after = _PARTS.findall(written), _PARTS.findall(told)
    return len(before) == len(after) and all(
        one == other or other.lower() in _forms().get(one.lower(), ()) for one, other in zip(before, after, strict=True)
    )


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((DATA / "familiar.yml").read_text("utf-8"))
    return data


def _wordings() -> dict[str, str]:
    wordings: dict[str, str] = _data()["wordings"]
    return wordings


def _forms() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = _data()["forms"]
    return forms


def question_of(fact: Fact, language: str) -> str:
    """Return the question that a fact answers, in a language."""
    return fact.question_en if language == "en" else fact.question_fr


def sources_of(fact: Fact) -> list[dict[str, Any]]:
    """Return the message's `sources`: each with the record it supports and the date of the reading."""
    checked = {"record": fact.id, "as_of": fact.as_of, "as_of_estimated": fact.as_of_estimated}
    return [{"title": source.title, "url": source.url, **checked} for source in fact.sources]
