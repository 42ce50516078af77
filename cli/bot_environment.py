"""Rasa's own environment: installed by uv from its lock, used as a subprocess."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from cli.errors import CommandError
from cli.paths import BOT, BOT_PYTHON, ROOT

QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
    "LOG_LEVEL_LIBRARIES": "ERROR",
    "MPLCONFIGDIR": "/tmp/matplotlib",  # noqa: S108 - Rasa imports matplotlib, which wants a place to write
}
_STAMP = BOT / ".venv" / "repere.lock.sha256"


def environment(**more: str) -> dict[str, str]:
    """Return the variables for a process of Rasa's environment: telemetry off, our packages in reach."""
    inherited = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONHOME")}
    return {**inherited, **QUIET, "PYTHONPATH": f"{ROOT}{os.pathsep}{BOT}", **more}


def is_installed() -> bool:
    """Whether the environment matches its lock."""
    return BOT_PYTHON.exists() and _STAMP.exists() and _STAMP.read_text() == _lock_hash()


def install() -> None:
    """Install the environment; raise CommandError with uv's last words if that fails."""
    done = subprocess.run(  # noqa: S603
        [_uv(), "sync", "--frozen", "--project", str(BOT), "--python", _python(), "--quiet"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandError(f"Rasa's environment could not be installed:\n{done.stderr[-2000:]}")
    _STAMP.write_text(_lock_hash())


def run(*arguments: str, log: Path, **more: str) -> int:
    """Run Rasa's Python with its output in `log`; return the exit status."""
    with log.open("w", encoding="utf-8") as output:
        return subprocess.run(  # noqa: S603
            [str(BOT_PYTHON), *arguments],
            cwd=BOT,
            env=environment(**more),
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode


def _lock_hash() -> str:
    return hashlib.sha256((BOT / "uv.lock").read_bytes()).hexdigest()


def _python() -> str:
    """Return the interpreter to build on: Rasa runs on 3.11, the root environment's own if it is that."""
    return sys.executable if sys.version_info[:2] == (3, 11) else "3.11"


def _uv() -> str:
    found = os.environ.get("UV") or shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")
    if not Path(found).exists():
        raise CommandError("uv was not found. `make run` installs it.")
    return found
