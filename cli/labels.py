"""The words a labelled record may use, and what is wrong with a record that uses others."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from understanding.risk.corpus import UNSAID
from understanding.risk.taxonomy import SPEAKERS, Level, RiskType

_FILE = Path(__file__).parent / "labels.yml"


@dataclass(frozen=True)
class Labels:
    """The known words, in the order in which tables show them."""

    langs: tuple[str, ...]
    registers: tuple[str, ...]
    needs: tuple[str, ...]
    moves: tuple[str, ...]
    speakers: tuple[str, ...] = SPEAKERS
    levels: tuple[str, ...] = tuple(map(str, Level))
    types: tuple[str, ...] = tuple(map(str, RiskType))

    def problems(self, fields: Mapping[str, Any], *, moves: bool = False, open_groups: bool = False) -> list[str]:
        """Return what is wrong with a record's fields, in words.

        `moves` allows the moves of the dialogue as needs, and UNSAID; `open_groups` allows any word as register and
        speaker, which only group the figures of files that others wrote.
        """
        found = [] if isinstance(fields.get("text"), str) and fields["text"].strip() else ["'text' is empty or absent"]
        needs = (*self.needs, *self.moves, UNSAID) if moves else self.needs
        for name, known in (("lang", self.langs), ("risk", self.levels), ("need", needs)):
            found += _unless_known(name, fields.get(name), known)
        for name, known in (("register", self.registers), ("speaker", self.speakers)):
            if not (open_groups and isinstance(fields.get(name), str)):
                found += _unless_known(name, fields.get(name), known)
        return found + self._type_problems(fields)

    def _type_problems(self, fields: Mapping[str, Any]) -> list[str]:
        kind = fields.get("risk_type")
        if fields.get("risk") == Level.NONE:
            return [] if kind is None else [f"'risk_type' is {kind!r} although 'risk' is 'none'"]
        return _unless_known("risk_type", kind, self.types)


def _unless_known(name: str, value: object, known: tuple[str, ...]) -> list[str]:
    return [] if value in known else [f"{name!r} is {value!r}, not one of {', '.join(known)}"]


@cache
def load_labels() -> Labels:
    """Return the words of labels.yml."""
    return Labels(**{name: tuple(words) for name, words in yaml.safe_load(_FILE.read_text("utf-8")).items()})
