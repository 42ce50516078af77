"""What is wrong with the training sentences."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from cli.corpus.sources import Source
from cli.labels import load_labels
from understanding.normaliser import fold

ANYBODYS_WORDS = 4
"""Two hands may well write the same few words ("ça me dérange pas"); a longer sentence twice is a copy."""


def problems(sources: Iterable[Source]) -> list[str]:
    """Return one line a problem, each naming the file and line: bad fields, unknown labels, empty texts, duplicates."""
    sources = list(sources)
    return [*_bad_fields(sources), *_duplicates([s for s in sources if _has_text(s)])]


def _has_text(source: Source) -> bool:
    text = source.fields.get("text")
    return isinstance(text, str) and bool(text.strip())


def _bad_fields(sources: Iterable[Source]) -> list[str]:
    labels = load_labels()
    found = []
    for source in sources:
        if source.problem:
            found.append(f"{source.where}: {source.problem}")
            continue
        said = labels.problems(source.fields, moves=True)
        if not source.fields.get("batch"):
            said.append("'batch' is absent")
        found += [f"{source.where}: {problem}" for problem in said]
    return found


def _duplicates(sources: Iterable[Source]) -> list[str]:
    """Return the sentences written twice: with other labels, or in two batches when they are more than a few words."""
    by_text: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        by_text[fold(source.fields["text"])].append(source)
    return [line for folded, same in by_text.items() if len(same) > 1 for line in _repeated(folded, same)]


def _repeated(folded: str, same: Sequence[Source]) -> list[str]:
    first, *others = same
    if len({(s.fields.get("risk"), s.fields.get("need")) for s in same}) > 1:
        return [f"{other.where}: the same text as {first.where}, with other labels perhaps" for other in others]
    long = len(folded.split()) > ANYBODYS_WORDS
    return [
        f"{other.where}: the same text as {first.where}"
        for other in others
        if long and other.fields.get("batch") != first.fields.get("batch")
    ]
