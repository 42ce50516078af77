"""Languages and places on messages written before their readers were looked at (batch 1) and after a first repair (2).

Batch 1 guided the repairs by class of error, so its figures are those of a development set; batch 2 was written after.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from understanding.language import read_language
from understanding.places import read_place

DATA = Path(__file__).parent / "data"
Rows = list[dict[str, Any]]


def _rows(name: str) -> Rows:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def _place_of(text: str) -> str | None:
    """Return the place read; one that the visitor would be asked about is not settled."""
    reading = read_place(text)
    return reading.place.name if reading.place and not reading.candidates else None


@pytest.fixture(scope="module")
def places() -> Rows:
    return _rows("places.jsonl")


@pytest.fixture(scope="module")
def languages() -> Rows:
    return _rows("languages.jsonl")


def test_the_sets_are_large_and_varied(places: Rows, languages: Rows) -> None:
    assert len(places) >= 350 and sum(row["location_canonical"] is None for row in places) >= 120
    assert len(languages) >= 300 and len({row["language"] for row in languages}) >= 20


@pytest.mark.parametrize(("batch", "least"), [(1, 0.95), (2, 0.9)])
def test_places_are_right(places: Rows, batch: int, least: float) -> None:
    named = [row for row in places if row["location_canonical"] and row["batch"] == batch]
    right = sum(read_name(row["text"]) == row["location_canonical"] for row in named)
    assert right / len(named) >= least


def read_name(text: str) -> str | None:
    """Return the likeliest place, asked about or not."""
    place = read_place(text).place
    return place.name if place else None


def test_places_are_not_invented(places: Rows) -> None:
    nowhere = [row for row in places if row["location_canonical"] is None]
    invented = [row["text"] for row in nowhere if _place_of(row["text"])]
    assert len(invented) / len(nowhere) <= 0.03, invented
    assert not [text for text in invented if text in {row["text"] for row in nowhere if row["kind"] == "none"}]


def test_homonyms_without_context_are_asked(places: Rows) -> None:
    bare = [row for row in places if row["kind"] == "ambiguous" and row["text"] == "Saint-Michel"]
    assert all(len(read_place(row["text"]).candidates) > 1 for row in bare) and bare


def test_french_and_english_are_never_taken_for_another_language(languages: Rows) -> None:
    ours = [row for row in languages if row["language"] in {"fr", "en"}]
    assert [row["text"] for row in ours if read_language(row["text"]).is_other] == []


@pytest.mark.parametrize(("batch", "least"), [(1, 0.9), (2, 0.7)])
def test_other_languages_are_recognised(languages: Rows, batch: int, least: float) -> None:
    others = [row for row in languages if row["language"] not in {"fr", "en"} and row["batch"] == batch]
    found = Counter(read_language(row["text"]).is_other for row in others)
    assert found[True] / len(others) >= least


def test_writing_systems_are_always_recognised(languages: Rows) -> None:
    foreign = [row for row in languages if not any("a" <= c <= "z" for c in row["text"].lower())]
    assert len(foreign) >= 40
    assert all(read_language(row["text"]).is_other for row in foreign)
