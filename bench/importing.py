"""Import speed on SQLite and on PostgreSQL, beside a bare executemany insert of the same rows.

Three measures: a file into an empty directory, the same file again, and as many new records beside the first.

`uv run python bench/importing.py [RECORDS] [--postgres URL]` prints one JSON object. URL (or REPERE_BENCH_POSTGRES)
names a server whose role may make databases: the measure makes its own and drops it. Times are those of the clock,
and processor seconds, which other work on the machine lengthens less: ours, and those of the server's process where it
runs on this machine.
"""

import argparse
import json
import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, insert, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.importing import DEFAULT_FILE, import_file, repository
from resources_db.importing.records import Record
from resources_db.importing.rows import rows_of
from resources_db.importing.terms import write_terms
from resources_db.models import table

RECORDS = 10_000
SEED = 7
FIRST, OTHERS = "first.json", "others.json"
Sessions = sessionmaker[Session]
Measure = dict[str, Any]


def generate(count: int, word: str = "essai") -> list[dict[str, Any]]:
    """Return records of the shipped file's mix of shapes, under new ids and names that hold this word."""
    shipped = json.loads(DEFAULT_FILE.read_text("utf-8"))
    draw = random.Random(SEED)  # noqa: S311
    return [draw.choice(shipped) | {"id": f"{word}-{at}", "name_fr": f"Organisme {word} {at}"} for at in range(count)]


def timed(work: Callable[[], Any], count: int, server: Callable[[], float | None] = lambda: None) -> Measure:
    """Return what a call took."""
    served, processor, clock = server(), time.process_time(), time.perf_counter()
    work()
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    after = server()
    measure: Measure = {
        "clock_s": round(clock, 2),
        "records_per_clock_s": round(count / clock),
        "processor_s": round(processor, 2),
        "records_per_s": round(count / processor),
    }
    if served is not None and after is not None:
        measure["server_processor_s"] = round(after - served, 2)
    return measure


def database(url: str) -> Sessions:
    """Return sessions on a migrated database."""
    upgrade(url)
    return make_session_factory(make_engine(url))


def bare(sessions: Sessions, records: list[dict[str, Any]]) -> tuple[Callable[[], None], int]:
    """Return a call that inserts the rows, already made, with one executemany a table; and how many they are."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in records:
        for name, made in rows_of(Record.model_validate(item)).items():
            rows[name] += made

    def work() -> None:
        with sessions.begin() as session:
            session.execute(text("PRAGMA defer_foreign_keys=ON"))
            for name in ("organization", *repository.OWNED):
                if rows[name]:
                    session.execute(insert(table(name)), rows[name])

    with sessions.begin() as session:
        write_terms(session)
    return work, sum(len(made) for made in rows.values())


def measured(sessions: Sessions, folder: Path, count: int) -> dict[str, Measure]:
    """Return the measures of a file imported, imported again, and of another imported beside it."""

    def run(name: str) -> None:
        with sessions.begin() as session:
            report = import_file(session, path=folder / name, by="bench")
        if report.refused:
            raise SystemExit(f"{len(report.refused)} records refused: {report.refused[0]}")

    def server() -> float | None:
        with sessions() as session:  # the pool's one connection: that of the import
            return _backend_seconds(session)

    files = {"import": FIRST, "import_again": FIRST, "import_beside": OTHERS}
    return {name: timed(partial(run, file), count, server) for name, file in files.items()}


def _backend_seconds(session: Session) -> float | None:
    """Return the processor seconds of the server's process for this connection, if it can be seen from here."""
    if session.get_bind().dialect.name != "postgresql":
        return None
    stat = Path(f"/proc/{session.scalar(text('SELECT pg_backend_pid()'))}/stat")
    if not stat.exists():
        return None
    words = stat.read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def temporary_postgres(server: str) -> Iterator[str]:
    """Give the address of a new database on that server, dropped at the end."""
    name, url = f"repere_bench_{uuid4().hex[:12]}", make_url(server).set(drivername="postgresql+psycopg")
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    engine.dispose()


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("records", nargs="?", type=int, default=RECORDS)
    parser.add_argument("--postgres", metavar="URL", default=os.environ.get("REPERE_BENCH_POSTGRES"))
    given = parser.parse_args()
    records = generate(given.records)
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        (files / FIRST).write_text(json.dumps(records), "utf-8")
        (files / OTHERS).write_text(json.dumps(generate(given.records, "autre")), "utf-8")
        insert_all, rows = bare(database(f"sqlite:///{folder}/bare.db"), records)
        found = {"executemany": timed(insert_all, given.records)}
        del insert_all, records
        found |= measured(database(f"sqlite:///{folder}/ours.db"), files, given.records)
        base = found["executemany"]["processor_s"]
        ratios = {name: round(measure["processor_s"] / base, 2) for name, measure in found.items()}
        result: dict[str, Any] = {"records": given.records, "rows": rows, **found, "times_executemany": ratios}
        if given.postgres:
            with temporary_postgres(given.postgres) as url:
                result["postgresql"] = measured(database(url), files, given.records)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
