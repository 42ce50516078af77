"""`GET /v1/resources`, for the site and its partners."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import DirectorySessionDep
from api.directory import service
from api.directory.places import PlaceResolverDep
from api.directory.schemas import ResourceParams, ResourcesOut
from api.openapi import problems

router = APIRouter(tags=["directory"])


@router.get("/v1/resources", responses=problems(422, 503))
def get_resources(
    session: DirectorySessionDep, resolver: PlaceResolverDep, params: Annotated[ResourceParams, Query()]
) -> ResourcesOut:
    """Return the organisations that best serve the person, with the reasons."""
    return service.find_resources(session, params=params, resolver=resolver)
