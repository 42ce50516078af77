"""The pages: the visitor's in both languages, the one partners embed, the counsellors' console."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from markupsafe import Markup

from resources_db.geography import region_names
from resources_db.vocabulary import vocabulary

HERE = Path(__file__).parent
NEUTRAL_PAGE = {"fr": "https://www.meteomedia.com/", "en": "https://www.theweathernetwork.com/"}
"""Where leaving fast leads: a page nobody wonders about."""

templates = Jinja2Templates(directory=HERE / "templates")
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Language = Literal["fr", "en"]


def install(app: FastAPI) -> None:
    """Serve the pages on `app`."""
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.include_router(router)


@cache
def words_of(page: str, language: Language) -> dict[str, Any]:
    """Return what `page` says in `language`."""
    found: dict[str, Any] = yaml.safe_load((HERE / "words" / f"{page}.{language}.yml").read_text("utf-8"))
    return found


@router.get("/")
def french(request: Request) -> HTMLResponse:
    """The visitor's page."""
    return _visitor_page(request, "index.html", "fr", other_href="/en")


@router.get("/en")
def english(request: Request) -> HTMLResponse:
    """The visitor's page in English."""
    return _visitor_page(request, "index.html", "en", other_href="/")


@router.get("/embed")
def embedded(request: Request, lang: str = "fr", partner: str = "") -> HTMLResponse:
    """The same conversation inside a partner's page."""
    language: Language = "en" if lang == "en" else "fr"
    other = request.url.include_query_params(lang="fr" if language == "en" else "en")
    return _visitor_page(request, "embed.html", language, other_href=f"{other.path}?{other.query}", partner=partner)


@router.get("/console")
def console(request: Request, lang: str = "fr") -> HTMLResponse:
    """The counsellors' console."""
    return _page(request, "console.html", "console", "en" if lang == "en" else "fr")


@router.get("/console/places")
def console_places(request: Request, lang: str = "fr") -> HTMLResponse:
    """The counsellors' page of places in shelters."""
    language: Language = "en" if lang == "en" else "fr"
    groups = {code: label[language] for code, label in vocabulary()["groups"].items() if code != "buyers"}
    names = region_names(language)
    return _page(request, "console_places.html", "console_places", language, {"groups": groups, "regions": names})


def _visitor_page(request: Request, template: str, language: Language, **values: str) -> HTMLResponse:
    lines = request.app.state.safety.kept(language)
    return _page(
        request, template, "visitor", language, {"lines": lines, "neutral_page": NEUTRAL_PAGE[language], **values}
    )


def _page(
    request: Request, template: str, page: str, language: Language, values: dict[str, Any] | None = None
) -> HTMLResponse:
    words = words_of(page, language)
    # "<" is escaped so that no word can end the element that holds the JSON.
    words_json = Markup(json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))  # noqa: S704
    return templates.TemplateResponse(request, template, {"words": words, "words_json": words_json, **(values or {})})
