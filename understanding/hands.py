"""Sentences that teach a reader, written by several hands: one JSON object a line, one file a hand."""

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar

Said = dict[str, Any]
Example = TypeVar("Example")


def read_hands(
    folder: Path,
    *,
    labels: Callable[[Said], Collection[str]],
    known: Collection[str],
    example: Callable[[Said, str], Example],
) -> list[Example]:
    """Return `example(line, hand)` of each line of the folder's files, each text once, the first hand's.

    Raise ValueError for a line without text, or with one of `labels(line)` that is not `known`.
    """
    found: dict[str, Example] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            said: Said = json.loads(line)
            unknown = set(labels(said)) - set(known)
            if unknown or not said["text"].strip():
                raise ValueError(f"{path.name}, line {number}: {', '.join(sorted(unknown)) or 'no text'}")
            found.setdefault(" ".join(said["text"].lower().split()), example(said, path.stem))
    return list(found.values())
