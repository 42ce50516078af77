"""Training sentences for risk: `data/<batch>.jsonl`, one record a line (see data/README.md)."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from understanding.risk.taxonomy import Level

DATA = Path(__file__).parent / "data"
UNSAID = "unsaid"
"""The need of a record whose readers did not say it: it teaches how grave a message is, and nothing of needs."""


@dataclass(frozen=True)
class Record:
    """One authored sentence; `batch` names the hand that wrote it and never crosses a cross-validation split."""

    text: str
    lang: str
    register: str
    risk: Level
    risk_type: str | None
    speaker: str
    need: str
    batch: str


def read_corpus(folder: Path = DATA) -> list[Record]:
    """Return all records, in the order of files and lines; raise ValueError naming the file and line of a bad one."""
    return [record for path in sorted(folder.glob("*.jsonl")) for record in _read_file(path)]


def _read_file(path: Path) -> Iterator[Record]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            fields = json.loads(line)
            yield Record(**{**fields, "risk": Level(fields["risk"]), "batch": path.stem})
        except (ValueError, TypeError, KeyError) as error:
            raise ValueError(f"{path.name}, line {number}: {error}") from error
