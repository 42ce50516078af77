"""The answer to one request: a page, lines or one object, in the reader's language."""

from typing import Annotated

from fastapi import Depends, Header, Response
from fastapi.responses import StreamingResponse

from api.dependencies import DirectorySessionDep
from api.hsds import service
from api.hsds.language import Language, preferred
from api.hsds.schemas import HsdsObject, LanguageParams, Page
from api.hsds.service import Item, Kind, Params

NDJSON = "application/x-ndjson"


class Answers:
    """Answers one request and tells the language in its headers."""

    def __init__(
        self, session: DirectorySessionDep, response: Response, accept_language: Annotated[str, Header()] = ""
    ) -> None:
        self._session = session
        self._response = response
        self._accepted = accept_language

    def many(self, kind: Kind[Item, Params], params: Params) -> Page | Response:
        """Return the page asked for, or all at once as lines of JSON. Raises UnknownPositionError."""
        language = self._choose(params)
        if params.format == "json":
            return service.read_page(self._session, kind, params, language)
        lines = service.read_lines(self._session, kind, params, language)
        return StreamingResponse(lines, media_type=NDJSON, headers=dict(self._response.headers))

    def one(self, kind: Kind[Item, Params], key: str, params: Params) -> HsdsObject:
        """Return the object of that id. Raises NotFoundError."""
        return service.read_one(self._session, kind, key, params, self._choose(params))

    def _choose(self, params: LanguageParams) -> Language:
        language = params.language or preferred(self._accepted)
        self._response.headers["Content-Language"] = language
        self._response.headers["Vary"] = "Accept-Language"
        return language


AnswersDep = Annotated[Answers, Depends()]
