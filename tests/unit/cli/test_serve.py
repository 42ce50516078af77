"""One run at a time, servers that come back, nothing left running."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.errors import CommandError
from cli.serve.lock import only_run
from cli.serve.supervisor import Server, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


def _server(tmp_path: Path, command: list[str]) -> Server:
    return Server("sleeper", command, tmp_path / "log", tmp_path, dict(os.environ))


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z"


def test_a_second_run_says_where_the_first_one_is(tmp_path: Path) -> None:
    with (
        only_run(tmp_path, port=8123),
        pytest.raises(CommandError, match=r"already running.*8123"),
        only_run(tmp_path, port=1),
    ):
        pass
    with only_run(tmp_path, port=8123):
        pass


def test_a_killed_server_is_started_again_and_stopped_with_the_others(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(say=said.append)
    server = _server(tmp_path, SLEEPER)
    supervisor.start(server)
    assert server.process is not None
    first = server.process.pid
    os.kill(first, signal.SIGKILL)
    server.process.wait()
    deadline = time.monotonic() + 10
    while not server.alive and time.monotonic() < deadline:
        supervisor.look()
        time.sleep(0.05)
    assert server.alive and server.process is not None and server.process.pid != first
    assert any("stopped" in line for line in said) and any("started again" in line for line in said)
    second = server.process.pid
    supervisor.stop()
    assert _gone(second)


def test_one_that_keeps_dying_rests_longer_each_time(tmp_path: Path) -> None:
    supervisor = Supervisor(say=lambda _text: None)
    server = _server(tmp_path, [sys.executable, "-c", "raise SystemExit(3)"])
    supervisor.start(server)
    assert server.process is not None
    server.process.wait()
    supervisor.look()
    first = server.not_before - time.monotonic()
    server.start()
    assert server.process is not None
    server.process.wait()
    supervisor.look()
    assert server.not_before - time.monotonic() > first


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_children_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from cli.serve.supervisor import Server, Supervisor; import os\n"
        f"v = Server('x', {SLEEPER!r}, Path({str(tmp_path / 'log')!r}), Path('.'), dict(os.environ))\n"
        "s = Supervisor(say=print)\n"
        "s.start(v); print(v.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while not _gone(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _gone(child)
