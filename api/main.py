"""What a server process runs: `uvicorn --factory api.main:create`."""

from fastapi import FastAPI

from api.app import create_app
from api.logging import configure
from api.settings import get_settings


def create() -> FastAPI:
    """Return the application, with its logs set up."""
    settings = get_settings()
    configure(json=settings.environment == "production")
    return create_app(settings)
