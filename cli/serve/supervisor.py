"""Starts the servers, starts again the one that dies, and takes all of them down together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

Say = Callable[[str], None]
_PR_SET_PDEATHSIG = 1
STOP_PATIENCE = 8.0
MAX_PAUSE = 15.0


def free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_parent() -> None:
    """Linux only: have the kernel stop the child when the supervisor is killed, even with SIGKILL."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Server:
    """One child process and how to start it."""

    name: str
    command: list[str]
    log: Path
    directory: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    not_before: float = 0.0
    started: float = 0.0

    def start(self) -> None:
        """Start the process in a group of its own: Ctrl-C reaches the supervisor, which stops the others in order."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                cwd=self.directory,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.started = time.monotonic()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def signal_group(self, number: int) -> None:
        """Send a signal to the process and its children."""
        if self.process is not None and self.alive:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return


@dataclass
class Supervisor:
    """The servers of one run."""

    say: Say
    servers: list[Server] = field(default_factory=list)

    def start(self, server: Server) -> None:
        """Start a server and look after it from now on."""
        server.start()
        self.servers.append(server)

    def look(self) -> None:
        """Start again whatever died; one that keeps dying is given a longer and longer rest."""
        now = time.monotonic()
        for server in self.servers:
            if server.alive:
                continue
            if server.process is not None:
                self._plan_restart(server, now)
            elif now >= server.not_before:
                server.start()
                self.say(f"{server.name} was started again")

    def _plan_restart(self, server: Server, now: float) -> None:
        status = server.process.returncode if server.process else None
        server.failures = server.failures + 1 if now - server.started < 60 else 1
        pause = min(MAX_PAUSE, 0.5 * 2 ** (server.failures - 1))
        server.not_before = now + pause
        server.process = None
        self.say(f"{server.name} stopped (status {status}); starting it again in {pause:.0f} s, see {server.log}")

    def stop(self) -> None:
        """Ask all to stop, the last started first; after the patience runs out, insist."""
        for server in reversed(self.servers):
            server.signal_group(signal.SIGTERM)
        deadline = time.monotonic() + STOP_PATIENCE
        while any(server.alive for server in self.servers) and time.monotonic() < deadline:
            time.sleep(0.05)
        for server in self.servers:
            server.signal_group(signal.SIGKILL)
            if server.process is not None:
                server.process.wait()
