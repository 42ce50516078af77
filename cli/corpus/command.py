"""`repere corpus`: check the training sentences and write the page that counts them."""

from pathlib import Path

from cli.corpus.checks import problems
from cli.corpus.counts import Corpus, count_corpus
from cli.corpus.page import PAGE, render
from cli.corpus.sources import read_sources
from cli.errors import CommandError

_MOST_NAMED = 40


def checked_corpus() -> Corpus:
    """Return the counts of the training sentences; raise CommandError naming each problem (the first forty)."""
    sources = read_sources()
    found = problems(sources)
    if found:
        more = f"\n… and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
        raise CommandError("\n".join(found[:_MOST_NAMED]) + more)
    return count_corpus([source.fields for source in sources])


def corpus(*, check: bool, page: Path = PAGE) -> str:
    """Write the page, or with `check` only compare it; return one line of what was done.

    Raise CommandError when the sentences have problems, or when the page is stale.
    """
    counts = checked_corpus()
    text = render(counts)
    if not check:
        page.write_text(text, "utf-8")
        return f"{counts.total} sentences in {len(counts.batches)} batches, no problem found; {page.name} is written."
    if not page.exists() or page.read_text("utf-8") != text:
        raise CommandError(f"{page.name} is stale: run `repere corpus`.")
    return f"{counts.total} sentences in {len(counts.batches)} batches, no problem found; {page.name} is up to date."
