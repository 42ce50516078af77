"""`make bench-directory`: sixty thousand made-up services beside the real ones, asked over HTTP, on both databases.

Each question is timed next to a bare select by primary key over the same HTTP path, so that a busy machine slows both;
the ratio is what to compare from one day to the next.
"""

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import Any
from uuid import uuid4

import httpx
import psycopg
from sqlalchemy import select

from bench.directory.changing import measure_changes
from bench.directory.generate import records
from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.geography import towns
from resources_db.importing import import_file, import_records
from resources_db.models import Service
from resources_db.search import known_needs

COUNT = int(os.environ.get("BENCH_SERVICES", "60000"))
ASKED = int(os.environ.get("BENCH_REQUESTS", "300"))
PORT = int(os.environ.get("BENCH_PORT", "8765"))
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432")
GOAL_MS = 30.0


def main() -> None:
    """Measure both databases and print a table."""
    print(f"{COUNT} synthetic services and the shipped directory; {ASKED} questions each, one client")
    with tempfile.TemporaryDirectory() as folder:
        _measure("sqlite", f"sqlite:///{Path(folder) / 'bench.db'}")
    try:
        with _postgres() as url:
            _measure("postgresql", url)
    except psycopg.OperationalError as error:
        print(f"postgresql: skipped, no server at {POSTGRES} ({type(error).__name__})")


def _measure(name: str, url: str) -> None:
    keys = _load(name, url)
    with _serving(url) as client:
        started = perf_counter()
        client.get("/v1/resources", params={"need": "listening"}).raise_for_status()
        print(f"{name}: first question (the catalogue is read) {perf_counter() - started:.1f} s")
        dice = random.Random(7)  # noqa: S311
        bare, asked, words = [], [], []
        for _ in range(ASKED):
            bare.append(_time(client, f"/bare/{dice.choice(keys)}", {}))
            asked.append(_time(client, "/v1/resources", _question(dice)))
            words.append(_time(client, "/v1/resources", {"q": dice.choice(WORDS), "place": _town(dice)}))
        _print_times(name, bare, asked, words)
        measure_changes(name, make_session_factory(make_engine(url)), client)


def _print_times(name: str, bare: list[float], asked: list[float], words: list[float]) -> None:
    for label, times in (("bare select", bare), ("resources", asked), ("resources with q", words)):
        middle, high = _percentile(times, 0.5), _percentile(times, 0.95)
        ratio = high / _percentile(bare, 0.95)
        verdict = (
            ""
            if times is bare
            else f"  {ratio:5.1f} × bare  {'ok' if high < GOAL_MS else 'OVER'} (goal {GOAL_MS:.0f} ms)"
        )
        print(f"{name}: {label:18} p50 {middle:6.2f} ms  p95 {high:6.2f} ms{verdict}")


WORDS = ("femmes", "hébergement", "synthétique 00042", "counselling", "emergency shelter", "jeunes Montréal")


def _question(dice: random.Random) -> dict[str, Any]:
    asked: dict[str, Any] = {"need": dice.choice(sorted(known_needs())), "place": _town(dice), "limit": 10}
    if dice.random() < 0.5:
        asked["audience"] = [dice.choice(("women", "men", "newcomers", "indigenous", "lgbtq", "relatives"))]
    if dice.random() < 0.5:
        asked["age"] = dice.randint(13, 70)
    if dice.random() < 0.3:
        asked["open_now"] = "true"
    if dice.random() < 0.3:
        asked["language"] = "en"
    return asked


def _town(dice: random.Random) -> str:
    every = [town for town in towns().values() if town.population]
    return dice.choices(every, weights=[town.population for town in every])[0].name


def _time(client: httpx.Client, path: str, params: dict[str, Any]) -> float:
    started = perf_counter()
    response = client.get(path, params=params)
    elapsed = (perf_counter() - started) * 1000
    response.raise_for_status()
    if path == "/v1/resources" and not response.json()["items"]:
        raise RuntimeError(f"an empty list for {params}")
    return elapsed


def _percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def _load(name: str, url: str) -> list[str]:
    upgrade(url)
    engine = make_engine(url)
    items = records(COUNT)
    with make_session_factory(engine).begin() as session:
        import_file(session)
        started = perf_counter()
        report = import_records(session, items=items)
        elapsed = perf_counter() - started
        if report.refused:
            raise RuntimeError(f"a synthetic record was refused: {report.refused[0]}")
        print(f"{name}: import {len(items) / elapsed:,.0f} records/s ({elapsed:.0f} s)")
    with engine.connect() as connection:
        keys = list(connection.scalars(select(Service.id).limit(2000)))
    engine.dispose()
    return keys


@contextmanager
def _serving(url: str) -> Iterator[httpx.Client]:
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "bench.directory.served:app",
        "--port",
        str(PORT),
        "--log-level",
        "warning",
    ]
    server = subprocess.Popen(command, env={**os.environ, "BENCH_DATABASE_URL": url})
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=300) as client:
            _wait(client, server)
            yield client
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(client: httpx.Client, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            client.get("/openapi.json").raise_for_status()
        except httpx.TransportError:
            sleep(0.2)
        else:
            return
    raise RuntimeError("the server stopped before it answered")


@contextmanager
def _postgres() -> Iterator[str]:
    name = f"repere_bench_{uuid4().hex[:12]}"
    with psycopg.connect(f"{POSTGRES}/postgres", autocommit=True, connect_timeout=2) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield f"{POSTGRES.replace('postgresql:', 'postgresql+psycopg:')}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


if __name__ == "__main__":
    main()
