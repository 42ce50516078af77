"""docs/training-data.md: the grid of the training sentences, and where it is thin."""

from collections.abc import Iterator
from itertools import groupby, product
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cli.corpus.counts import Corpus, ThinCell, thin_cells
from cli.labels import Labels, load_labels
from cli.paths import ROOT
from understanding.risk.taxonomy import Level

PAGE = ROOT / "docs" / "training-data.md"
TEMPLATE = "page.md.j2"
_THIN = (
    ("level, type and speaker", ("level", "type", "speaker"), 5),
    ("level, type and language", ("level", "type", "lang"), 10),
    ("level, register and language", ("level", "register", "lang"), 10),
)
"""Below these counts a figure per group says nothing, and the models learn little."""


def render(corpus: Corpus) -> str:
    """Return the page's Markdown: the same counts always give the same text."""
    labels = load_labels()
    environment = Environment(  # noqa: S701 - Markdown, from the project's own labels
        loader=FileSystemLoader(Path(__file__).parent), undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template(TEMPLATE).render(
        corpus=corpus,
        levels=labels.levels,
        langs=labels.langs,
        registers=labels.registers,
        rows=lambda level: list(_rows(corpus, labels, level)),
        thin=[_thin(corpus, labels, *entry) for entry in _THIN],
        needs=list(_needs(corpus, labels)),
        percent=lambda part, whole: f"{part / whole:.0%}" if whole else "–",
    )


def _rows(corpus: Corpus, labels: Labels, level: str) -> Iterator[tuple[str, str, list[str], int]]:
    for kind, speaker in product((*labels.types, "none"), labels.speakers):
        counts = [
            [corpus.grid[(level, kind, speaker, register, lang)] for lang in labels.langs]
            for register in labels.registers
        ]
        total = sum(map(sum, counts))
        if total:
            yield kind, speaker, [" · ".join(map(str, cell)) if any(cell) else "" for cell in counts], total


def _thin(
    corpus: Corpus, labels: Labels, title: str, names: tuple[str, ...], few: int
) -> tuple[str, int, tuple[str, ...], list[tuple[int, list[str]]]]:
    """Return the thin cells of some labels, those of one count together: each prefix with its last labels."""
    risky = tuple(level for level in labels.levels if level != Level.NONE)
    values = {
        "level": risky if "type" in names else labels.levels,
        "type": labels.types,
        "speaker": labels.speakers,
        "register": labels.registers,
        "lang": labels.langs,
    }
    cells = thin_cells(corpus, product(*(values[name] for name in names)), names, few)
    return title, few, names, [(count, _shortened(same)) for count, same in groupby(cells, key=lambda c: c.count)]


def _shortened(cells: Iterator[ThinCell]) -> list[str]:
    return [
        f"{' '.join(prefix)} ({', '.join(cell.labels[-1] for cell in same)})"
        for prefix, same in groupby(cells, key=lambda c: c.labels[:-1])
    ]


def _needs(corpus: Corpus, labels: Labels) -> Iterator[tuple[str, int, list[int], int]]:
    for name in (*labels.needs, *labels.moves):
        mine = {key: n for key, n in corpus.needs.items() if key[0] == name}
        by_lang = [sum(n for key, n in mine.items() if key[2] == lang) for lang in labels.langs]
        other = sum(n for key, n in mine.items() if key[1] not in ("standard", "formal"))
        yield name, sum(mine.values()), by_lang, other
