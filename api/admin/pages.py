"""The admin area's pages, in both languages."""

from collections.abc import Callable, Coroutine
from typing import Any, Literal

import structlog
from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError

from api.auth.models import ConsoleSession
from api.errors import RepereError, UnauthorisedError
from api.web.routes import templates, words_of
from resources_db.geography import region_names
from resources_db.upkeep.attention import attention_data
from resources_db.vocabulary import vocabulary

log = structlog.get_logger()
Language = Literal["fr", "en"]


def language_of(request: Request) -> Language:
    """Return the page's language, French first."""
    return "en" if request.query_params.get("lang") == "en" else "fr"


class Pages(APIRoute):
    """Errors as pages: logging in where a session is needed, a sentence elsewhere."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap the handler."""
        handle = super().get_route_handler()

        async def handler(request: Request) -> Response:
            try:
                return await handle(request)
            except UnauthorisedError:
                return RedirectResponse(f"/admin/login?lang={language_of(request)}", 303)
            except RepereError as error:
                return page(request, "error", status=error.status, code=error.code, detail=error.detail)
            except RequestValidationError:
                return page(request, "error", status=422, code="invalid", detail="")
            except OperationalError as error:
                log.error("database_unavailable", route=self.path, error=type(error.orig).__name__)
                return page(request, "error", status=503, code="unavailable", detail="")

        return handler


def page(request: Request, name: str, *, console: ConsoleSession | None = None, status: int = 200, **values: Any
         ) -> HTMLResponse:  # fmt: skip
    """Return a page of the admin area."""
    language = language_of(request)
    words = words_of("admin", language)
    other = request.url.include_query_params(lang=words["other_lang"])
    context = {
        "words": words,
        "lang": language,
        "other_href": f"{other.path}?{other.query}",
        "editor": console.counsellor if console else None,
        "csrf_token": console.csrf_token if console else None,
        "attention": attention_data(),
        "labels": _labels(language, words),
        **values,
    }
    return templates.TemplateResponse(request, f"admin/{name}.html", context, status_code=status)


def _labels(language: Language, words: dict[str, Any]) -> dict[str, dict[str, str]]:
    known = vocabulary()
    names = region_names(language)
    return {
        "services": {code: label[language] for code, label in known["services"].items()},
        "groups": {code: label[language] for code, label in known["groups"].items()},
        "languages": known["languages"],
        "genders": words["genders"],
        "kinds": words["kinds"],
        "regions": names,
        "areas": {**{code: label[language] for code, label in known["wide_areas"].items()}, **names},
        "levels": words["levels"],
    }
