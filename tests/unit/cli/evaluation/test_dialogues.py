"""Labelled conversations: bad files and absent servers are said to be so."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.errors import CommandError
from cli.evaluation.dialogues import play_file
from cli.main import _app

GOOD = {"id": "w1", "turns": ["allo"], "expect": {"escalates_by_turn": None, "must_not_escalate": True}}


@pytest.mark.parametrize("bad", ["{", json.dumps({"id": "w2", "turns": []}), json.dumps({**GOOD, "turns": [1]})])
def test_a_bad_line_is_named_before_any_conversation_is_held(tmp_path: Path, bad: str) -> None:
    file = tmp_path / "d.jsonl"
    file.write_text(f"{json.dumps(GOOD)}\n{bad}\n")
    with pytest.raises(CommandError, match=r"d.jsonl, line 2"):
        play_file("http://127.0.0.1:9", file)


def test_an_absent_server_or_file_is_said(tmp_path: Path) -> None:
    file = tmp_path / "d.jsonl"
    file.write_text(json.dumps(GOOD))
    with pytest.raises(CommandError, match="No Repère answers"):
        play_file("http://127.0.0.1:9", file)
    with pytest.raises(CommandError, match="cannot be read"):
        play_file("http://127.0.0.1:9", tmp_path / "absent.jsonl")


def test_the_comparison_needs_a_file() -> None:
    done = CliRunner().invoke(_app, ["evaluate", "--baseline"])
    assert isinstance(done.exception, CommandError) and "--baseline FILE" in str(done.exception)
