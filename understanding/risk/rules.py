"""Near-certain rules: patterns over the folded text, in `rules.yml`, each with sentences it must and must not match."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from understanding.normaliser import fold, normalise
from understanding.risk.taxonomy import Level, RiskType

FILE = Path(__file__).parent / "rules.yml"


@dataclass(frozen=True)
class Rule:
    """One rule: `pattern` decides unless `unless` matches too."""

    id: str
    level: Level
    type: RiskType
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


def load(path: Path = FILE) -> list[Rule]:
    """Return the rules; raise ValueError naming the rule that is not valid."""
    return [_rule(entry) for entry in yaml.safe_load(path.read_text("utf-8"))]


def _rule(entry: dict[str, str]) -> Rule:
    try:
        unless = entry.get("unless")
        return Rule(
            id=entry["id"],
            level=Level(entry["level"]),
            type=RiskType(entry["type"]),
            pattern=re.compile(entry["pattern"], re.VERBOSE),
            unless=re.compile(unless, re.VERBOSE) if unless else None,
        )
    except (KeyError, ValueError, re.error) as error:
        raise ValueError(f"risk rule {entry.get('id')!r}: {error}") from error


def match(rules: list[Rule], text: str) -> list[Rule]:
    """Return the rules that hold for `text`."""
    folded = fold(normalise(text))
    return [rule for rule in rules if rule.pattern.search(folded) and not (rule.unless and rule.unless.search(folded))]
