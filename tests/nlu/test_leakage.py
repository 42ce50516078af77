"""No evaluation sentence resembles a training sentence."""

import os
from pathlib import Path

import pytest

from cli.corpus.sources import read_sources
from cli.evaluation.leakage import LIMIT, likenesses, read_texts
from cli.paths import ROOT
from understanding.acts.corpus import read_examples as read_acts
from understanding.calls.corpus import read_examples as read_calls
from understanding.ours.corpus import read_written as read_ours
from understanding.replies.corpus import read_examples as read_replies
from understanding.speaker.corpus import read_examples as read_speakers
from understanding.topics.corpus import read_examples as read_topics

FOLDER = Path(os.environ.get("REPERE_EVAL_FILES") or ROOT.parent / "shared" / "eval")
FILES = sorted(FOLDER.glob("*.jsonl"))


@pytest.fixture(scope="module")
def trained() -> list[tuple[str, str]]:
    """Where each training sentence is written, and the sentence."""
    acts = [(f"acts/{example.hand}", example.text) for example in read_acts()]
    topics = [(f"topics/{example.hand}", example.text) for example in read_topics()]
    replies = [(f"replies/{example.hand}", example.text) for example in read_replies()]
    ours = [(f"ours/{example.hand}", example.text) for example in read_ours()]
    calls = [(f"replies/live/{example.hand}", example.text) for example in read_calls()]
    openings = [("speaker", text) for text in sorted({example.text for example in read_speakers([])})]
    return (
        [(source.where, source.fields["text"]) for source in read_sources()]
        + acts
        + topics
        + replies
        + ours
        + calls
        + openings
    )


@pytest.mark.skipif(not FILES, reason=f"no evaluation file in {FOLDER} (set REPERE_EVAL_FILES to their folder)")
@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_no_evaluation_sentence_is_in_the_training_data(file: Path, trained: list[tuple[str, str]]) -> None:
    found = [like for like in likenesses(read_texts(file), trained) if not like.common]
    named = "\n".join(f"{like.id} resembles {like.where} ({like.jaccard})" for like in found)
    assert not found, f"over {LIMIT}; remove the training sentences:\n{named}"
