"""`repere analyse` over a pipe, with the trained model."""

import json
import subprocess

import pytest

from tests.e2e.conftest import repere

pytestmark = [pytest.mark.stack, pytest.mark.timeout(400)]
LEVELS = {"none", "concern", "high", "imminent"}


def test_lines_are_answered_in_order_and_bad_ones_are_named() -> None:
    lines = [
        json.dumps({"id": "a", "text": "je cherche un hébergement à Longueuil"}),
        "not json",
        json.dumps({"id": "b"}),
        json.dumps({"id": "c", "text": "il est devant ma porte avec un couteau", "kept": 1}),
        json.dumps({"id": "d", "text": ""}),
    ]
    done = subprocess.run(repere("analyse"), input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=380)
    assert done.returncode == 0, done.stderr[-2000:]
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines)
    shelter, bad, textless, danger, empty = answers
    assert shelter["need"] == "emergency_shelter" and shelter["language"] == "fr"
    assert shelter["location"] == {"text": "Longueuil", "name": "Longueuil", "region_code": "16"}
    assert shelter["risk"]["level"] in LEVELS and 0 <= shelter["risk"]["score"] <= 1
    assert 0 <= shelter["confidence"] <= 1 and shelter["need_alternatives"][0]["need"] == "emergency_shelter"
    assert bad["line"] == 2 and bad["error"] and textless["line"] == 3
    assert danger["risk"]["level"] == "imminent" and danger["kept"] == 1 and danger["location"] is None
    assert empty["id"] == "d"
