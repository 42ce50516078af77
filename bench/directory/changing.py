"""How soon a change is seen at that size, and how long visitors wait meanwhile."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import httpx
from sqlalchemy.orm import Session, sessionmaker

from resources_db.importing.repository import touch_revision
from resources_db.models import ServiceCapacity, Unit, stable_id
from resources_db.upkeep.editing import correct, read_record

SLUG = "synthetic-00042"
ASKED = {"q": "synthétique 00042"}
Item = dict[str, Any]


def measure_changes(name: str, sessions: sessionmaker[Session], client: httpx.Client) -> None:
    """Print when a corrected name, a whole new reading and a place count are seen, and what answers took meanwhile."""
    acts: dict[str, tuple[Callable[[Session], None], Callable[[Item], bool]]] = {
        "a corrected record": (lambda session: _rename(session, "corrigé"), lambda item: "corrigé" in item["name"]),
        "a place count": (_report, lambda item: bool(item["availability"])),
        "a whole new reading": (_rename_all, lambda item: "relu" in item["name"]),
        "a place count during it": (lambda session: _report(session, 3), lambda item: _free(item) == 3),
    }
    for label, (act, seen) in acts.items():
        with sessions.begin() as session:
            act(session)
        if label == "a whole new reading":
            client.get("/v1/resources", params=ASKED)  # starts the reading
            whole = perf_counter(), seen
            continue
        print(f"{name}: {label} is seen after {_until(client, seen)}")
    print(f"{name}: a whole new reading is seen after {_until(client, whole[1], whole[0])}")


def _until(client: httpx.Client, seen: Callable[[Item], bool], started: float | None = None) -> str:
    begun, times, found = started or perf_counter(), list[float](), False
    while not found and perf_counter() - begun < 120:
        asked = perf_counter()
        items = client.get("/v1/resources", params=ASKED).raise_for_status().json()["items"]
        times.append((perf_counter() - asked) * 1000)
        found = any(seen(item) for item in items if item["slug"] == SLUG)
    high = sorted(times)[int(len(times) * 0.95)] if len(times) > 1 else times[0]
    took = (perf_counter() - begun) * 1000
    return f"{took:,.0f} ms ({len(times)} answers meanwhile, p95 {high:.1f} ms, slowest {max(times):.1f} ms)"


def _rename(session: Session, word: str) -> None:
    record, version = read_record(session, SLUG)
    correct(session, SLUG, {"name_fr": f"{record.name_fr} {word}"}, by="bench", version=version)


def _rename_all(session: Session) -> None:
    """A change that does not say what it touched, as an older program makes."""
    _rename(session, "relu")
    touch_revision(session)


def _report(session: Session, free: int = 2) -> None:
    session.merge(Unit(id="bed", name="bed"))
    session.flush()
    service, owner = stable_id("service", SLUG), stable_id("organization", SLUG)
    session.merge(
        ServiceCapacity(id="bench", owner_id=owner, service_id=service, unit_id="bed", available=free, maximum=9,
                        updated=datetime.now(UTC))
    )  # fmt: skip


def _free(item: Item) -> int | None:
    return item["availability"]["available"] if item["availability"] else None
