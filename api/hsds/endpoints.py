"""The HSDS 3.1 read API: open to anyone, the same facts and the same silences as the site."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api.hsds import service
from api.hsds.answers import NDJSON, AnswersDep
from api.hsds.description import describe
from api.hsds.schemas import (
    About,
    AtLocationsParams,
    HsdsObject,
    LanguageParams,
    OrganizationParams,
    OrganizationsParams,
    Page,
    PageParams,
    ServicesParams,
    TermsParams,
)
from api.hsds.service import AT_LOCATIONS, ORGANIZATIONS, SERVICES, TAXONOMIES, TERMS
from api.openapi import problems

router = APIRouter(prefix="/hsds", tags=["hsds"])
KeyPath = Annotated[str, Path(alias="id")]
LanguageQuery = Annotated[LanguageParams, Query()]
LIST: dict[str, Any] = {
    "response_model": Page,
    "responses": {200: {"content": {NDJSON: {"schema": {"type": "string"}}}}} | problems(422, 503),
}
ONE: dict[str, Any] = {"responses": problems(404, 422, 503)}


@router.get("")
def get_about(request: Request) -> About:
    """Say which version of HSDS this is."""
    return service.about(str(request.url_for("get_description")))


@router.get("/openapi.json", include_in_schema=False)
def get_description(request: Request) -> dict[str, Any]:
    """Describe this API alone, its paths written from its own root as HSDS writes them."""
    return describe(request.app.openapi(), prefix=router.prefix, root=str(request.url_for("get_about")))


@router.get("/services", **LIST)
def get_services(answers: AnswersDep, params: Annotated[ServicesParams, Query()]) -> Page | Response:
    """List the services."""
    return answers.many(SERVICES, params)


@router.get("/services/{id}", **ONE)
def get_service(answers: AnswersDep, key: KeyPath, params: LanguageQuery) -> HsdsObject:
    """Return one service with all that is attached to it."""
    return answers.one(SERVICES, key, ServicesParams(language=params.language, full=True))


@router.get("/organizations", **LIST)
def get_organizations(answers: AnswersDep, params: Annotated[OrganizationsParams, Query()]) -> Page | Response:
    """List the organisations."""
    return answers.many(ORGANIZATIONS, params)


@router.get("/organizations/{id}", **ONE)
def get_organization(answers: AnswersDep, key: KeyPath, params: Annotated[OrganizationParams, Query()]) -> HsdsObject:
    """Return one organisation with its services, numbers and places."""
    return answers.one(ORGANIZATIONS, key, OrganizationsParams(**params.model_dump(), full=True))


@router.get("/service_at_locations", **LIST)
def get_service_at_locations(answers: AnswersDep, params: Annotated[AtLocationsParams, Query()]) -> Page | Response:
    """List the services at their places; with a postal code, those that serve it."""
    return answers.many(AT_LOCATIONS, params)


@router.get("/service_at_locations/{id}", **ONE)
def get_service_at_location(answers: AnswersDep, key: KeyPath, params: LanguageQuery) -> HsdsObject:
    """Return one service at its place, with both."""
    return answers.one(AT_LOCATIONS, key, AtLocationsParams(language=params.language, full=True))


@router.get("/taxonomies", **LIST)
def get_taxonomies(answers: AnswersDep, params: Annotated[PageParams, Query()]) -> Page | Response:
    """List the taxonomies."""
    return answers.many(TAXONOMIES, params)


@router.get("/taxonomies/{id}", **ONE)
def get_taxonomy(answers: AnswersDep, key: KeyPath, params: LanguageQuery) -> HsdsObject:
    """Return one taxonomy."""
    return answers.one(TAXONOMIES, key, PageParams(language=params.language))


@router.get("/taxonomy_terms", **LIST)
def get_taxonomy_terms(answers: AnswersDep, params: Annotated[TermsParams, Query()]) -> Page | Response:
    """List the taxonomy terms."""
    return answers.many(TERMS, params)


@router.get("/taxonomy_terms/{id}", **ONE)
def get_taxonomy_term(answers: AnswersDep, key: KeyPath, params: LanguageQuery) -> HsdsObject:
    """Return one taxonomy term with its taxonomy."""
    return answers.one(TERMS, key, TermsParams(language=params.language))
