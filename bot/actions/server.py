"""The action server: rasa-sdk's executor behind a token, on loopback.

rasa-sdk's own server checks no token, so this small application does, in constant time.
"""

import hmac
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Body, FastAPI, HTTPException, Query
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection, ActionNotFoundException

from bot.actions.knowledge.library import warm


@asynccontextmanager
async def _warm(_app: FastAPI) -> AsyncIterator[None]:
    """Have the facts and the encoder at hand before the first message."""
    await run_in_threadpool(warm)
    yield


def create_app(token: str | None = None) -> FastAPI:
    """Return the application; raise ValueError without a token (REPERE_RASA_TOKEN)."""
    secret = token or os.environ.get("REPERE_RASA_TOKEN", "")
    if not secret:
        raise ValueError("the action server needs a token: set REPERE_RASA_TOKEN")
    executor = ActionExecutor()
    for package in ("bot.actions.reading", "bot.actions.dialogue", "bot.actions.safety"):
        executor.register_package(package)
    app = FastAPI(title="Repère actions", openapi_url=None, lifespan=_warm)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhook")
    async def webhook(call: Annotated[dict[str, Any], Body()], token: Annotated[str, Query()] = "") -> JSONResponse:
        if not hmac.compare_digest(token.encode(), secret.encode()):
            raise HTTPException(401, "Wrong token")
        try:
            done = await executor.run(call)
            return JSONResponse(done.model_dump() if done else {"events": [], "responses": []})
        except ActionExecutionRejection as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, status_code=400)
        except ActionNotFoundException as error:
            return JSONResponse({"error": error.message, "action_name": error.action_name}, status_code=404)

    return app
