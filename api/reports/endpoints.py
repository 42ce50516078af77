"""`POST /v1/resources/{id}/reports`: anybody says that something is wrong; nothing is kept of who."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import AfterValidator, BaseModel, StringConstraints

from api.dependencies import DirectoryWriterDep
from api.errors import NotFoundError
from api.openapi import problems
from resources_db.upkeep.attention import attention_data
from resources_db.upkeep.editing import UnknownRecordError
from resources_db.upkeep.reports import add_report

router = APIRouter(tags=["directory"])
NOTE_LENGTH: int = attention_data()["note_length"]


def _known(value: str) -> str:
    if value not in attention_data()["reports"]:
        raise ValueError("unknown kind of error")
    return value


class ReportIn(BaseModel):
    """What is wrong, and a few words."""

    what: Annotated[str, AfterValidator(_known)]
    note: (
        Annotated[
            str, StringConstraints(strip_whitespace=True, max_length=NOTE_LENGTH, pattern=r"^[^\x00-\x08\x0e-\x1f]*$")
        ]
        | None
    ) = None


class ReportOut(BaseModel):
    """The report was received."""

    received: bool = True


ResourceId = Annotated[str, Path(max_length=120, pattern=r"^[a-z0-9-]+$")]


@router.post("/v1/resources/{resource_id}/reports", status_code=202, responses=problems(404, 422, 429, 503))
def report(resource_id: ResourceId, body: ReportIn, request: Request, session: DirectoryWriterDep) -> ReportOut:
    """Put the report in the editors' queue."""
    request.app.state.report_limiter.check(request.client.host if request.client else "")
    try:
        add_report(session, resource_id, what=body.what, note=body.note)
    except UnknownRecordError as error:
        raise NotFoundError from error
    return ReportOut()
