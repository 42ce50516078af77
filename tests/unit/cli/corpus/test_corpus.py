"""The training sentences are checked, counted, and their page is up to date."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.corpus.checks import problems
from cli.corpus.command import corpus
from cli.corpus.counts import count_corpus, thin_cells
from cli.corpus.page import render
from cli.corpus.sources import Source, read_sources
from cli.errors import CommandError
from cli.labels import load_labels
from cli.paths import BOT
from cli.training import risk_records

RISK: dict[str, Any] = {
    "text": "il me suit partout",
    "lang": "fr",
    "register": "sms",
    "risk": "high",
    "risk_type": "stalking",
    "speaker": "victim",
    "need": "police_report",
}
NLU = """version: "3.1"
nlu:
- intent: greet
  examples:
  - text: "allo"
    metadata: {batch: b1, lang: fr, register: sms}
  - text: "hey"
    metadata: {batch: b1, lang: klingon, register: sms, speaker: other}
  - "sans metadata"
"""


def _folders(tmp_path: Path, lines: list[str], nlu: str) -> list[Source]:
    (tmp_path / "risk").mkdir()
    (tmp_path / "nlu" / "deep").mkdir(parents=True)
    (tmp_path / "risk" / "b1.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "nlu" / "deep" / "moves.yml").write_text(nlu, "utf-8")
    return read_sources(tmp_path / "risk", tmp_path / "nlu")


def test_the_data_has_no_problem_and_the_page_is_up_to_date() -> None:
    assert "up to date" in corpus(check=True)


def test_the_sentences_counted_are_those_that_the_models_learn() -> None:
    counted = sorted((s.fields["batch"], s.fields["text"], s.fields["risk"]) for s in read_sources())
    assert counted == sorted((r.batch, r.text, str(r.risk)) for r in risk_records())


def test_the_needs_are_the_bot_s_intents() -> None:
    intents = yaml.safe_load((BOT / "domain" / "intents.yml").read_text("utf-8"))["intents"]
    labels = load_labels()
    assert {*labels.needs, *labels.moves} == {name for name in intents if not name.startswith("risk_")}


def test_every_problem_is_named_with_its_file_and_line(tmp_path: Path) -> None:
    lines = [json.dumps(RISK), "{", json.dumps({**RISK, "text": ""}), json.dumps({**RISK, "text": "a", "need": "tea"})]
    found = problems(_folders(tmp_path, lines, NLU))
    assert [line.split(": ")[0] for line in found] == [
        "b1.jsonl:2",
        "b1.jsonl:3",
        "b1.jsonl:4",
        "deep/moves.yml:7",
        "deep/moves.yml:9",
    ]
    assert "'text' is empty" in found[1] and "'tea', not one of" in found[2] and "'klingon'" in found[3]


def test_a_file_that_is_not_rasa_s_format_is_named(tmp_path: Path) -> None:
    (found,) = problems(_folders(tmp_path, [json.dumps(RISK)], "nlu: ["))
    assert found.startswith("deep/moves.yml:1: not Rasa's NLU format")


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ({"batch": "b1"}, {"batch": "b2", "text": "IL ME SUIT PARTOUT LE SOIR"}, True),
        ({"batch": "b1"}, {"batch": "b1"}, False),
        ({"batch": "b1"}, {"batch": "b1", "risk": "imminent"}, True),
        ({"batch": "b1", "text": "merci"}, {"batch": "b2", "text": "Merci"}, False),
        ({"batch": "b1", "text": "merci"}, {"batch": "b2", "text": "Merci", "need": "goodbye"}, True),
    ],
)
def test_a_sentence_written_twice_is_a_problem_across_batches_or_labels(
    first: dict[str, Any], second: dict[str, Any], named: bool
) -> None:
    base = {**RISK, "text": "il me suit partout le soir"}
    found = problems([Source("a:1", {**base, **first}), Source("a:2", {**base, **second})])
    assert bool(found) == named and all(line.startswith("a:2: the same text as a:1") for line in found)


def test_thin_cells_are_listed_emptiest_first() -> None:
    counts = count_corpus([{**RISK, "batch": "b1"}] * 3 + [{**RISK, "batch": "b2", "speaker": "witness"}])
    cells = [("high", "victim"), ("high", "witness"), ("high", "buyer")]
    thin = thin_cells(counts, cells, ("level", "speaker"), few=3)
    assert [(cell.labels, cell.count) for cell in thin] == [(("high", "buyer"), 0), (("high", "witness"), 1)]
    assert counts.count(level="high") == 4 and counts.count(level="high", speaker="victim") == 3


def test_the_page_shows_the_grid_and_a_recorded_pair_counts_once() -> None:
    counts = count_corpus([{**RISK, "batch": "b1", "pair": "p1"}, {**RISK, "batch": "b1", "pair": "p1", "lang": "en"}])
    page = render(counts)
    assert "| stalking | victim |  |  |  | 1 · 1 · 0 |" in page and "harmless and dangerous): 1." in page
    assert "| b1 | 2 | 0 | 0 | 2 | 0 | 1 | 1 | 0 | 2 (100%) |" in page
    assert "- **0**: " in page


def test_a_stale_page_is_refused_and_written_again(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    with pytest.raises(CommandError, match="stale"):
        corpus(check=True, page=page)
    corpus(check=False, page=page)
    assert "up to date" in corpus(check=True, page=page)
