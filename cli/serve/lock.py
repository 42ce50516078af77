"""One run a data directory: a lock that the system releases however the run ends."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.errors import CommandError


@contextmanager
def only_run(folder: Path, *, port: int) -> Iterator[None]:
    """Hold the directory's lock during the block; raise CommandError saying where the other run answers."""
    path = folder / "serve.lock"
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(_already_running(path)) from None
        file.truncate(0)
        file.write(json.dumps({"pid": os.getpid(), "port": port}))
        file.flush()
        yield


def _already_running(path: Path) -> str:
    try:
        other = json.loads(path.read_text("utf-8"))
        return f"Repère is already running: http://127.0.0.1:{other['port']} (process {other['pid']})."
    except (ValueError, KeyError):
        return "Repère is already being started from this directory."
