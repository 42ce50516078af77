"""Whole conversations for every person the service is for, over HTTP, from `data/*.yml`.

A conversation: `name`, `language?`, `partner?`, `turns`. A turn: `say`, and what is expected of the answer:
`state` (or a list), `language`, `kinds` (each present), `says` (each present), `says_any`, `never` (none present),
`shows_any` (slugs, one shown), `never_shows` (beginnings of slugs, none shown), `services` and `audiences` (one
organisation has one of them), `first_audiences` (the first organisation shown has one), `nothing_shown`, `address`
(`tu` or `vous`), `again` (what was shown may come back).
What holds in every turn of every conversation is in `_always`.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.words.lint import rules
from tests.e2e.conftest import Visitor, resources

pytestmark = pytest.mark.stack
DATA = Path(__file__).parent / "data"
SAID_AGAIN = re.compile("déjà montrés|shown before")
"""Words of a list that says itself that it was shown."""
Open = Callable[..., Visitor]
Answer = dict[str, Any]


def _conversations() -> list[Any]:
    return [
        pytest.param(conversation, id=f"{path.stem}: {conversation['name']}")
        for path in sorted(DATA.glob("*.yml"))
        for conversation in yaml.safe_load(path.read_text("utf-8"))
    ]


@pytest.mark.parametrize("conversation", _conversations())
def test_a_conversation(open_visitor: Open, conversation: dict[str, Any]) -> None:
    opened = {key: conversation[key] for key in ("language", "partner") if key in conversation}
    visitor = open_visitor(**opened)
    said: list[str] = []
    shown: set[str] = set()
    for turn in conversation["turns"]:
        answer = visitor.say(turn["say"])
        told = f"{turn['say']!r} -> {_read(answer)}"
        _always(answer, turn, said, shown, told)
        _as_expected(answer, turn, told)
        said += [m["text"] for m in answer["messages"] if m["kind"] == "text"]
        shown |= {r["slug"] for r in resources(answer)}


def _read(answer: Answer) -> str:
    """Return an answer as a person reads it."""
    lines = [f"[{answer['state']}]"]
    for message in answer["messages"]:
        slugs = [resource["slug"] for resource in message["resources"] or []]
        lines.append(f"({message['kind']}) {message['text']} {slugs or ''}")
    return "\n  ".join(lines)


def _always(answer: Answer, turn: dict[str, Any], said: list[str], shown: set[str], told: str) -> None:
    """One question, one language, kind words, no words said before, no organisation shown before."""
    texts = [m["text"] for m in answer["messages"]]
    assert any(texts), told
    assert sum(text.count("?") for text in texts) <= 1, told
    assert {m["language"] for m in answer["messages"]} == {answer["language"]}, told
    for text in (m["text"] for m in answer["messages"] if not m.get("sources")):  # facts are said as written
        for entry in rules()["forbidden"]:
            if answer["language"] in entry["languages"]:
                assert not re.search(entry["pattern"], text.lower()), told
    repeated = [m["text"] for m in answer["messages"] if m["kind"] == "text" and m["text"] in said]
    assert not repeated, told
    listed = [m for m in answer["messages"] if m["kind"] == "resources" and not SAID_AGAIN.search(m["text"])]
    slugs = [r["slug"] for m in listed for r in m["resources"] or []]
    assert turn.get("again") or not shown & set(slugs), told


def _as_expected(answer: Answer, turn: dict[str, Any], told: str) -> None:
    text = "\n".join(m["text"] for m in answer["messages"]).lower()
    offered = resources(answer)
    if "state" in turn:
        states = turn["state"] if isinstance(turn["state"], list) else [turn["state"]]
        assert answer["state"] in states, told
    if "language" in turn:
        assert answer["language"] == turn["language"], told
    assert set(turn.get("kinds", ())) <= {m["kind"] for m in answer["messages"]}, told
    for words in turn.get("says", ()):
        assert words.lower() in text, f"{words!r} missing: {told}"
    if "says_any" in turn:
        assert any(words.lower() in text for words in turn["says_any"]), told
    for words in turn.get("never", ()):
        assert words.lower() not in text, f"{words!r} said: {told}"
    if "shows_any" in turn:
        assert {r["slug"] for r in offered} & set(turn["shows_any"]), told
    unsuitable = [r["slug"] for r in offered if r["slug"].startswith(tuple(turn.get("never_shows", ())))]
    assert not unsuitable, f"{unsuitable} shown: {told}"
    for field in ("services", "audiences"):
        if field in turn:
            assert any(set(turn[field]) & set(r[field]) for r in offered), f"{field}: {told}"
    if "first_audiences" in turn:
        assert offered and set(turn["first_audiences"]) & set(offered[0]["audiences"]), told
    if turn.get("nothing_shown"):
        assert not [m for m in answer["messages"] if m["kind"] == "resources"], told
    if "address" in turn:
        other = rules()["vous" if turn["address"] == "tu" else "tu"]
        own = "\n".join(m["text"] for m in answer["messages"] if not m.get("sources"))  # facts are said as written
        assert not re.search(other, own.lower()), told
