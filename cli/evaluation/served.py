"""The trained model as it serves, in Rasa's environment: each text sent when the one before is answered, and timed."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from cli import bot_environment
from cli.errors import CommandError
from cli.evaluation.scores import percentile
from cli.paths import BOT, BOT_PYTHON

WARM_UP = (
    "Bonjour, est-ce que quelqu'un peut me répondre?",
    "Hello, I would like some information please.",
    "je cherche de l'aide proche de chez nous",
)
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS"),
    "1",
)


class _StoppedError(Exception):
    """The process that holds the model ended."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds for one analysis on one core, over `count` messages, and on what kind of machine."""

    p50: float
    p95: float
    count: int
    machine: str


@dataclass(frozen=True)
class Served:
    """The model's answers, in order, and the milliseconds that each took."""

    answers: list[dict[str, Any]]
    milliseconds: list[float]

    @property
    def latency(self) -> Latency:
        """The percentiles of the answer times."""
        return latency_of(self.milliseconds)


def latency_of(milliseconds: Sequence[float]) -> Latency:
    """Return the percentiles of answer times measured on this machine."""
    return Latency(
        percentile(milliseconds, 0.5), percentile(milliseconds, 0.95), len(milliseconds), f"one core of {machine()}"
    )


def machine() -> str:
    """Return this kind of machine in words that name nobody's: architecture, clock, cores, and its load."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores ({os.uname().machine}{_clock()}{load})"


def _clock() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return ""
    speeds = [float(line.split(":")[1]) for line in lines if line.startswith("cpu MHz")]
    return f", {speeds[0] / 1000:.1f} GHz" if speeds else ""


def analyse(model: Path, records: Sequence[Mapping[str, Any]]) -> Served:
    """Return what the trained model answers to each record's `text`.

    Raise CommandError naming the record if the model refuses one or stops.
    """
    command = [str(BOT_PYTHON), "analyse.py", str(model)]
    environment = bot_environment.environment(LOG_LEVEL="ERROR", **ONE_THREAD)
    with (
        tempfile.TemporaryFile("w+") as said,
        subprocess.Popen(  # noqa: S603
            [*on_one_core(), *command],
            cwd=BOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        ) as process,
    ):
        assert process.stdin and process.stdout  # noqa: S101 - both are pipes
        try:
            for text in WARM_UP:
                _ask(process.stdin, process.stdout, {"text": text})
            asked = [_timed(process.stdin, process.stdout, record) for record in records]
        except _StoppedError:
            process.wait()
            said.seek(0)
            raise CommandError(f"The trained model stopped. Its last words:\n{said.read()[-1500:]}") from None
        finally:
            with suppress(BrokenPipeError):
                process.stdin.close()
    return Served([answer for answer, _ in asked], [taken for _, taken in asked])


def on_one_core() -> list[str]:
    """Return the prefix that pins a command to one core, where the system can."""
    if sys.platform != "linux":
        return []
    core = min(os.sched_getaffinity(0))
    code = f"import os, sys; os.sched_setaffinity(0, {{{core}}}); os.execvp(sys.argv[1], sys.argv[1:])"
    return [sys.executable, "-c", code]


def _timed(stdin: IO[str], stdout: IO[str], record: Mapping[str, Any]) -> tuple[dict[str, Any], float]:
    started = time.perf_counter()
    answer = _ask(stdin, stdout, {"id": record.get("id"), "text": record["text"]})
    return answer, (time.perf_counter() - started) * 1000


def _ask(stdin: IO[str], stdout: IO[str], question: Mapping[str, Any]) -> dict[str, Any]:
    try:
        stdin.write(json.dumps(question) + "\n")
        stdin.flush()
    except BrokenPipeError:
        raise _StoppedError from None
    line = stdout.readline()
    if not line:
        raise _StoppedError
    answer: dict[str, Any] = json.loads(line)
    if "error" in answer:
        raise CommandError(f"The trained model could not read record {question.get('id')}: {answer['error']}")
    return answer
