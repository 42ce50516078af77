"""`GET /v1/resources` for the site and its partners, and the HSDS API for anyone."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, HTTPException, Query, Request

from api.dependencies import DirectorySessionDep
from api.directory import hsds, service
from api.directory.places import PlaceResolverDep
from api.directory.schemas import HsdsPage, HsdsParams, ResourceParams, ResourcesOut
from api.openapi import problems

router = APIRouter(tags=["directory"])
Language = Literal["fr", "en"]


@router.get("/v1/resources", responses=problems(422, 503))
def get_resources(
    session: DirectorySessionDep, resolver: PlaceResolverDep, params: Annotated[ResourceParams, Query()]
) -> ResourcesOut:
    """Return the organisations that best serve the person, with the reasons."""
    return service.find_resources(session, params=params, resolver=resolver)


@router.get("/hsds", tags=["hsds"])
def get_about(request: Request) -> dict[str, str]:
    """Say which version of HSDS this is."""
    return hsds.about(f"{request.base_url}openapi.json")


@router.get("/hsds/services", tags=["hsds"], responses=problems(422, 503))
def get_services(session: DirectorySessionDep, params: Annotated[HsdsParams, Query()]) -> HsdsPage:
    """List the services."""
    return service.list_services(session, params=params)


@router.get("/hsds/services/{service_id}", tags=["hsds"], responses=problems(404, 422, 503))
def get_service(session: DirectorySessionDep, service_id: str, language: Language = "fr") -> dict[str, Any]:
    """Return one service with all that is attached to it."""
    return _found(service.get_service(session, service_id=service_id, language=language))


@router.get("/hsds/organizations", tags=["hsds"], responses=problems(422, 503))
def get_organizations(session: DirectorySessionDep, params: Annotated[HsdsParams, Query()]) -> HsdsPage:
    """List the organisations."""
    return service.list_organizations(session, params=params)


@router.get("/hsds/organizations/{organization_id}", tags=["hsds"], responses=problems(404, 422, 503))
def get_organization(session: DirectorySessionDep, organization_id: str, language: Language = "fr") -> dict[str, Any]:
    """Return one organisation."""
    return _found(service.get_organization(session, organization_id=organization_id, language=language))


def _found(thing: dict[str, Any] | None) -> dict[str, Any]:
    if thing is None:
        raise HTTPException(404, "Not found")
    return thing
