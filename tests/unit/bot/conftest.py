"""Actions run through the action server's own HTTP border, on the real directory."""

import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pytest
import time_machine
from fastapi.testclient import TestClient

from bot.actions import dangers, facts, finding
from bot.actions.finding import LEAST, SURELY
from bot.actions.knowledge import index
from bot.actions.knowledge.searched import Searched, read_phrasings, read_unanswered
from bot.actions.knowledge.sentences import DIMENSIONS, GENERAL
from bot.actions.knowledge.words import words_of
from bot.actions.memory import Memory
from bot.actions.reading import read
from bot.actions.server import create_app
from cli.directory import import_shipped
from resources_db.geography import find_town
from resources_db.knowledge.records import read_facts
from understanding.person import read_person
from understanding.places import is_bare, read_place
from understanding.replies import FACT, NONE
from understanding.topics import TOPICS

TOKEN = "a token for tests"
EVENING = "2026-11-24T21:00-05:00"


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """An evening of the week: offices are closed, lines that answer day and night are not."""
    with time_machine.travel(datetime.fromisoformat(EVENING)):
        yield


@pytest.fixture(scope="session")
def directory_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('directory') / 'repere.db'}"
    import_shipped(url)
    return url


def bag_of_words(text: str) -> np.ndarray:
    """A vector by words alone: the actions are tested here, not the encoder."""
    parts = [np.zeros(GENERAL, np.float32), np.zeros(DIMENSIONS - GENERAL, np.float32)]
    for part in parts:
        for word in words_of(text):
            part[zlib.crc32(word.encode()) % part.size] += 1.0
    return np.concatenate([part / (np.linalg.norm(part) or 1.0) for part in parts])


def any_topic(vectors: np.ndarray) -> np.ndarray:
    """Every topic alike: a vector by words says nothing of what is asked."""
    return np.full((len(vectors), len(TOPICS)), 0.4 / len(TOPICS), np.float32)


@pytest.fixture(scope="session")
def facts_by_words() -> Iterator[index.Index]:
    """The shipped facts, found by words alone."""
    records = read_facts()
    searched = Searched.of(records, read_phrasings(), read_unanswered())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "of_vectors", any_topic)
        yield index.Index(records, searched, np.stack([bag_of_words(text) for text in searched.texts]))


@pytest.fixture
def act(
    directory_url: str, facts_by_words: index.Index, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, Any]]:
    """Run one action on a tracker snapshot and return `{events, responses}`."""
    monkeypatch.setattr(index, "encode", bag_of_words)
    monkeypatch.setattr(facts, "library", lambda: facts_by_words)
    monkeypatch.setattr(dangers, "reply_to", lambda _: {NONE: 1.0})  # scenes have their own tests (test_scenes.py)
    facts_pass = dict.fromkeys((f"{FACT}{fact.id}" for fact in facts_by_words.facts), (LEAST + SURELY) / 2)
    judged = finding.written.fits

    def fits(memory: Memory) -> dict[str, float]:
        """Let floors decide, but of facts that the judge finds to answer surely (knowledge/test_surely.py)."""
        found = judged(memory)
        return found | facts_pass | {name: fit for name, fit in found.items() if fit >= SURELY}

    monkeypatch.setattr(finding.written, "fits", fits)
    monkeypatch.setenv("REPERE_DATABASE_URL", directory_url)
    client = TestClient(create_app(TOKEN))

    def _act(
        name: str,
        slots: dict[str, Any] | None = None,
        message: dict[str, Any] | None = None,
        before: str = "",
        answered: str = "",
    ) -> dict[str, Any]:
        written = [text for text in (before, (message or {}).get("text")) if text]
        tracker = {
            "sender_id": "c",
            "slots": {"language": "fr", "risk": {"level": "none", "types": []}, **(slots or {})},
            "latest_message": message or {},
            "events": [
                *[{"event": "user", "text": text} for text in written[:-1]],
                *([{"event": "bot", "text": answered}] if answered else []),
                *[{"event": "user", "text": text} for text in written[-1:]],
            ],
            "paused": False,
            "active_loop": {},
            "latest_action_name": None,
        }
        call = {"next_action": name, "sender_id": "c", "tracker": tracker, "domain": {}, "version": "3.6.21"}
        answer = client.post("/webhook", json=call, params={"token": TOKEN})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    return _act


def parsed(text: str, intent: str, risk: str = "none", language: str = "fr") -> dict[str, Any]:
    """What Rasa's components would put in the message."""
    from dataclasses import asdict

    place = read_place(text)
    name = "location_only" if is_bare(text, place) else intent
    return {
        "text": text,
        "intent": {"name": name, "confidence": 0.9},
        "need": {"name": name, "confidence": 0.9},
        "place": asdict(place),
        "person": asdict(read_person(text)),
        "risk": {"level": risk, "types": [], "alarm": risk in ("high", "imminent")},
        "reply_language": language,
    }


def listen(slots: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """Return the slots after the message was read."""
    return {**slots, **read(message, slots)}


def at(name: str, region: str) -> dict[str, Any]:
    """A place as the slot holds it."""
    town = find_town(name, region)
    assert town
    return {"name": town.name, "region_code": region, "lat": town.lat, "lon": town.lon}
