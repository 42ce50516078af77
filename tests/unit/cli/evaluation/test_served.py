"""The trained model over a pipe, one message at a time, with a stand-in for it."""

import sys
from pathlib import Path

import pytest

from cli.errors import CommandError
from cli.evaluation import served

ECHO = """
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked["text"] == "stop":
        raise SystemExit("no memory left")
    answer = {"error": "no"} if asked["text"] == "bad" else {"id": asked.get("id"), "length": len(asked["text"])}
    print(json.dumps(answer), flush=True)
"""


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "analyse.py").write_text(ECHO)
    monkeypatch.setattr(served, "BOT", tmp_path)
    monkeypatch.setattr(served, "BOT_PYTHON", Path(sys.executable))
    return tmp_path / "model"


def test_each_answer_is_timed_and_in_order(model: Path) -> None:
    found = served.analyse(model, [{"id": "a", "text": "un"}, {"id": "b", "text": "deux"}])
    assert found.answers == [{"id": "a", "length": 2}, {"id": "b", "length": 4}]
    assert len(found.milliseconds) == 2 and found.latency.p95 > 0 and found.latency.count == 2
    assert "one core of" in found.latency.machine


def test_a_refused_record_is_named(model: Path) -> None:
    with pytest.raises(CommandError, match="record b: no"):
        served.analyse(model, [{"id": "a", "text": "un"}, {"id": "b", "text": "bad"}])


def test_a_model_that_stops_is_said_to(model: Path) -> None:
    with pytest.raises(CommandError, match=r"stopped(.|\n)*no memory left"):
        served.analyse(model, [{"id": "a", "text": "stop"}, {"id": "b", "text": "un"}])
