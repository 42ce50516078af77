"""The directory's endpoints alone, with a bare select by primary key beside them on the same path; run by uvicorn."""

import os
from collections.abc import Iterator

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.dependencies import DirectorySessionDep, get_directory_session
from api.directory.endpoints import router
from resources_db.database import make_engine, make_session_factory
from resources_db.models import Service

app = FastAPI()
app.include_router(router)
_sessions = make_session_factory(make_engine(os.environ["BENCH_DATABASE_URL"]))


def _session() -> Iterator[Session]:
    with _sessions() as opened:
        yield opened


app.dependency_overrides[get_directory_session] = _session


@app.get("/bare/{service_id}")
def bare(service_id: str, session: DirectorySessionDep) -> dict[str, str]:
    """Return one name, found by primary key: the least that an answer from the database can cost."""
    return {"name": session.scalars(select(Service.name).where(Service.id == service_id)).one()}
