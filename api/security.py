"""Headers that every answer carries, and a request's time and status for the metrics."""

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import REQUESTS

log = structlog.get_logger()
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-src 'self'; "
    "frame-ancestors {ancestors}"
)
EMBEDDABLE = ("/embed",)


class SecurityHeaders:
    """Pure ASGI middleware: it does not buffer, so event streams pass through it."""

    def __init__(self, app: ASGIApp, *, partner_origins: list[str], secure: bool) -> None:
        self._app = app
        self._partners = " ".join(["'self'", *partner_origins])
        self._secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        embedded = scope["path"] in EMBEDDABLE

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(MutableHeaders(scope=message), scope["path"], embedded=embedded)
                route = getattr(scope.get("route"), "path", "unmatched")
                elapsed = time.perf_counter() - started
                REQUESTS.labels(scope["method"], route, str(message["status"])).observe(elapsed)
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _add(self, headers: MutableHeaders, path: str, *, embedded: bool) -> None:
        headers["Content-Security-Policy"] = CSP.format(ancestors=self._partners if embedded else "'none'")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if path == "/hsds" or path.startswith("/hsds/"):
            headers["Access-Control-Allow-Origin"] = "*"  # open data: pages of other sites may read it too
        if not embedded:
            headers["X-Frame-Options"] = "DENY"
        if self._secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if not path.startswith("/static/"):
            headers["Cache-Control"] = "no-store"
        elif "cache-control" not in headers:
            headers["Cache-Control"] = "no-cache"
