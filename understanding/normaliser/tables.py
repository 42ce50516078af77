"""Data files of tab-separated fields, one row a line."""

from pathlib import Path


def rows_of(path: Path) -> list[list[str]]:
    """Return the rows of a file, without comments and empty lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
