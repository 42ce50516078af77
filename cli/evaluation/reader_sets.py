"""The project's own held-out sets for the readers that are written rather than trained: languages and places."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.errors import CommandError
from cli.evaluation.scores import Share, share
from cli.paths import ROOT
from understanding.language import read_language
from understanding.places import read_place

FOLDER = ROOT / "tests" / "nlu" / "data"
LANGUAGES = "languages.jsonl"
PLACES = "places.jsonl"


@dataclass(frozen=True)
class ReaderScores:
    """Shares by the goals' keys, and the file (with its number of messages) that each was counted on."""

    shares: dict[str, Share]
    sources: dict[str, str]


def score_readers(folder: Path = FOLDER) -> ReaderScores:
    """Score the sets that are present; raise CommandError naming the line of a bad one."""
    shares: dict[str, Share] = {}
    sources: dict[str, str] = {}
    for name, score, wanted in ((LANGUAGES, _languages, "language"), (PLACES, _places, "location_canonical")):
        path = folder / name
        if not path.exists():
            continue
        rows = _read(path, wanted)
        for key, counted in score(rows).items():
            shares[key] = counted
            sources[key] = f"{name}, {len(rows)} messages"
    return ReaderScores(shares, sources)


def _read(path: Path, wanted: str) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row["text"], str):
                raise ValueError("'text' is not a string")
            rows.append({"text": row["text"], "wanted": row[wanted]})
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path.name}, line {number}: {error!r}") from error
    return rows


def _languages(rows: Sequence[dict[str, Any]]) -> dict[str, Share]:
    told = [row for row in rows if row["wanted"] in ("fr", "en")]
    return {"language_right": share(told, lambda row: read_language(row["text"]).code == row["wanted"])}


def _places(rows: Sequence[dict[str, Any]]) -> dict[str, Share]:
    read = [(row["wanted"], found.name if (found := read_place(row["text"]).place) else None) for row in rows]
    return {
        "place_right": share([pair for pair in read if pair[0]], lambda pair: pair[0] == pair[1]),
        "place_invented": share([pair for pair in read if not pair[0]], lambda pair: pair[1] is not None),
    }
