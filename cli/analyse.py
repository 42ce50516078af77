"""`repere analyse`: the trained model over JSON lines, as it serves, in Rasa's own environment."""

import subprocess
import sys

from cli import bot_environment
from cli.paths import BOT, BOT_PYTHON, DataDir
from cli.training import ensure_model


def analyse(data: DataDir) -> int:
    """Stream standard input through the model to standard output; return the exit status."""
    if not bot_environment.is_installed():
        bot_environment.install()
    model = ensure_model(data, lambda text: print(f"{text} …", file=sys.stderr))  # noqa: T201
    command = [str(BOT_PYTHON), "analyse.py", str(model)]
    environment = bot_environment.environment(LOG_LEVEL="ERROR")
    return subprocess.run(command, cwd=BOT, env=environment, check=False).returncode  # noqa: S603
