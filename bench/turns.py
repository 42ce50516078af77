"""`make bench`: how long a turn takes against a bare request of the same server, one after the other.

With `--url` a running Repère is measured, otherwise one is started in a temporary folder (its model is trained first if
it is missing). Both kinds of request alternate, so that a busy machine slows both.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from cli.evaluation.scores import percentile
from cli.evaluation.served import machine
from cli.paths import ROOT
from cli.serve.supervisor import free_port

TURNS = Path(__file__).parent / "turns.txt"
STARTED_WITHIN = 400.0
WARM_UP = 3


@contextmanager
def running(url: str | None) -> Iterator[str]:
    """Give the address of a ready Repère: the one named, or one started here and stopped at the end."""
    if url is not None:
        _wait(url, None)
        yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        models = os.environ.get("REPERE_MODELS_DIR") or str(ROOT / "var" / "models")
        command = [sys.executable, "-c", "from cli.main import app; app()", "serve", "--port", str(port)]
        with (Path(folder) / "serve.log").open("w") as log:
            process = subprocess.Popen(
                [*command, "--data-dir", folder],
                cwd=ROOT,
                env={**os.environ, "REPERE_MODELS_DIR": models},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            print("starting Repère …", file=sys.stderr)
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes] | None) -> None:
    deadline = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            raise SystemExit("Repère stopped while it started: try `make run`")
        try:
            if httpx.get(f"{url}/readyz", timeout=5, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            if process is None:
                raise SystemExit(f"nothing answers at {url}") from None
        time.sleep(0.3)
    raise SystemExit(f"{url} was not ready after {STARTED_WITHIN:.0f} s")


def measure(url: str, turns: list[str], conversations: int) -> tuple[list[float], list[float]]:
    """Return the milliseconds of each turn, and of the bare request (`/healthz`) sent just before it."""
    bare: list[float] = []
    turn: list[float] = []
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        for number in range(conversations):
            opened = client.post("/v1/conversations", json={}).raise_for_status().json()
            path, headers = f"/v1/conversations/{opened['id']}", {"Authorization": f"Bearer {opened['token']}"}
            for text in turns:
                body = {"text": text, "client_message_id": uuid4().hex}
                spent_bare = _timed(lambda: client.get("/healthz"))
                spent = _timed(lambda b=body, p=path, h=headers: client.post(f"{p}/messages", json=b, headers=h))
                if number or len(turn) >= WARM_UP:
                    bare.append(spent_bare)
                turn.append(spent)
            client.delete(path, headers=headers)
    return bare, turn[len(turn) - len(bare) :]


def _timed(send: Callable[[], httpx.Response]) -> float:
    started = time.perf_counter()
    send().raise_for_status()
    return (time.perf_counter() - started) * 1000


def summary(bare: list[float], turn: list[float]) -> dict[str, dict[str, float]]:
    """Return p50 and p95 of both in milliseconds, and the ratio of the turn to the bare request."""
    found = {}
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        of_bare, of_turn = percentile(bare, share), percentile(turn, share)
        found[name] = {"bare_ms": of_bare, "turn_ms": of_turn, "ratio": of_turn / of_bare}
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--url", help="a running Repère; one is started if absent")
    parser.add_argument("--conversations", type=int, default=10)
    parser.add_argument("--json", type=Path, help="write the figures there")
    wanted = parser.parse_args()
    turns = [line for line in TURNS.read_text("utf-8").splitlines() if line]
    with running(wanted.url) as url:
        bare, turn = measure(url, turns, wanted.conversations)
    found = summary(bare, turn)
    print(f"{len(turn)} turns in {wanted.conversations} conversations; {machine()}")
    print(f"{'':6}{'bare request':>14}{'turn':>12}{'ratio':>9}")
    for name, row in found.items():
        print(f"{name:6}{row['bare_ms']:>11.1f} ms{row['turn_ms']:>9.1f} ms{row['ratio']:>8.1f}×")
    if wanted.json:
        wanted.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
