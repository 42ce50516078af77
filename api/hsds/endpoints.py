"""The HSDS 3.1 read API: open to anyone, the same facts and the same silences as the site."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from api.dependencies import DirectorySessionDep
from api.hsds import service
from api.hsds.language import SpeechDep
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
from api.openapi import problems

router = APIRouter(prefix="/hsds", tags=["hsds"])
LIST, ONE = problems(422, 503), problems(404, 422, 503)
KeyPath = Annotated[str, Path(alias="id")]
LanguageQuery = Annotated[LanguageParams, Query()]


@router.get("")
def get_about(request: Request) -> About:
    """Say which version of HSDS this is."""
    return service.about(f"{request.base_url}openapi.json")


@router.get("/services", responses=LIST)
def get_services(session: DirectorySessionDep, speech: SpeechDep, params: Annotated[ServicesParams, Query()]) -> Page:
    """List the services."""
    return service.list_services(session, params=params, language=speech.choose(params.language))


@router.get("/services/{id}", responses=ONE)
def get_service(session: DirectorySessionDep, speech: SpeechDep, key: KeyPath, params: LanguageQuery) -> HsdsObject:
    """Return one service with all that is attached to it."""
    return service.get_service(session, key=key, language=speech.choose(params.language))


@router.get("/organizations", responses=LIST)
def get_organizations(
    session: DirectorySessionDep, speech: SpeechDep, params: Annotated[OrganizationsParams, Query()]
) -> Page:
    """List the organisations."""
    return service.list_organizations(session, params=params, language=speech.choose(params.language))


@router.get("/organizations/{id}", responses=ONE)
def get_organization(
    session: DirectorySessionDep, speech: SpeechDep, key: KeyPath, params: Annotated[OrganizationParams, Query()]
) -> HsdsObject:
    """Return one organisation with its services, numbers and places."""
    language = speech.choose(params.language)
    return service.get_organization(session, key=key, language=language, full_service=params.full_service)


@router.get("/service_at_locations", responses=LIST)
def get_service_at_locations(
    session: DirectorySessionDep, speech: SpeechDep, params: Annotated[AtLocationsParams, Query()]
) -> Page:
    """List the services at their places; with a postal code, those that serve it."""
    return service.list_at_locations(session, params=params, language=speech.choose(params.language))


@router.get("/service_at_locations/{id}", responses=ONE)
def get_service_at_location(
    session: DirectorySessionDep, speech: SpeechDep, key: KeyPath, params: LanguageQuery
) -> HsdsObject:
    """Return one service at its place, with both."""
    return service.get_at_location(session, key=key, language=speech.choose(params.language))


@router.get("/taxonomies", responses=LIST)
def get_taxonomies(session: DirectorySessionDep, speech: SpeechDep, params: Annotated[PageParams, Query()]) -> Page:
    """List the taxonomies."""
    return service.list_taxonomies(session, params=params, language=speech.choose(params.language))


@router.get("/taxonomies/{id}", responses=ONE)
def get_taxonomy(session: DirectorySessionDep, speech: SpeechDep, key: KeyPath, params: LanguageQuery) -> HsdsObject:
    """Return one taxonomy."""
    return service.get_taxonomy(session, key=key, language=speech.choose(params.language))


@router.get("/taxonomy_terms", responses=LIST)
def get_taxonomy_terms(
    session: DirectorySessionDep, speech: SpeechDep, params: Annotated[TermsParams, Query()]
) -> Page:
    """List the taxonomy terms."""
    return service.list_terms(session, params=params, language=speech.choose(params.language))


@router.get("/taxonomy_terms/{id}", responses=ONE)
def get_taxonomy_term(
    session: DirectorySessionDep, speech: SpeechDep, key: KeyPath, params: LanguageQuery
) -> HsdsObject:
    """Return one taxonomy term."""
    return service.get_term(session, key=key, language=speech.choose(params.language))
