"""What endpoints may ask for."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session

from api.conversations.turns import Turns
from api.errors import UnauthorisedError
from api.hub import MemoryHub
from api.settings import Settings

_bearer = HTTPBearer(auto_error=False, description="The token given when the conversation was created")


def get_session(request: Request) -> Iterator[Session]:
    """Yield a session whose transaction ends with the request: committed on success, rolled back on any error."""
    with request.app.state.sessions.begin() as session:
        yield session


def get_directory_session(request: Request) -> Iterator[Session]:
    """Yield a session on the directory, for reading."""
    with request.app.state.directory_sessions() as session:
        yield session


def get_directory_writer(request: Request) -> Iterator[Session]:
    """Yield a session on the directory whose transaction ends with the request, as `get_session` does."""
    with request.app.state.directory_sessions.begin() as session:
        yield session


def get_turns(request: Request) -> Turns:
    """Return the process's `Turns`."""
    turns: Turns = request.app.state.turns
    return turns


def get_hub(request: Request) -> MemoryHub:
    """Return the process's hub."""
    hub: MemoryHub = request.app.state.hub
    return hub


def get_app_settings(request: Request) -> Settings:
    """Return the settings the app was made with."""
    settings: Settings = request.app.state.settings
    return settings


def get_token(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> str:
    """Return the bearer token; raise UnauthorisedError when there is none."""
    if credentials is None:
        raise UnauthorisedError("Send the conversation's token: Authorization: Bearer …")
    return credentials.credentials


SessionDep = Annotated[Session, Depends(get_session, scope="function")]
DirectorySessionDep = Annotated[Session, Depends(get_directory_session)]
DirectoryWriterDep = Annotated[Session, Depends(get_directory_writer, scope="function")]
TurnsDep = Annotated[Turns, Depends(get_turns)]
HubDep = Annotated[MemoryHub, Depends(get_hub)]
SettingsDep = Annotated[Settings, Depends(get_app_settings)]
TokenDep = Annotated[str, Depends(get_token)]
