"""Labelled JSON-lines files: read whole, each bad line named."""

import json
from pathlib import Path
from typing import Any

from cli.errors import CommandError
from cli.labels import Labels, load_labels

_MOST_NAMED = 20


def read_labelled(path: Path) -> list[dict[str, Any]]:
    """Return the records of a file with the evaluation's fields; a missing `id` becomes the line's number.

    Raise CommandError naming every bad line (the first twenty) and what is wrong with it.
    """
    labels = load_labels()
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error
    records, wrong = [], []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            records.append(_record(line, number, labels))
        except ValueError as error:
            wrong.append(f"{path.name}, line {number}: {error}")
    if wrong:
        more = f"\n… and {len(wrong) - _MOST_NAMED} more" if len(wrong) > _MOST_NAMED else ""
        raise CommandError("\n".join(wrong[:_MOST_NAMED]) + more)
    if not records:
        raise CommandError(f"{path.name} holds no record")
    return records


def _record(line: str, number: int, labels: Labels) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not JSON ({error})") from error
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")
    problems = labels.problems(fields, open_groups=True)
    if problems:
        raise ValueError("; ".join(problems))
    return {"id": str(number), **fields}
