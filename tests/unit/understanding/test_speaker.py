"""Who speaks, and the openings that teach it."""

import json
from pathlib import Path

import pytest

from understanding.speaker import opening
from understanding.speaker.corpus import FOLDER, OFTEN, read_examples


def test_greetings_tell_of_nobody() -> None:
    assert opening(["bonjour"]) is None
    assert opening(["allo", "c'est confidentiel?"]) is None


def test_later_messages_do_not_change_who_opened() -> None:
    begun = ["my 15 year old daughter comes home with money and a hotel key card", "her father says I exaggerate"]
    later = [*begun, "I can't sleep anymore, I cry all day, I feel dirty"]
    first, then = opening(begun), opening(later)
    assert first is not None
    assert first == then
    assert first.speaker == "relative"


def test_every_opening_shipped_is_read() -> None:
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in FOLDER.glob("*.jsonl"))
    assert len(read_examples([])) >= lines * OFTEN


@pytest.mark.parametrize("line", [{"speaker": "nobody", "messages": ["a"]}, {"speaker": "victim", "messages": [" "]}])
def test_a_bad_opening_is_refused_with_its_line(tmp_path: Path, line: dict[str, object]) -> None:
    (tmp_path / "o9.jsonl").write_text(json.dumps(line) + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"o9\.jsonl, line 1"):
        read_examples([], tmp_path)
