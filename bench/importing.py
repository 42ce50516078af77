"""Import speed on SQLite against a bare executemany insert of the very same rows, side by side.

`uv run python bench/importing.py [RECORDS]` prints one JSON object. Times are processor seconds, which other work on
the machine does not lengthen, beside those of the clock.
"""

import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from resources_db.database import make_engine, make_session_factory, upgrade
from resources_db.importing import DEFAULT_FILE, import_file, repository
from resources_db.importing.records import Record
from resources_db.importing.rows import rows_of

RECORDS = 10_000
SEED = 7


def generate(count: int) -> list[dict[str, Any]]:
    """Return records of the shipped file's mix of shapes, under new ids and names."""
    shipped = json.loads(DEFAULT_FILE.read_text("utf-8"))
    draw = random.Random(SEED)  # noqa: S311
    return [draw.choice(shipped) | {"id": f"essai-{at}", "name_fr": f"Organisme d'essai {at}"} for at in range(count)]


def timed(work: Any) -> tuple[float, float]:
    """Return (processor seconds, clock seconds) of a call."""
    processor, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - processor, time.perf_counter() - clock


def database(folder: str, name: str) -> Any:
    """Return sessions on a new migrated database."""
    url = f"sqlite:///{folder}/{name}.db"
    upgrade(url)
    return make_session_factory(make_engine(url))


def bare(sessions: Any, records: list[dict[str, Any]]) -> Any:
    """Return a call that inserts the rows, already made, with one executemany a table."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in records:
        for name, made in rows_of(Record.model_validate(item)).items():
            rows[name] += made

    def work() -> None:
        with sessions.begin() as session:
            session.execute(text("PRAGMA defer_foreign_keys=ON"))
            for name in ("organization", *repository.OWNED):
                if rows[name]:
                    session.execute(insert(repository.table(name)), rows[name])

    with sessions.begin() as session:
        from resources_db.importing.terms import write_terms

        write_terms(session)
    return work, sum(len(made) for made in rows.values())


def main() -> None:
    """Print the measures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    records = generate(count)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "essai.json"
        file.write_text(json.dumps(records), "utf-8")
        insert_all, rows = bare(database(folder, "bare"), records)
        ours = database(folder, "ours")

        def run() -> None:
            with ours.begin() as session:
                import_file(session, path=file, by="bench")

        times = {"executemany": timed(insert_all), "import": timed(run), "import_again": timed(run)}
    measures = {
        name: {
            "processor_s": round(processor, 2),
            "clock_s": round(clock, 2),
            "records_per_s": round(count / processor),
        }
        for name, (processor, clock) in times.items()
    }
    base = times["executemany"][0]
    ratios = {name: round(processor / base, 2) for name, (processor, _clock) in times.items()}
    print(json.dumps({"records": count, "rows": rows, **measures, "times_executemany": ratios}, indent=1))


if __name__ == "__main__":
    main()
