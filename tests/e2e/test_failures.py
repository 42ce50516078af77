"""What happens when parts fail: nothing is lost, numbers are given, and it comes back."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from cli.directory import open_session
from cli.paths import data_dir
from resources_db.models.taxonomy import Revision
from tests.e2e.conftest import Stack, Visitor, free_port, repere, resources, start, stop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]
DANGER = "il est devant ma porte avec un couteau"
IAVS = "+18889339007"
Open = Callable[..., Visitor]


def _numbers(answer: dict[str, list[dict[str, object]]]) -> list[str]:
    return [p["number"] for r in resources(answer) for p in r["phones"]]


@pytest.mark.parametrize("part", ["rasa", "actions"])
def test_a_killed_part_costs_no_message_and_comes_back(stack: Stack, open_visitor: Open, part: str) -> None:
    stack.wait_ready()
    visitor = open_visitor()
    visitor.say("je cherche de l'aide alimentaire")
    stack.kill(part)
    without = visitor.say("à Rimouski")
    assert IAVS in _numbers(without) and without["messages"]
    danger = open_visitor().say(DANGER)
    assert danger["state"] == "waiting" and "911" in _numbers(danger)
    stack.wait_ready()
    after = visitor.say("à Rimouski, donc")
    assert any({"01", "QC", "CA"} & set(r["coverage"]) for r in resources(after))
    assert len([m for m in visitor.read()["messages"] if m["sender"] == "visitor"]) == 3


def test_a_slow_rasa_is_not_waited_for(stack: Stack, open_visitor: Open) -> None:
    stack.wait_ready()
    visitor = open_visitor()
    stack.kill("rasa", signal.SIGSTOP)
    try:
        started = time.monotonic()
        answer = visitor.say(DANGER)
        assert time.monotonic() - started < 7
        assert answer["state"] == "waiting" and "911" in _numbers(answer)
    finally:
        stack.kill("rasa", signal.SIGCONT)
    stack.wait_ready()
    assert open_visitor().say("bonjour")["messages"]


def test_a_killed_api_loses_nothing(stack: Stack, open_visitor: Open, counsellor: httpx.Client) -> None:
    stack.wait_ready()
    visitor = open_visitor()
    before = visitor.say(DANGER, "once")
    stack.kill("api")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            again = visitor.say(DANGER, "once")
            break
        except httpx.HTTPError:
            time.sleep(0.3)
    assert again["messages"] == before["messages"] and again["state"] == "waiting"
    assert [i["id"] for i in counsellor.get("/v1/console/queue").json()["items"] if i["id"] == visitor.id]
    stack.wait_ready()


def test_starting_twice_says_where_the_first_one_is(stack: Stack) -> None:
    second = subprocess.run(
        repere("serve", "--port", str(free_port()), "--data-dir", str(stack.data)),
        env=stack.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode == 1
    assert "already running" in second.stderr and stack.url in second.stderr


def test_a_taken_port_is_said_clearly(stack: Stack, tmp_path: Path) -> None:
    port = stack.url.rpartition(":")[2]
    second = subprocess.run(
        repere("serve", "--port", port, "--data-dir", str(tmp_path)), capture_output=True, text=True, timeout=60
    )
    assert second.returncode == 1 and port in second.stderr and "taken" in second.stderr


def directory_revision(stack: Stack) -> str | None:
    """The token of the running product's directory: any import that changes something gives it a new one."""
    with open_session(data_dir(stack.data).database_url) as session:
        return session.scalar(select(Revision.token))


def test_one_ctrl_c_stops_everything_and_a_restart_finds_the_conversation(tmp_path: Path) -> None:
    port = free_port()
    first = start(tmp_path, port)
    first.wait_ready()
    with httpx.Client(base_url=first.url, timeout=20, trust_env=False) as http:
        created = http.post("/v1/conversations", json={}).json()
        visitor = Visitor(http, created["id"], created["token"])
        visitor.say("je cherche un hébergement")
        imported = directory_revision(first)
        children = [pid for name in ("rasa", "actions", "api") for pid in first.pids(name)]
        assert len(children) == 3
        stop(first)
        assert first.process.returncode == 0
        assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
        second = start(tmp_path, port)
        second.wait_ready()
        try:
            # Nothing is imported or trained again.
            assert imported and directory_revision(second) == imported
            assert "model …" in second.log("serve") and "training" not in second.log("serve")
            shown = resources(visitor.say("à Sherbrooke"))
            assert shown and all({"05", "QC", "CA"} & set(r["coverage"]) for r in shown)
        finally:
            stop(second)


def test_a_killed_supervisor_leaves_nothing_running(tmp_path: Path) -> None:
    stack = start(tmp_path, free_port())
    stack.wait_ready()
    children = [pid for name in ("rasa", "actions", "api") for pid in stack.pids(name)]
    os.kill(stack.process.pid, signal.SIGKILL)
    stack.process.wait()
    deadline = time.monotonic() + 15
    while any(Path(f"/proc/{pid}").exists() for pid in children) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
