"""How many training sentences there are of each kind."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from cli.labels import load_labels

Fields = dict[str, Any]
_LABELS = ("level", "type", "speaker", "register", "lang")


@dataclass(frozen=True)
class BatchRow:
    """One batch: its sentences by level and by language, and how many are neither standard nor formal."""

    name: str
    total: int
    levels: dict[str, int]
    langs: dict[str, int]
    non_standard: int


@dataclass(frozen=True)
class ThinCell:
    """A combination of labels with few sentences."""

    labels: tuple[str, ...]
    count: int


@dataclass(frozen=True)
class Corpus:
    """All counts; `grid` by (level, type, speaker, register, language), type `none` for harmless sentences."""

    total: int
    batches: tuple[BatchRow, ...]
    grid: Counter[tuple[str, str, str, str, str]]
    needs: Counter[tuple[str, str, str]]
    pairs: int

    @property
    def languages(self) -> str:
        """The sentences by language, in a few words."""
        by = Counter[str]()
        for (_, _, _, _, lang), count in self.grid.items():
            by[lang] += count
        return ", ".join(f"{lang}: {by[lang]}" for lang in load_labels().langs)

    def count(self, **wanted: str) -> int:
        """Return how many sentences carry all of the labels given (`level`, `type`, `speaker`, `register`, `lang`)."""
        return sum(
            n for cell, n in self.grid.items() if all(cell[_LABELS.index(name)] == v for name, v in wanted.items())
        )


def count_corpus(records: Sequence[Fields]) -> Corpus:
    """Count records that passed the checks."""
    names = sorted({r["batch"] for r in records})
    return Corpus(
        total=len(records),
        batches=tuple(_batch(name, [r for r in records if r["batch"] == name]) for name in names),
        grid=Counter((r["risk"], r["risk_type"] or "none", r["speaker"], r["register"], r["lang"]) for r in records),
        needs=Counter((r["need"], r["register"], r["lang"]) for r in records),
        pairs=len({r["pair"] for r in records if r.get("pair")}),
    )


def _batch(name: str, records: Sequence[Fields]) -> BatchRow:
    labels = load_labels()
    return BatchRow(
        name=name,
        total=len(records),
        levels=_tally(labels.levels, (r["risk"] for r in records)),
        langs=_tally(labels.langs, (r["lang"] for r in records)),
        non_standard=sum(r["register"] not in ("standard", "formal") for r in records),
    )


def _tally(known: Iterable[str], values: Iterable[str]) -> dict[str, int]:
    counted = Counter(values)
    return {name: counted[name] for name in known}


def thin_cells(
    corpus: Corpus, combinations: Iterable[tuple[str, ...]], names: tuple[str, ...], few: int
) -> list[ThinCell]:
    """Return the combinations of the labels `names` that hold fewer than `few` sentences, the emptiest first."""
    places = [_LABELS.index(name) for name in names]
    counted: Counter[tuple[str, ...]] = Counter()
    for cell, number in corpus.grid.items():
        counted[tuple(cell[place] for place in places)] += number
    thin = [ThinCell(labels, counted[labels]) for labels in combinations if counted[labels] < few]
    return sorted(thin, key=lambda cell: cell.count)
