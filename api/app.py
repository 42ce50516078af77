"""The application: its parts put together from the settings."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import structlog
from anyio import to_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import database, errors
from api.admin.endpoints import install as install_admin
from api.auth.endpoints import router as auth_router
from api.auth.service import LoginGuard
from api.availability.console import router as places_console_router
from api.availability.endpoints import router as availability_router
from api.availability.pages import router as places_router
from api.conversations.endpoints import router as conversations_router
from api.conversations.turns import Turns
from api.directory.endpoints import router as directory_router
from api.directory.places import Place
from api.handoff.endpoints import router as console_router
from api.health.endpoints import router as health_router
from api.hsds.endpoints import router as hsds_router
from api.hub import make_hub
from api.rasa.client import RasaClient
from api.rasa.tracker import Trackers
from api.reports.endpoints import router as reports_router
from api.reports.limiter import ReportLimiter
from api.safety.service import SafetyLines
from api.security import SecurityHeaders
from api.settings import Settings, get_settings
from api.web.routes import install as install_web
from resources_db.database import make_engine as make_directory_engine
from resources_db.database import make_session_factory as make_directory_sessions
from resources_db.hsds.index import read_index
from resources_db.warming import Warming
from understanding.acts import acts_in
from understanding.places import resolve
from understanding.risk.detector import shared_detector

log = structlog.get_logger()
WORKER_THREADS = 120
RECOVERY_RETRY = 2.0


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return the application; databases are expected to be migrated already."""
    settings = settings or get_settings()
    app = FastAPI(title="Repère", version="1", lifespan=_lifespan, docs_url=None, redoc_url=None)
    state = app.state
    state.settings = settings
    state.sessions = database.make_session_factory(database.make_engine(settings.database_url))
    state.directory_sessions = make_directory_sessions(make_directory_engine(settings.database_url))
    state.hub = make_hub(settings.redis_url)
    state.login_guard = LoginGuard()
    state.report_limiter = ReportLimiter(settings.report_limit, settings.report_limit_all)
    state.safety = SafetyLines(state.directory_sessions)
    state.warming = Warming(state.directory_sessions, then=read_index)
    state.trackers = Trackers(settings.rasa_tracker_url)
    rasa = RasaClient(url=settings.rasa_url, token=settings.rasa_token, timeout=settings.rasa_timeout)
    state.turns = Turns(sessions=state.sessions, rasa=rasa, hub=state.hub, safety=state.safety, trackers=state.trackers)
    state.place_resolver = _resolve_place
    state.actions_ready = lambda: _actions_ready(settings.actions_url)
    errors.install(app)
    app.add_middleware(
        SecurityHeaders, partner_origins=settings.partner_origins, secure=settings.environment == "production"
    )
    routers = (conversations_router, console_router, auth_router, directory_router, hsds_router)
    for router in (*routers, reports_router, health_router):
        app.include_router(router)
    for router in (availability_router, places_console_router, places_router):
        app.include_router(router)
    install_admin(app)
    install_web(app)
    return app


def _resolve_place(text: str) -> Place | None:
    place = resolve(text)
    return (place.name, place.region_code, place.lat, place.lon) if place else None


def _actions_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    to_thread.current_default_thread_limiter().total_tokens = WORKER_THREADS
    await state.hub.start()
    await run_in_threadpool(state.safety.warm)
    await run_in_threadpool(state.warming.start)
    state.emergency_lines = state.safety.kept("fr")
    await run_in_threadpool(_warm_detector)
    recovery = asyncio.create_task(_recover(state.turns))
    yield
    recovery.cancel()
    await state.hub.stop()
    state.turns.rasa.close()


def _warm_detector() -> None:
    try:
        shared_detector().assess("bonjour")
        acts_in("bonjour")
    except (OSError, ValueError) as error:  # every message will then call a person; say why, loudly
        log.error("risk_model_missing", error=str(error))


async def _recover(turns: Turns) -> None:
    """Answer what an earlier process accepted and did not answer, once Rasa is there (or after a minute without it)."""
    for _ in range(30):
        if await run_in_threadpool(turns.rasa.ready):
            break
        await asyncio.sleep(RECOVERY_RETRY)
    count = await run_in_threadpool(turns.recover)
    if count:
        log.info("recovered_unanswered_messages", count=count)
