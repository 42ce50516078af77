"""The action server: rasa-sdk's executor behind a token, on loopback.

rasa-sdk's own server checks no token, so this small application does, in constant time.
"""

import asyncio
import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

import structlog
from fastapi import Body, FastAPI, HTTPException, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException
from sqlalchemy.orm import Session

from bot.actions.about.names import names_of
from bot.actions.database import sessions
from bot.actions.knowledge.library import refresh, warm
from bot.actions.rehearsal import rehearse
from resources_db.catalogue import read_catalogue
from resources_db.warming import Warming

log = structlog.get_logger()
LOOK_EVERY = 5.0
"""Seconds between two looks at what editors corrected: a fact must be right within a minute."""


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Have directory, facts and encoder at hand before the first message, and keep the facts as editors want them."""
    await run_in_threadpool(Warming(sessions(), then=_read_names).start)
    await run_in_threadpool(warm)
    await rehearse(app.state.executor)
    watching = asyncio.create_task(_watch())
    yield
    watching.cancel()


def _read_names(session: Session) -> None:
    names_of(read_catalogue(session))


async def _watch() -> None:
    """Take up corrections beside the visitors' turns, which never wait for it."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await run_in_threadpool(refresh)
        except Exception as error:  # noqa: BLE001 - the last good facts go on, and the next look may succeed
            log.error("knowledge_refresh_failed", reason=type(error).__name__)


def create_app(token: str | None = None) -> FastAPI:
    """Return the application; raise ValueError without a token (REPERE_RASA_TOKEN)."""
    secret = token or os.environ.get("REPERE_RASA_TOKEN", "")
    if not secret:
        raise ValueError("the action server needs a token: set REPERE_RASA_TOKEN")
    executor = ActionExecutor()
    for package in ("bot.actions.reading", "bot.actions.dialogue", "bot.actions.safety"):
        executor.register_package(package)
    app = FastAPI(title="Repère actions", openapi_url=None, lifespan=_lifespan)
    app.state.executor = executor

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhook")
    async def webhook(call: Annotated[dict[str, Any], Body()], token: Annotated[str, Query()] = "") -> JSONResponse:
        if not hmac.compare_digest(token.encode(), secret.encode()):
            raise HTTPException(401, "Wrong token")
        try:
            done = await executor.run({"domain": {}, **call})  # Rasa leaves it out: no action reads it, and it is long
            return JSONResponse(done.model_dump() if done else {"events": [], "responses": []})
        except ActionExecutionRejection as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, status_code=400)
        except ActionNotFoundException as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, status_code=404)

    return app
