"""A shelter's own program reports its places; anyone reads them with their age."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session

from api.availability import counts, reports
from api.availability.counts import CountsOut
from api.availability.credentials import check_key, find_service
from api.availability.schemas import CountIn, ServiceId
from api.dependencies import DirectorySessionDep, HubDep, SessionDep
from api.errors import NotFoundError, UnauthorisedError
from api.hub import CONSOLE, MemoryHub
from api.openapi import problems

router = APIRouter(prefix="/v1/availability", tags=["availability"])
_bearer = HTTPBearer(auto_error=False, scheme_name="ShelterKey", description="`repere availability key SERVICE`")
KeyDep = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


@router.get("/{service_id}", responses=problems(404, 422, 503))
def read(service_id: ServiceId, session: DirectorySessionDep, key: KeyDep) -> CountsOut:
    """Return the counts with their age; the shelter's own key also gives notes and counts that are too old."""
    if key is not None and _is_own(session, service_id, key.credentials):
        return counts.counts_of(session, find_service(session, service_id), public=False)
    service = counts.find_public(session, service_id)
    if service is None:
        raise NotFoundError
    return counts.counts_of(session, service, public=True)


@router.put("/{service_id}", responses=problems(401, 422, 503))
def replace(service_id: ServiceId, body: CountIn, session: SessionDep, key: KeyDep, hub: HubDep) -> CountsOut:
    """Replace the count of one unit."""
    credential = check_key(session, service_id, key.credentials if key else None)
    said = body.said(reports.default_unit(session, service_id))
    reports.report_with(session, credential, [said])
    out = counts.counts_of(session, find_service(session, service_id), public=False)
    commit_and_tell(session, hub)
    return out


def commit_and_tell(session: Session, hub: MemoryHub) -> None:
    """End the request's transaction before the signal goes out: the consoles read the database at once."""
    session.commit()
    hub.publish(CONSOLE, {"type": "changed"})


def _is_own(session: Session, service_id: str, token: str) -> bool:
    try:
        check_key(session, service_id, token)
    except UnauthorisedError:
        return False
    return True
