"""`repere serve`: everything, in stages, each with its line of progress."""

import os
import secrets
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from rich.console import Console
from sqlalchemy import make_url

from cli import bot_environment, training
from cli.availability import availability_secret
from cli.errors import CommandError
from cli.paths import BOT, BOT_PYTHON, ROOT, DataDir
from cli.serve.lock import only_run
from cli.serve.supervisor import Server, Supervisor, free_port

console = Console(highlight=False)
STAGES = 5
READY_PATIENCE = 180.0


@dataclass(frozen=True)
class Ports:
    """Where the servers listen, all on loopback but the api when told otherwise."""

    api: int
    rasa: int
    actions: int


@contextmanager
def stage(number: int, what: str) -> Iterator[Callable[[str], None]]:
    """Print one line a stage: what is being done, then how long it took."""
    started = time.monotonic()
    console.print(f"[{number}/{STAGES}] {what} …", markup=False)

    def detail(text: str) -> None:
        console.print(f"      {text} …", markup=False)

    yield detail
    console.print(f"      done in {time.monotonic() - started:.1f} s", markup=False)


def serve(*, data: DataDir, host: str, port: int) -> None:
    """Prepare what is missing, start the servers and look after them until interrupted."""
    data.make()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    with only_run(data.path, port=port):
        _refuse_busy_port(host, port)
        supervisor = Supervisor(say=lambda text: console.print(text, markup=False))
        try:
            _start(supervisor, data, host, port)
            while True:
                time.sleep(0.5)
                supervisor.look()
        except KeyboardInterrupt:
            console.print("\nStopping …")
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            supervisor.stop()
            console.print("Stopped.")


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _start(supervisor: Supervisor, data: DataDir, host: str, port: int) -> None:
    with stage(1, "Rasa's environment"):
        if not bot_environment.is_installed():
            bot_environment.install()
    with stage(2, "databases and directory"):
        prepare_databases(data)
    with stage(3, "model") as say:
        model = training.ensure_model(data, say)
    ports = Ports(api=port, rasa=free_port(), actions=free_port())
    environment = shared_environment(data, ports)
    with stage(4, "web server and actions"):
        supervisor.start(_actions(data, ports, environment))
        supervisor.start(_api(data, ports, environment, host))
        supervisor.start(_rasa(data, ports, environment, model))
        _wait(supervisor, f"http://127.0.0.1:{port}/healthz")
    with stage(5, "assistant"):
        _wait(supervisor, f"http://127.0.0.1:{port}/readyz")
    _welcome(data, host, port)


def prepare_databases(data: DataDir) -> None:
    """Bring both sets of tables to the newest migration and the directory to the shipped records."""
    from api.database import upgrade as upgrade_api
    from cli.directory import import_shipped
    from resources_db.database import upgrade as upgrade_directory

    upgrade_directory(data.database_url)
    upgrade_api(data.database_url)
    import_shipped(data.database_url)


def shared_environment(data: DataDir, ports: Ports) -> dict[str, str]:
    """Return what the three processes must agree on; the token is new at each run unless it is given."""
    tracker = make_url(data.tracker_url)
    return {
        "REPERE_DATABASE_URL": data.database_url,
        "REPERE_MODELS_DIR": str(data.models),
        "REPERE_RASA_TRACKER_URL": data.tracker_url,
        "REPERE_RASA_TOKEN": os.environ.get("REPERE_RASA_TOKEN") or secrets.token_urlsafe(32),
        "REPERE_RASA_URL": f"http://127.0.0.1:{ports.rasa}",
        "REPERE_ACTIONS_URL": f"http://127.0.0.1:{ports.actions}",
        "REPERE_ACTIONS_WEBHOOK": f"http://127.0.0.1:{ports.actions}/webhook",
        "RASA_TRACKER_DIALECT": tracker.get_backend_name(),
        "RASA_TRACKER_DB": tracker.database or "",
        "RASA_TRACKER_HOST": tracker.host or "",
        "RASA_TRACKER_USER": tracker.username or "",
        "RASA_TRACKER_PASSWORD": tracker.password or "",
    }


def _actions(data: DataDir, ports: Ports, environment: dict[str, str]) -> Server:
    return _uvicorn("actions", "bot.actions.server:create_app", "127.0.0.1", ports.actions, data, environment)


def _api(data: DataDir, ports: Ports, environment: dict[str, str], host: str) -> Server:
    own = {**environment, "REPERE_AVAILABILITY_SECRET": availability_secret(data)}
    return _uvicorn("api", "api.main:create", host, ports.api, data, own)


def _uvicorn(name: str, app: str, host: str, port: int, data: DataDir, environment: dict[str, str]) -> Server:
    command = [sys.executable, "-m", "uvicorn", "--factory", app, "--host", host, "--port", str(port)]
    return Server(
        name=name,
        command=[*command, "--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "3"],
        log=data.logs / f"{name}.log",
        directory=ROOT,
        environment={**os.environ, **environment},
    )


def _rasa(data: DataDir, ports: Ports, environment: dict[str, str], model: Path) -> Server:
    command = [str(BOT_PYTHON), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(ports.rasa)]
    return Server(
        name="rasa",
        command=[*command, "--model", str(model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"],
        log=data.logs / "rasa.log",
        directory=BOT,
        environment=bot_environment.environment(**environment, LOG_LEVEL="WARNING"),
    )


def _wait(supervisor: Supervisor, url: str) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=5, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        supervisor.look()
        time.sleep(0.25)
    raise CommandError(f"{url} did not answer within {READY_PATIENCE:.0f} s. The logs are beside the data, in logs/.")


def _refuse_busy_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise CommandError(f"Port {port} is taken by another program: choose one with --port.") from None


def _welcome(data: DataDir, host: str, port: int) -> None:
    from cli.console import count_counsellors

    console.print(f"\nRepère is ready: http://{host}:{port}  (English: /en, counsellors: /console)")
    if not count_counsellors(data.database_url):
        console.print("No counsellor account yet: uv run repere console add-user NAME")
    console.print("Ctrl-C stops everything.\n")
