"""The trained reader of topics; docs/topics.md says how often the sure ones are right."""

from functools import cache
from pathlib import Path

from understanding.classes import Classes

FILE = Path(__file__).parent / "model" / "topics.npz"


@cache
def shared() -> Classes:
    """The process's reader, loaded once; raise FileNotFoundError if it was never trained."""
    return Classes.load(FILE)
